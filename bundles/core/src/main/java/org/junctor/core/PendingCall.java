package org.junctor.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Call;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.security.Decision;

/** A call between CALL and its final RESULT or ERROR. Whoever takes it out of the caller's map answers it, and nobody else. */
final class PendingCall {
    final Session caller;
    final long request;
    final Registration registration;
    final Decision decision;

    final String procedure;

    /** CALL.Options, of the first CALL if there are several. */
    final Options options;

    /** Whether the caller wants progressive results. */
    final boolean progressive;

    /** Whether the caller sends it in several CALLs. */
    final boolean streamed;

    /** Whether the caller wants to be known to the callee. */
    final boolean discloseMe;

    /** Whether only the callee can read its payload. */
    final boolean passthru;

    /** How long it may take from CALL or the last progressive result on; 0 for any time. */
    final long timeoutMs;

    /** What its caller is charged for it. */
    final long bytes;

    /** Who is to answer it; null while it waits for somebody who is free. Written before {@link #dropped} is read. */
    volatile @Nullable Callee callee;

    /** Whether it is over for its caller, so that it must not be sent any more. Written before {@link #callee} is read. */
    volatile boolean dropped;

    /** INVOCATION.Request; 0 before it is sent. Guarded by the callee's lock. */
    long invocation;

    /** INVOCATION.Details of a call that is sent in several. Guarded by the callee's lock. */
    Options details = Options.EMPTY;

    /** What waits for a callee that is free, or for room in the callee's outbox. Guarded by the lock of what it waits in. */
    @Nullable
    Call held;

    /** What it takes while it waits for room. Guarded by the callee's lock. */
    long heldBytes;

    /** Whether the caller waits with it. Guarded by the callee's lock. */
    boolean holdsCaller;

    /** When the wait for room is over. Guarded by the callee's lock. */
    Timer.@Nullable Timeout patience;

    /** What to send to another callee if this one cannot answer. Belongs to whoever took it from the callee's map. */
    @Nullable
    Call spare;

    /** Whether a callee has passed it on, or had no room for it. */
    boolean rerouted;

    /** Whether more CALLs of it may come. Guarded by the caller's lock. */
    boolean more;

    /** Whether CANCEL asked the callee to stop and answer. Guarded by the caller's lock. */
    boolean interrupted;

    /** Whether a progressive result was passed on. Guarded by the caller's lock. */
    boolean progressed;

    /** When its time is over, as far as the router looks after that. Guarded by the caller's lock. */
    long deadlineMs;

    /** The alarm for that. */
    volatile Timer.@Nullable Timeout timeout;

    /** Octets that it takes in its registration's queue; -1 if it is not there. Guarded by the queue. */
    long queuedBytes = -1;

    /** Who was asked already. Belongs to whoever looks for a callee. */
    private @Nullable List<Callee> tried;

    /** CALLs that came before the first one was sent. Guarded by this. */
    private @Nullable ArrayDeque<Call> chunks;

    private int chunkBytes;
    private boolean sent;
    private boolean over;

    PendingCall(Session caller, Call message, Registration registration, Decision decision, CallLimits limits)
            throws ProtocolViolation {
        this.caller = caller;
        this.request = message.request();
        this.registration = registration;
        this.decision = decision;
        this.procedure = message.procedure();
        this.options = message.options();
        boolean plain = options.isEmpty();
        this.progressive = !plain && options.flag("receive_progress", false);
        this.streamed = !plain && options.flag("progress", false);
        this.more = streamed;
        this.discloseMe = !plain && options.flag("disclose_me", false);
        this.passthru = !plain && Passthru.used(options);
        this.timeoutMs = limits.timeoutMs(plain ? 0 : options.integer("timeout", 0));
        this.bytes = Footprint.call(procedure, options, timeoutMs > 0);
    }

    /** Whether it may be given to this callee: not if that was asked before. */
    boolean mayGoTo(Callee candidate) {
        return tried == null || !tried.contains(candidate);
    }

    /** It is not given to this callee again. */
    void avoid(Callee candidate) {
        List<Callee> avoided = tried;
        if (avoided == null) {
            avoided = new ArrayList<>(2);
            tried = avoided;
        }
        avoided.add(candidate);
    }

    /** Whether anybody is to be avoided. */
    boolean choosy() {
        return tried != null;
    }

    /** CALL.Options.rkey, or null. */
    @Nullable
    String rkey() {
        return options.entries().get("rkey") instanceof String rkey ? rkey : null;
    }

    /**
     * Keeps a CALL that came before the first one was sent, or drops it if the call is over.
     *
     * @param bytes what it takes of {@code waiting}
     * @return false if the first one was sent, or more than {@code maxBytes} would wait, or there is no room for it
     */
    synchronized boolean keep(Call chunk, int bytes, int maxBytes, Waiting waiting) {
        if (over) {
            return true;
        }
        if (sent || chunkBytes + bytes > maxBytes || !waiting.take(bytes)) {
            return false;
        }
        if (chunks == null) {
            chunks = new ArrayDeque<>();
        }
        chunks.add((Call) Messages.keep(chunk));
        chunkBytes += bytes;
        return true;
    }

    /** Whether the first CALL was sent. */
    synchronized boolean sent() {
        return sent;
    }

    /** The first CALL was sent: what came meanwhile follows. */
    synchronized ArrayDeque<Call> begin(Waiting waiting) {
        sent = true;
        ArrayDeque<Call> kept = chunks == null ? new ArrayDeque<>(0) : chunks;
        forgetChunks(waiting);
        return kept;
    }

    /** The caller has its answer, or is gone: nothing more of it needs to wait. */
    synchronized void end(Waiting waiting) {
        over = true;
        forgetChunks(waiting);
    }

    private void forgetChunks(Waiting waiting) {
        chunks = null;
        waiting.give(chunkBytes);
        chunkBytes = 0;
    }
}
