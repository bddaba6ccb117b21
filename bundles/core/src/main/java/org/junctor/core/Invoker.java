package org.junctor.core;

import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Call;
import org.junctor.api.message.Cancel;
import org.junctor.api.message.Error;
import org.junctor.api.message.Interrupt;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Result;
import org.junctor.api.message.Yield;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Match;

/**
 * Takes a call to its callee and the answer back. The two sessions' locks are taken one after the other, never one inside the other;
 * who removes the call from the caller's map answers it.
 */
final class Invoker {
    private static final Options PROGRESS = Options.of("progress", true);
    private static final Options RECEIVE_PROGRESS = Options.of("receive_progress", true);
    private static final Options KILL = Options.of("mode", "kill");
    private static final Options KILLNOWAIT = Options.of("mode", "killnowait");

    private final Context context;

    /** What happened to an INVOCATION. */
    private enum Sent {
        SENT,
        GONE,
        WAITS,
        TOO_LARGE,
        UNCONVERTIBLE
    }

    Invoker(Context context) {
        this.context = context;
    }

    /** Sends INVOCATION, or lets the call and its caller wait for room. */
    void invoke(Session caller, Call message, Callee callee, Decision decision) throws ProtocolViolation {
        Options options = message.options();
        boolean plain = options.isEmpty();
        boolean progressive = !plain && options.flag("receive_progress", false);
        boolean disclose = decision.discloses(callee.discloseCaller || (!plain && options.flag("disclose_me", false)));
        PendingCall call = new PendingCall(caller, message.request(), callee, progressive);
        Options details = details(call, message.procedure(), disclose);
        begin(call);
        Session target = callee.session;
        Sent sent;
        target.outbox.lock.lock();
        try {
            sent = hasRoom(target) ? send(call, details, message.payload()) : park(call, details, message.payload());
        } finally {
            target.outbox.lock.unlock();
        }
        if (sent == Sent.WAITS) {
            call.patience = context.timer().after(context.limits().callPauseMs(), () -> losePatience(call));
        } else {
            settle(call, sent);
        }
    }

    private void begin(PendingCall call) throws ProtocolViolation {
        Session caller = call.caller;
        caller.outbox.lock.lock();
        try {
            if (!caller.open) {
                call.dropped = true; // nobody else knows the call yet
            } else if (!caller.calls.putIfAbsent(call.request, call)) {
                throw new ProtocolViolation("the call with request id " + call.request + " is not finished");
            } else {
                context.counters().calls.increment();
                context.counters().callsInFlight.increment();
            }
        } finally {
            caller.outbox.lock.unlock();
        }
    }

    private static boolean hasRoom(Session target) {
        return !target.outbox.full() && !target.anyWaiting();
    }

    /** The callee's lock is held. */
    private static Sent send(PendingCall call, Options details, Payload payload) {
        Session target = call.target();
        if (call.dropped) {
            return Sent.SENT; // the caller is gone: nobody is to hear of it
        }
        if (!target.open || !call.callee.active) {
            return Sent.GONE;
        }
        long id = target.lastInvocation + 1;
        Invocation invocation = new Invocation(id, call.callee.registration.id, details, payload);
        return switch (target.outbox.put(invocation, payload)) {
            case TOO_LARGE -> Sent.TOO_LARGE;
            case UNCONVERTIBLE -> Sent.UNCONVERTIBLE;
            case SENT -> {
                target.lastInvocation = id;
                call.invocation = id;
                target.invocations.putIfAbsent(id, call);
                yield Sent.SENT;
            }
        };
    }

    /** The callee's lock is held. The caller is stopped before anyone can find the call and let it go on. */
    private Sent park(PendingCall call, Options details, Payload payload) {
        if (call.dropped) {
            return Sent.SENT; // the caller is gone: nobody is to hear of it
        }
        if (!call.target().open || !call.callee.active) {
            return Sent.GONE;
        }
        call.details = details;
        call.payload = payload.keep();
        call.caller.link.inbox().hold(Inbox.CALLEE, call.caller);
        call.target().waiting().add(call);
        context.counters().callersPaused.increment();
        return Sent.WAITS;
    }

    /** Sends calls that waited for room in this session's outbox, until there is none. */
    void admit(Session target) {
        while (true) {
            PendingCall call;
            Sent sent;
            target.outbox.lock.lock();
            try {
                if (!target.anyWaiting() || target.outbox.full()) {
                    return;
                }
                call = target.waiting().remove();
                sent = call.details == null || call.payload == null
                        ? Sent.GONE
                        : send(call, call.details, call.payload);
                call.payload = null;
            } finally {
                target.outbox.lock.unlock();
            }
            settle(call, sent);
            goOn(call);
        }
    }

    private void losePatience(PendingCall call) {
        Session target = call.target();
        boolean waited;
        target.outbox.lock.lock();
        try {
            waited = target.anyWaiting() && target.waiting().remove(call);
        } finally {
            target.outbox.lock.unlock();
        }
        if (waited) {
            context.counters().callsUnavailable.increment();
            fail(call, Reason.UNAVAILABLE, "the callee is too slow");
            goOn(call);
        }
    }

    /** Lets a caller go on that had to wait. */
    private static void goOn(PendingCall call) {
        if (call.patience != null) {
            call.patience.cancel();
        }
        call.caller.link.inbox().release(Inbox.CALLEE, call.caller);
    }

    private void settle(PendingCall call, Sent sent) {
        switch (sent) {
            case SENT, WAITS -> {}
            case GONE -> fail(call, Reason.NO_SUCH_PROCEDURE, "the callee has left");
            case TOO_LARGE ->
                fail(call, Reason.PAYLOAD_SIZE_EXCEEDED, "the callee does not take messages of this size");
            case UNCONVERTIBLE ->
                fail(call, Reason.INVALID_ARGUMENT, "the arguments cannot be converted for the callee");
        }
    }

    private static Options details(PendingCall call, String procedure, boolean disclose) {
        Options details = disclose ? call.caller.callerDetails() : Options.EMPTY;
        if (call.callee.registration.match != Match.EXACT) {
            details = details.with("procedure", procedure);
        }
        if (call.progressive && call.target().features.progressive()) {
            return details.isEmpty() ? RECEIVE_PROGRESS : details.with("receive_progress", true);
        }
        return details;
    }

    /** The callee answers with a result. */
    void result(Session callee, Yield message) throws ProtocolViolation {
        boolean progress = !message.options().isEmpty() && message.options().flag("progress", false);
        PendingCall call = invocation(callee, message.request(), progress);
        if (call == null || (progress && !call.progressive)) {
            return; // the caller left, cancelled, or did not ask for progress: the spec has the router drop the result
        }
        Result result = new Result(call.request, progress ? PROGRESS : Options.EMPTY, message.payload());
        Session caller = call.caller;
        Outbox.Outcome outcome = Outbox.Outcome.SENT;
        caller.outbox.lock.lock();
        try {
            if (caller.calls.get(call.request) == call) {
                outcome = caller.answer(result, message.payload());
                if (!progress || outcome != Outbox.Outcome.SENT) {
                    end(call);
                }
            }
        } finally {
            caller.outbox.lock.unlock();
        }
        if (outcome != Outbox.Outcome.SENT && progress) {
            withdraw(call, true);
        }
    }

    /** The callee answers with an error. */
    void error(Session callee, Error message) throws ProtocolViolation {
        PendingCall call = invocation(callee, message.request(), false);
        if (call == null) {
            return;
        }
        String uri = Uris.concrete(message.error()) ? message.error() : Reason.INVALID_URI;
        answer(call, new Error(Call.TYPE, call.request, message.details(), uri, message.payload()), message.payload());
    }

    /** The call that a callee answers; null if it is over already. */
    private static @Nullable PendingCall invocation(Session callee, long id, boolean stays) throws ProtocolViolation {
        callee.outbox.lock.lock();
        try {
            PendingCall call = stays ? callee.invocations.get(id) : callee.invocations.remove(id);
            if (call == null && id > callee.lastInvocation) {
                throw new ProtocolViolation("there was no INVOCATION with request id " + id);
            }
            return call;
        } finally {
            callee.outbox.lock.unlock();
        }
    }

    /** The caller takes its call back. */
    void cancel(Session caller, Cancel message) throws ProtocolViolation {
        String mode = message.options().text("mode");
        boolean kill = "kill".equals(mode);
        boolean skip = "skip".equals(mode);
        if (mode != null && !kill && !skip && !mode.equals("killnowait")) {
            throw new ProtocolViolation("'mode' must be skip, kill or killnowait");
        }
        PendingCall call;
        boolean wait;
        caller.outbox.lock.lock();
        try {
            call = caller.calls.get(message.request());
            if (call == null || call.interrupted) {
                return; // over already, or asked for before
            }
            wait = kill && call.target().features.interruptible();
            call.interrupted = wait;
        } finally {
            caller.outbox.lock.unlock();
        }
        if (wait && interrupt(call)) {
            return;
        }
        withdraw(call, !skip);
        fail(call, Reason.CANCELED, "canceled by the caller");
    }

    /** Asks the callee to stop and answer; false if it has answered or was never asked. */
    private static boolean interrupt(PendingCall call) {
        Session target = call.target();
        target.outbox.lock.lock();
        try {
            boolean running = target.open && target.invocations.get(call.invocation) == call;
            if (running) {
                target.outbox.put(new Interrupt(call.invocation, KILL));
            }
            return running;
        } finally {
            target.outbox.lock.unlock();
        }
    }

    /** Nobody waits for this call any more: what the callee answers will be dropped. */
    private void withdraw(PendingCall call, boolean interrupt) {
        Session target = call.target();
        boolean waited;
        target.outbox.lock.lock();
        try {
            waited = target.anyWaiting() && target.waiting().remove(call);
            call.dropped = true;
            boolean running = target.invocations.get(call.invocation) == call;
            if (running) {
                target.invocations.remove(call.invocation);
            }
            if (running && interrupt && target.open && target.features.interruptible()) {
                target.outbox.put(new Interrupt(call.invocation, KILLNOWAIT));
            }
        } finally {
            target.outbox.lock.unlock();
        }
        if (waited) {
            goOn(call);
        }
    }

    /** A session has ended. What it called is given up; what it was asked is answered for it. */
    void leave(Session.Rest rest) {
        for (PendingCall call : rest.called()) {
            context.counters().callsInFlight.decrement();
            withdraw(call, true);
        }
        for (PendingCall call : rest.asked()) {
            fail(call, Reason.CANCELED, "the callee has left");
        }
        for (PendingCall call : rest.waiting()) {
            fail(call, Reason.CANCELED, "the callee has left");
            goOn(call);
        }
    }

    /** An INVOCATION that was promised to the callee could not be sent after all. */
    void undeliverable(Session callee, long invocation, String reason) throws ProtocolViolation {
        PendingCall call = invocation(callee, invocation, false);
        if (call != null) {
            fail(call, reason, "the call cannot be sent to the callee");
        }
    }

    private void fail(PendingCall call, String uri, String text) {
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
        context.counters().callsInFlight.decrement();
        context.counters().results.increment();
    }
}
