package org.junctor.core;

import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Call;
import org.junctor.api.message.Error;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Result;
import org.junctor.api.message.Yield;

/** Takes what callees answer back to the callers. */
final class Answers {
    private static final Options PROGRESS = Options.of("progress", true);

    private final Context context;
    private final Invoker invoker;

    Answers(Context context, Invoker invoker) {
        this.context = context;
        this.invoker = invoker;
    }

    /** The callee answers with a result. */
    void result(Session callee, Yield message) throws ProtocolViolation {
        Options options = message.options();
        boolean plain = options.isEmpty();
        boolean progress = !plain && options.flag("progress", false);
        PendingCall call = invocation(callee, message.request(), progress);
        if (call == null || (progress && !call.progressive)) {
            return; // the caller left, cancelled, or did not ask for progress: the spec has the router drop the result
        }
        if (!plain && Passthru.used(options) && !call.caller.features.has(Feature.CALLER_PASSTHRU)) {
            unsupported(call, progress);
        } else {
            Options details = progress ? PROGRESS : Options.EMPTY;
            pass(call, new Result(call.request, Passthru.copy(options, details), message.payload()), progress);
        }
        if (!progress) {
            finished(call);
        }
    }

    private void pass(PendingCall call, Result result, boolean progress) {
        Session caller = call.caller;
        Outbox.Outcome outcome = Outbox.Outcome.SENT;
        caller.outbox.lock.lock();
        try {
            if (caller.calls.get(call.request) == call) {
                outcome = caller.answer(result, result.payload());
                if (!progress || outcome != Outbox.Outcome.SENT) {
                    end(call);
                } else {
                    call.progressed = true;
                    call.deadlineMs = call.timeoutMs > 0 ? context.timer().nowMs() + call.timeoutMs : 0;
                }
            }
        } finally {
            caller.outbox.lock.unlock();
        }
        if (outcome != Outbox.Outcome.SENT && progress) {
            invoker.cancelling.withdraw(call, Cancelling.KILLNOWAIT);
        }
    }

    /** The caller could not read the result, and would wait for ever if only the callee were told. */
    private void unsupported(PendingCall call, boolean progress) {
        if (progress) {
            invoker.cancelling.withdraw(call, Cancelling.KILLNOWAIT);
        }
        fail(
                call,
                Reason.FEATURE_NOT_SUPPORTED,
                "the result is in payload passthru mode, which this client did not announce");
    }

    /** The callee answers with an error. */
    void error(Session callee, Error message) throws ProtocolViolation {
        PendingCall call = invocation(callee, message.request(), false);
        if (call == null) {
            return;
        }
        Callee asked = call.callee;
        boolean unavailable = message.error().equals(Reason.UNAVAILABLE) && callee.features.has(Feature.CALLEE_REROUTE);
        if (unavailable && asked != null && !call.streamed && !call.progressed && !call.interrupted) {
            invoker.reroute(call, asked);
            invoker.finished(asked);
            return;
        }
        String uri = Uris.concrete(message.error()) ? message.error() : Reason.INVALID_URI;
        Options details = message.details();
        if (Passthru.used(details) && !call.caller.features.has(Feature.CALLER_PASSTHRU)) {
            unsupported(call, false);
        } else {
            answer(call, new Error(Call.TYPE, call.request, details, uri, message.payload()), message.payload());
        }
        finished(call);
    }

    private void finished(PendingCall call) {
        Callee callee = call.callee;
        if (callee != null) {
            invoker.finished(callee);
        }
    }

    /** The call that a callee answers; null if it is over already. */
    private static @Nullable PendingCall invocation(Session callee, long id, boolean stays) throws ProtocolViolation {
        callee.outbox.lock.lock();
        try {
            PendingCall call = stays ? callee.invocations.get(id) : callee.takeInvocation(id);
            if (call == null && id > callee.lastInvocation) {
                throw new ProtocolViolation("there was no INVOCATION with request id " + id);
            }
            return call;
        } finally {
            callee.outbox.lock.unlock();
        }
    }

    /** An INVOCATION that was promised to the callee could not be sent after all. */
    void undeliverable(Session callee, long invocation, String reason) throws ProtocolViolation {
        PendingCall call = invocation(callee, invocation, false);
        if (call != null) {
            fail(call, reason, "the call cannot be sent to the callee");
            finished(call);
        }
    }

    /** Answers with an error of the router, if the call is not answered. */
    void fail(PendingCall call, String uri, String text) {
        Payload payload = call.caller.text(text);
        answer(call, new Error(Call.TYPE, call.request, Options.EMPTY, uri, payload), payload);
    }

    private void answer(PendingCall call, Error error, Payload payload) {
        Session caller = call.caller;
        caller.outbox.lock.lock();
        try {
            if (caller.calls.get(call.request) == call) {
                end(call);
                caller.answer(error, payload);
            }
        } finally {
            caller.outbox.lock.unlock();
        }
    }

    /** The caller's lock is held. */
    private void end(PendingCall call) {
        call.caller.calls.remove(call.request);
        call.caller.callMemory.give(call.bytes);
        call.end(context.waiting());
        if (call.more) {
            call.caller.streamEnded(call.request);
        }
        Timer.Timeout timeout = call.timeout;
        if (timeout != null) {
            timeout.cancel();
        }
        context.counters().callsInFlight.decrement();
        context.counters().results.increment();
    }
}
