package org.junctor.core;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Call;

/**
 * Calls of one registration that wait until a callee is free, in the order in which they came. Bounded; a call that finds it full is
 * not taken. No other lock is taken while its own is held, but that of a call.
 */
final class CallQueue {
    private final Registration registration;
    private final Context context;
    private final ArrayDeque<PendingCall> calls = new ArrayDeque<>();
    private long bytes;
    /** Whether a thread hands out what waits: whatever comes then waits too, or it might overtake. */
    private boolean pumping;

    /** What becomes of a call. */
    enum Place {
        /** A callee was found. */
        CALLEE,
        /** It waits. */
        QUEUED,
        /** Too much waits already. */
        FULL,
        /** There is no callee that it could wait for. */
        NOBODY,
        /** It does not wait here. */
        ELSEWHERE
    }

    CallQueue(Registration registration, Context context) {
        this.registration = registration;
        this.context = context;
    }

    /** Finds a callee for a call, or lets it wait for one. */
    synchronized Place place(PendingCall call, Call message) {
        if (!registration.anyFor(call)) {
            call.callee = null;
            return Place.NOBODY;
        }
        if (calls.isEmpty() && !pumping) {
            Callee callee = registration.choose(call);
            call.callee = callee;
            if (callee != null) {
                return Place.CALLEE;
            }
        }
        call.callee = null;
        int size = size(message);
        if (isFull(size) || !context.waiting().take(size)) {
            return Place.FULL;
        }
        call.held = (Call) Messages.keep(message);
        call.queuedBytes = size;
        bytes += size;
        calls.add(call);
        return Place.QUEUED;
    }

    /** Puts a call back that a callee did not take: it is the next one. */
    synchronized void putBack(PendingCall call, Call message) {
        call.callee = null;
        call.held = message;
        call.queuedBytes = size(message);
        bytes += call.queuedBytes;
        context.waiting().charge(call.queuedBytes);
        calls.addFirst(call);
    }

    /** Keeps a further CALL of a call that waits here. */
    synchronized Place append(PendingCall call, Call chunk) {
        if (call.queuedBytes < 0) {
            return Place.ELSEWHERE;
        }
        int size = size(chunk);
        if (isFull(size) || !call.keep(chunk, size, Integer.MAX_VALUE, context.waiting())) {
            return Place.FULL;
        }
        call.queuedBytes += size;
        bytes += size;
        return Place.QUEUED;
    }

    /** Begins to hand out what waits; false if another thread does that, and goes on with what is new. */
    synchronized boolean begin() {
        boolean first = !pumping && !calls.isEmpty();
        pumping |= first;
        return first;
    }

    /** The next call that somebody is free for, with its callee; without one if nobody is left for it. Null if there is none now. */
    synchronized @Nullable PendingCall next() {
        Iterator<PendingCall> waiting = calls.iterator();
        while (waiting.hasNext()) {
            PendingCall call = waiting.next();
            Callee callee = registration.choose(call);
            if (callee != null || !registration.anyFor(call)) {
                waiting.remove();
                forget(call);
                call.callee = callee;
                return call;
            }
            if (registration.policy != InvocationPolicy.STICKY && !call.choosy()) {
                break; // nobody is free for those behind it either
            }
        }
        pumping = false;
        return null;
    }

    /** The thread that handed out failed. */
    synchronized void abandon() {
        pumping = false;
    }

    /** Takes a call out; false if it does not wait here. */
    synchronized boolean remove(PendingCall call) {
        boolean there = call.queuedBytes >= 0 && calls.remove(call);
        if (there) {
            forget(call);
            call.held = null;
        }
        return there;
    }

    /** Takes all calls out. */
    synchronized List<PendingCall> drain() {
        List<PendingCall> all = new ArrayList<>(calls);
        all.forEach(this::remove);
        return all;
    }

    private void forget(PendingCall call) {
        bytes -= call.queuedBytes;
        context.waiting().give(size(requireNonNull(call.held))); // the rest of the call gives back what it takes itself
        call.queuedBytes = -1;
    }

    private boolean isFull(int size) {
        CallLimits limits = context.limits().calls();
        return calls.size() >= limits.queueMaxMessages() || bytes + size > limits.queueMaxBytes();
    }

    private static int size(Call message) {
        return Messages.size(message) + Outbox.ENTRY_BYTES;
    }
}
