package org.junctor.core;

import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;

/** A call between CALL and its final RESULT or ERROR. Whoever takes it out of the caller's map answers it, and nobody else. */
final class PendingCall {
    final Session caller;
    final long request;
    final Callee callee;
    final boolean progressive;

    /** INVOCATION.Request; 0 before it is sent. Guarded by the callee's lock. */
    long invocation;

    /** Whether the caller gave it up before it was sent. Guarded by the callee's lock. */
    boolean dropped;

    /** Whether CANCEL asked the callee to stop and answer. Guarded by the caller's lock. */
    boolean interrupted;

    /** What INVOCATION will say if the call must wait. Guarded by the callee's lock. */
    @Nullable
    Options details;

    /** What INVOCATION will carry if the call must wait. Guarded by the callee's lock. */
    @Nullable
    Payload payload;

    /** When the wait is over. */
    Timer.@Nullable Timeout patience;

    PendingCall(Session caller, long request, Callee callee, boolean progressive) {
        this.caller = caller;
        this.request = request;
        this.callee = callee;
        this.progressive = progressive;
    }

    Session target() {
        return callee.session;
    }
}
