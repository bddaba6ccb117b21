package org.junctor.core;

import org.junctor.api.message.Call;
import org.junctor.api.message.Interrupt;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Options;

/** Sends INVOCATION to callees, or lets it wait for room in their outboxes. Methods want the callee's lock held. */
final class Delivery {
    private final Context context;
    private final Invoker invoker;

    /** What happened to an INVOCATION. */
    enum Sent {
        SENT,
        /** It waits for room in the callee's outbox. */
        WAITS,
        /** Its caller does not want it any more. */
        DROPPED,
        /** The callee has left. */
        GONE,
        /** There is no room in the callee's outbox, and it does not wait. */
        FULL,
        TOO_LARGE,
        UNCONVERTIBLE
    }

    /** What a call does if there is no room in the callee's outbox. */
    enum Wait {
        /** It waits, and its caller, whose thread this is, with it. */
        WITH_CALLER,
        ALONE,
        NEVER
    }

    Delivery(Context context, Invoker invoker) {
        this.context = context;
        this.invoker = invoker;
    }

    /** Whether it need not wait. */
    static boolean hasRoom(Session target) {
        return !target.outbox.full() && !target.anyWaiting();
    }

    /** Sends a call, and the CALLs of it that came while it waited. */
    Sent send(PendingCall call, Callee callee, Call message) {
        Session target = callee.session;
        boolean lenient = call.progressive && context.limits().calls().progressWithoutCanceling();
        Options details = InvocationDetails.of(call, callee, message.procedure(), lenient);
        long id = target.lastInvocation + 1;
        call.invocation = 0;
        Sent sent = put(
                target,
                new Invocation(id, callee.registration.id, progress(details, message, call), message.payload()));
        if (sent != Sent.SENT) {
            return sent;
        }
        target.lastInvocation = id;
        call.invocation = id;
        target.invocations.putIfAbsent(id, call);
        if (call.streamed) {
            call.details = details;
            return sendRest(call, target, context.waiting());
        }
        if (callee.registration.callees().length > 1 && target.features.has(Feature.CALLEE_REROUTE)) {
            target.keepSpare(call, message);
        }
        return sent;
    }

    /** Sends the CALLs that came while the first one waited. */
    private static Sent sendRest(PendingCall call, Session target, Waiting waiting) {
        for (Call chunk : call.begin(waiting)) {
            Sent sent = sendChunk(call, target, chunk);
            if (sent != Sent.SENT) {
                target.takeInvocation(call.invocation);
                target.outbox.put(new Interrupt(call.invocation, Cancelling.KILLNOWAIT));
                return sent;
            }
        }
        return Sent.SENT;
    }

    /** Sends a further CALL of a call. */
    static Sent sendChunk(PendingCall call, Session target, Call chunk) {
        Options details = progress(call.details, chunk, call);
        return put(target, new Invocation(call.invocation, call.registration.id, details, chunk.payload()));
    }

    private static Options progress(Options details, Call message, PendingCall call) {
        boolean more =
                call.streamed && Boolean.TRUE.equals(message.options().entries().get("progress"));
        return more ? details.with("progress", true) : details;
    }

    private static Sent put(Session target, Invocation invocation) {
        return switch (target.outbox.put(invocation, invocation.payload())) {
            case TOO_LARGE -> Sent.TOO_LARGE;
            case UNCONVERTIBLE -> Sent.UNCONVERTIBLE;
            case SENT -> Sent.SENT;
        };
    }

    /** Lets a call wait, unless too much waits already. The caller is stopped before anyone can find the call and let it go on. */
    Sent park(PendingCall call, Session target, Call message, Wait wait) {
        int size = Messages.size(message) + Outbox.ENTRY_BYTES;
        if (!context.waiting().take(size)) {
            return Sent.FULL;
        }
        call.held = (Call) Messages.keep(message);
        call.heldBytes = size;
        call.holdsCaller = wait == Wait.WITH_CALLER;
        if (call.holdsCaller) {
            call.caller.link.inbox().hold(Inbox.CALLEE, call.caller);
        }
        target.await(call);
        call.patience = context.timer().after(context.limits().callPauseMs(), () -> invoker.losePatience(call, target));
        context.counters().callersPaused.increment();
        return Sent.WAITS;
    }

    /** Sends what waited. */
    Sent sendNow(PendingCall call, Callee callee, Call message, boolean chunk) {
        if (call.dropped) {
            return Sent.DROPPED;
        }
        if (!callee.active) {
            return Sent.GONE;
        }
        return chunk ? sendChunk(call, callee.session, message) : send(call, callee, message);
    }

    /** Lets a caller go on that had to wait. */
    static void goOn(PendingCall call) {
        Timer.Timeout patience = call.patience;
        if (patience != null) {
            patience.cancel();
        }
        if (call.holdsCaller) {
            call.caller.link.inbox().release(Inbox.CALLEE, call.caller);
        }
    }
}
