package org.junctor.core;

import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.security.Match;

/** What a callee is told about a call beside its arguments. */
final class InvocationDetails {
    private static final Options RECEIVE_PROGRESS = Options.of("receive_progress", true);

    private InvocationDetails() {}

    /** What the callee would have to be able to do for this call, and is not; null if nothing. */
    static @Nullable String missing(PendingCall call, Callee callee) {
        Features features = callee.session.features;
        if (call.streamed && !features.takesProgress()) {
            return "progressive_call_invocations and call_canceling";
        }
        return call.passthru && !features.has(Feature.CALLEE_PASSTHRU) ? "payload_passthru_mode" : null;
    }

    /**
     * INVOCATION.Details, without {@code progress}.
     *
     * @param lenient whether callees that cannot be interrupted are asked for progressive results too
     */
    static Options of(PendingCall call, Callee callee, String procedure, boolean lenient) {
        Options details = call.decision.discloses(callee.terms.discloseCaller() || call.discloseMe)
                ? call.caller.callerDetails()
                : Options.EMPTY;
        if (call.decision.hasTrustlevel()) {
            details = details.with("trustlevel", call.decision.trustlevel());
        }
        if (call.registration.match != Match.EXACT) {
            details = details.with("procedure", procedure);
        }
        if (call.timeoutMs > 0 && callee.timesOut()) {
            details = details.with("timeout", call.timeoutMs);
        }
        if (call.progressive && callee.session.features.givesProgress(lenient)) {
            details = details.isEmpty() ? RECEIVE_PROGRESS : details.with("receive_progress", true);
        }
        return Passthru.copy(call.options, details);
    }
}
