package org.junctor.core;

import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Cancel;
import org.junctor.api.message.Interrupt;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;

/** Ends calls before they are answered: by CANCEL, by their timeout, or because one of the two peers leaves. */
final class Cancelling {
    static final Options KILLNOWAIT = Options.of("mode", "killnowait");
    private static final Options KILL = Options.of("mode", "kill");
    private static final Options TIMED_OUT = KILLNOWAIT.with("reason", Reason.TIMEOUT);

    /** Longer than anything lives, and short enough to be added to the time. */
    private static final long FOREVER_MS = 1L << 50;

    private final Context context;
    private final Invoker invoker;

    Cancelling(Context context, Invoker invoker) {
        this.context = context;
        this.invoker = invoker;
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
        Callee callee;
        boolean wait;
        caller.outbox.lock.lock();
        try {
            call = caller.calls.get(message.request());
            if (call == null || call.interrupted) {
                return; // over already, or asked for before
            }
            callee = call.callee;
            wait = kill && callee != null && callee.session.features.interruptible();
            call.interrupted = wait;
        } finally {
            caller.outbox.lock.unlock();
        }
        if (wait && callee != null && interrupt(call, callee.session)) {
            return;
        }
        withdraw(call, skip ? null : KILLNOWAIT);
        invoker.answers.fail(call, Reason.CANCELED, "canceled by the caller");
    }

    /** Asks the callee to stop and answer; false if it has answered or was never asked. */
    private static boolean interrupt(PendingCall call, Session target) {
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

    /** Ends a call with an error, wherever it is. */
    void giveUp(PendingCall call, String uri, String text) {
        withdraw(call, KILLNOWAIT);
        invoker.answers.fail(call, uri, text);
    }

    /**
     * Nobody waits for this call any more: what the callee answers will be dropped.
     *
     * @param interrupt what a callee that can be interrupted is told; null for nothing
     */
    void withdraw(PendingCall call, @Nullable Options interrupt) {
        call.dropped = true;
        CallQueue queue = call.registration.queue();
        if (queue != null) {
            queue.remove(call);
        }
        Callee callee = call.callee;
        while (callee != null) {
            withdraw(call, callee, interrupt);
            Callee now = call.callee;
            callee = now == callee ? null : now; // it was on its way to another one
        }
    }

    private void withdraw(PendingCall call, Callee callee, @Nullable Options interrupt) {
        Session target = callee.session;
        boolean waited;
        boolean running;
        target.outbox.lock.lock();
        try {
            waited = target.stopWaiting(call);
            running = target.invocations.get(call.invocation) == call;
            if (running) {
                target.takeInvocation(call.invocation);
            }
            if (running && interrupt != null && target.open && target.features.interruptible()) {
                target.outbox.put(new Interrupt(call.invocation, interrupt));
            }
        } finally {
            target.outbox.lock.unlock();
        }
        if (waited || running) {
            invoker.finished(callee);
        }
        if (waited) {
            Delivery.goOn(call);
        }
    }

    /** Begins to look after a call's timeout. The caller's lock is held. */
    void watch(PendingCall call) {
        long waitMs = Math.min(call.timeoutMs, FOREVER_MS);
        call.deadlineMs = context.timer().nowMs() + waitMs;
        call.timeout = context.timer().after(waitMs, () -> expire(call));
    }

    /** Leaves a call's timeout to the callee. */
    void unwatch(PendingCall call) {
        Timer.Timeout timeout = call.timeout;
        call.timeout = null;
        if (timeout != null) {
            timeout.cancel();
        }
    }

    /** Looks after a call's timeout again, as far as it is left: the callee that did so has passed the call on. */
    void rewatch(PendingCall call) {
        Session caller = call.caller;
        caller.outbox.lock.lock();
        try {
            if (call.timeoutMs > 0 && call.timeout == null && caller.calls.get(call.request) == call) {
                long leftMs = Math.max(1, call.deadlineMs - context.timer().nowMs());
                call.timeout = context.timer().after(leftMs, () -> expire(call));
            }
        } finally {
            caller.outbox.lock.unlock();
        }
    }

    private void expire(PendingCall call) {
        Session caller = call.caller;
        caller.outbox.lock.lock();
        try {
            if (caller.calls.get(call.request) != call || call.timeout == null) {
                return;
            }
            long leftMs = call.deadlineMs - context.timer().nowMs();
            if (leftMs > 0) { // a progressive result came meanwhile
                call.timeout = context.timer().after(leftMs, () -> expire(call));
                return;
            }
        } finally {
            caller.outbox.lock.unlock();
        }
        context.counters().callsTimedOut.increment();
        withdraw(call, TIMED_OUT);
        invoker.answers.fail(call, Reason.TIMEOUT, "no result within " + call.timeoutMs + " ms");
    }

    /** A session has ended. What it called is given up; what it was asked is answered for it. */
    void leave(Session.Rest rest) {
        for (PendingCall call : rest.called()) {
            context.counters().callsInFlight.decrement();
            call.end(context.waiting());
            unwatch(call);
            withdraw(call, KILLNOWAIT);
        }
        for (PendingCall call : rest.asked()) {
            lost(call);
        }
        for (PendingCall call : rest.waiting()) {
            if (call.registration.callees().length > 0 && !rest.asked().contains(call)) {
                invoker.handOver(call);
            } else {
                lost(call);
                Delivery.goOn(call);
            }
        }
    }

    private void lost(PendingCall call) {
        invoker.answers.fail(call, Reason.CANCELED, "the callee has left");
    }
}
