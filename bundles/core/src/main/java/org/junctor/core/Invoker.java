package org.junctor.core;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Call;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.security.Decision;
import org.junctor.core.Delivery.Sent;
import org.junctor.core.Delivery.Wait;

/**
 * Takes calls to their callees. The two sessions' locks are taken one after the other, never one inside the other; who removes the
 * call from the caller's map answers it.
 */
final class Invoker {
    /** The way back. */
    final Answers answers;

    /** The way out. */
    final Cancelling cancelling;

    private final Context context;
    private final Delivery delivery;

    Invoker(Context context) {
        this.context = context;
        delivery = new Delivery(context, this);
        answers = new Answers(context, this);
        cancelling = new Cancelling(context, this);
    }

    /** Takes a call to a callee of this registration. */
    void invoke(Session caller, Call message, Registration registration, Decision decision) throws ProtocolViolation {
        CallLimits limits = context.limits().calls();
        PendingCall call = new PendingCall(caller, message, registration, decision, limits);
        boolean many;
        boolean admitted;
        caller.outbox.lock.lock();
        try {
            if (!caller.open) {
                return;
            }
            many = caller.calls.size() >= limits.inFlightMax();
            admitted = !many && caller.callMemory.take(call.bytes);
            if (admitted) {
                begin(call);
            }
        } finally {
            caller.outbox.lock.unlock();
        }
        if (admitted) {
            dispatch(call, message, Wait.WITH_CALLER);
        } else {
            String text = many
                    ? "this session waits for " + limits.inFlightMax() + " calls already"
                    : "all sessions together wait for too many calls for one more of this one";
            Refusal refusal = context.exceeded(caller.link, context.counters().callsRefused, text);
            caller.refuse(message, refusal.uri, text);
        }
    }

    /** The caller's lock is held. */
    private void begin(PendingCall call) throws ProtocolViolation {
        if (!call.caller.calls.putIfAbsent(call.request, call)) {
            throw new ProtocolViolation("the call with request id " + call.request + " is not finished");
        }
        context.counters().calls.increment();
        context.counters().callsInFlight.increment();
        if (call.timeoutMs > 0) {
            cancelling.watch(call);
        }
    }

    /** Finds a callee, and another one if that has just left. */
    private void dispatch(PendingCall call, Call message, Wait wait) {
        while (true) {
            CallQueue queue = call.registration.queue();
            if (queue == null) {
                call.callee = call.registration.choose(call);
            } else {
                CallQueue.Place place = queue.place(call, message);
                if (place == CallQueue.Place.QUEUED || place == CallQueue.Place.FULL) {
                    queued(call, queue, place);
                    return;
                }
            }
            Callee callee = call.callee;
            if (callee == null || !mayPassOn(call, callee, give(call, callee, message, wait))) {
                conclude(call, callee);
                return;
            }
        }
    }

    private void queued(PendingCall call, CallQueue queue, CallQueue.Place place) {
        if (place == CallQueue.Place.FULL) {
            context.counters().callQueueFull.increment();
            answers.fail(call, Reason.UNAVAILABLE, "all callees are busy, and too many calls wait for them");
            return;
        }
        context.counters().callsQueued.increment();
        if (call.dropped) {
            queue.remove(call); // whoever dropped it may have looked here too early
        }
        pump(call.registration); // a callee may have become free meanwhile
    }

    /** Whether a call that could not be sent to this callee is to be given to another; else it is answered if need be. */
    private boolean mayPassOn(PendingCall call, Callee callee, Sent sent) {
        if (sent == Sent.SENT || sent == Sent.WAITS) {
            return false;
        }
        finished(callee);
        if ((sent == Sent.GONE || sent == Sent.FULL) && call.registration.shared()) {
            call.avoid(callee);
            call.rerouted |= sent == Sent.FULL;
            return true;
        }
        fail(call, sent);
        return false;
    }

    /** Answers a call that nobody is left for. */
    private void conclude(PendingCall call, @Nullable Callee callee) {
        if (callee == null) {
            answers.fail(
                    call,
                    call.rerouted ? Reason.NO_AVAILABLE_CALLEE : Reason.NO_SUCH_PROCEDURE,
                    call.rerouted ? "no callee can answer now" : "the callee has left");
        }
    }

    private void fail(PendingCall call, Sent sent) {
        switch (sent) {
            case GONE -> answers.fail(call, Reason.NO_SUCH_PROCEDURE, "the callee has left");
            case TOO_LARGE ->
                answers.fail(call, Reason.PAYLOAD_SIZE_EXCEEDED, "the callee does not take messages of this size");
            case UNCONVERTIBLE ->
                answers.fail(call, Reason.INVALID_ARGUMENT, "the arguments cannot be converted for the callee");
            case FULL -> answers.fail(call, Reason.UNAVAILABLE, "too much waits for the callee");
            default -> {}
        }
    }

    /** Sends INVOCATION, or lets it wait for room. */
    private Sent give(PendingCall call, Callee callee, Call message, Wait wait) {
        String missing = call.options.isEmpty() ? null : InvocationDetails.missing(call, callee);
        if (missing != null) {
            answers.fail(call, Reason.FEATURE_NOT_SUPPORTED, "the callee did not announce " + missing);
            return Sent.DROPPED;
        }
        Session target = callee.session;
        Sent sent;
        target.outbox.lock.lock();
        try {
            if (call.dropped) {
                return Sent.DROPPED;
            }
            if (!target.open || !callee.active) {
                return Sent.GONE;
            }
            if (Delivery.hasRoom(target)) {
                sent = delivery.send(call, callee, message);
            } else {
                return wait == Wait.NEVER ? Sent.FULL : delivery.park(call, target, message, wait);
            }
        } finally {
            target.outbox.lock.unlock();
        }
        if (sent == Sent.SENT && call.timeout != null && callee.timesOut()) {
            cancelling.unwatch(call);
        }
        return sent;
    }

    /** Takes a further CALL of a call to its callee. */
    void chunk(PendingCall call, Call message) {
        CallQueue queue = call.registration.queue();
        CallQueue.Place place = queue == null ? CallQueue.Place.ELSEWHERE : queue.append(call, message);
        if (place == CallQueue.Place.QUEUED) {
            return;
        }
        boolean kept = place == CallQueue.Place.ELSEWHERE
                && call.keep(
                        message,
                        Messages.size(message) + Outbox.ENTRY_BYTES,
                        context.limits().parkedMaxBytes(),
                        context.waiting());
        if (kept) {
            return;
        }
        if (place == CallQueue.Place.FULL || !call.sent()) {
            context.counters().callQueueFull.increment();
            cancelling.giveUp(call, Reason.UNAVAILABLE, "too much of the call waits for a callee");
            return;
        }
        Callee callee = requireNonNull(call.callee);
        Session target = callee.session;
        Sent sent = Sent.SENT;
        target.outbox.lock.lock();
        try {
            if (target.invocations.get(call.invocation) != call) {
                return; // the callee has answered meanwhile
            }
            if (!callee.active) {
                sent = Sent.GONE;
            } else {
                sent = Delivery.hasRoom(target)
                        ? Delivery.sendChunk(call, target, message)
                        : delivery.park(call, target, message, Wait.WITH_CALLER);
            }
        } finally {
            target.outbox.lock.unlock();
        }
        settleChunk(call, sent);
    }

    private void settleChunk(PendingCall call, Sent sent) {
        if (sent == Sent.GONE) {
            cancelling.giveUp(call, Reason.CANCELED, "the callee has withdrawn the procedure");
        } else if (sent != Sent.SENT && sent != Sent.WAITS) {
            cancelling.withdraw(call, Cancelling.KILLNOWAIT);
            fail(call, sent);
        }
    }

    /** Sends what waited for room in this session's outbox, until there is none. */
    void admit(Session target) {
        while (true) {
            PendingCall call;
            Callee callee;
            Call message;
            boolean chunk;
            Sent sent;
            target.outbox.lock.lock();
            try {
                PendingCall first = target.outbox.full() ? null : target.nextWaiting();
                if (first == null) {
                    return;
                }
                call = first;
                callee = requireNonNull(call.callee);
                message = requireNonNull(call.held);
                call.held = null;
                chunk = target.invocations.get(call.invocation) == call;
                sent = delivery.sendNow(call, callee, message, chunk);
            } finally {
                target.outbox.lock.unlock();
            }
            if (chunk) {
                settleChunk(call, sent);
            } else {
                settle(call, callee, message, sent);
            }
            Delivery.goOn(call);
        }
    }

    private void settle(PendingCall call, Callee callee, Call message, Sent sent) {
        if (sent == Sent.SENT && callee.timesOut()) {
            cancelling.unwatch(call);
        }
        if (mayPassOn(call, callee, sent)) {
            dispatch(call, message, Wait.NEVER);
        }
    }

    /** The callee has left at which a call waited for room: another one gets it. Hold no lock. */
    void handOver(PendingCall call) {
        Callee gone = requireNonNull(call.callee);
        Call message = requireNonNull(call.held);
        boolean holdsCaller = call.holdsCaller;
        call.held = null;
        call.holdsCaller = false;
        Delivery.goOn(call);
        call.avoid(gone);
        dispatch(call, message, Wait.ALONE);
        if (holdsCaller) {
            call.caller.link.inbox().release(Inbox.CALLEE, call.caller);
        }
    }

    /** There was no room in the callee's outbox for too long. */
    void losePatience(PendingCall call, Session target) {
        boolean waited;
        boolean chunk;
        target.outbox.lock.lock();
        try {
            waited = target.stopWaiting(call);
            chunk = target.invocations.get(call.invocation) == call;
        } finally {
            target.outbox.lock.unlock();
        }
        if (waited) {
            context.counters().callsUnavailable.increment();
            cancelling.giveUp(call, Reason.UNAVAILABLE, "the callee is too slow");
            if (!chunk) {
                finished(requireNonNull(call.callee));
            }
            Delivery.goOn(call);
        }
    }

    /** A callee cannot answer a call: another one is asked, as if the first did not exist (spec: "Call Rerouting"). */
    void reroute(PendingCall call, Callee callee) {
        Call message = call.spare;
        call.spare = null;
        call.rerouted = true;
        call.avoid(callee);
        if (message == null) {
            conclude(call, null);
        } else {
            context.counters().callsRerouted.increment();
            cancelling.rewatch(call);
            dispatch(call, message, Wait.NEVER);
        }
    }

    /** A callee has one call less. Hold no lock. */
    void finished(Callee callee) {
        if (callee.counted()) {
            callee.running.decrementAndGet();
            pump(callee.registration);
        }
    }

    /** Gives calls that wait to callees that are free. Hold no lock. */
    void pump(Registration registration) {
        CallQueue queue = registration.queue();
        if (queue == null || !queue.begin()) {
            return;
        }
        boolean done = false;
        try {
            PendingCall call = queue.next();
            while (call != null) {
                handOut(call, queue);
                call = queue.next();
            }
            done = true;
        } finally {
            if (!done) {
                queue.abandon();
            }
        }
    }

    private void handOut(PendingCall call, CallQueue queue) {
        Callee callee = call.callee;
        Call message = requireNonNull(call.held);
        call.held = null;
        if (callee == null) {
            conclude(call, null);
        } else if (mayPassOn(call, callee, give(call, callee, message, Wait.ALONE))) {
            queue.putBack(call, message);
        }
    }

    /** A callee has left a registration: those who waited for it are given to others, or answered. Hold no lock. */
    void left(Registration registration) {
        CallQueue queue = registration.queue();
        if (queue == null) {
            return;
        }
        if (registration.callees().length == 0) {
            for (PendingCall call : queue.drain()) {
                answers.fail(call, Reason.CANCELED, "the callee has left");
            }
        } else {
            pump(registration);
        }
    }
}
