package org.junctor.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Match;

/** A procedure or pattern that somebody offers. */
final class Registration {
    final long id;
    final Match match;
    final String uri;

    /** How calls are shared among its callees. */
    final InvocationPolicy policy;

    /** When it came to be, in milliseconds since 1970. */
    final long createdMs;

    /** Who is charged for what all callees share. Guarded by the dealer's lock. */
    @Nullable
    Callee payer;

    /** In the order in which they registered; replaced as a whole under the dealer's lock. */
    private volatile Callee[] callees = {};

    /** Whose turn it is. */
    private final AtomicInteger cursor = new AtomicInteger();

    /** Where calls wait, once a callee has said that it answers only so many at a time. */
    private volatile @Nullable CallQueue queue;

    Registration(long id, Match match, String uri, InvocationPolicy policy, long createdMs) {
        this.id = id;
        this.match = match;
        this.uri = uri;
        this.policy = policy;
        this.createdMs = createdMs;
    }

    /** Its callees now; not to be changed. */
    Callee[] callees() {
        return callees;
    }

    /** The ids of their sessions, in the order in which they registered. */
    List<Long> sessions() {
        List<Long> sessions = new ArrayList<>();
        for (Callee callee : callees) {
            sessions.add(callee.session.id());
        }
        return sessions;
    }

    boolean shared() {
        return policy != InvocationPolicy.SINGLE;
    }

    /** Where its calls wait; null as long as none must. */
    @Nullable
    CallQueue queue() {
        return queue;
    }

    /** Who gets a call, and has it counted; null if nobody is left, or nobody who may is free now. */
    @Nullable
    Callee choose(PendingCall call) {
        Callee[] now = callees;
        if (now.length == 0) {
            return null;
        }
        Callee chosen = policy == InvocationPolicy.SINGLE && now[0].free() ? now[0] : policy.choose(now, call, cursor);
        if (chosen != null && chosen.counted()) {
            chosen.running.incrementAndGet();
        }
        return chosen;
    }

    /** Whether there is anyone who may get the call, now or later. */
    boolean anyFor(PendingCall call) {
        for (Callee callee : callees) {
            if (call.mayGoTo(callee)) {
                return true;
            }
        }
        return false;
    }

    /** The dealer's lock is held. */
    void add(Callee callee, Context context) {
        if (callee.terms.concurrency() > 0 && queue == null) {
            queue = new CallQueue(this, context);
        }
        Callee[] now = callees;
        cursor.set(now.length == 0 ? 0 : Math.floorMod(cursor.get(), now.length));
        Callee[] more = Arrays.copyOf(now, now.length + 1);
        more[now.length] = callee;
        callees = more;
    }

    /** Whether nobody is left. The dealer's lock is held. */
    boolean remove(Callee callee) {
        Callee[] now = callees;
        int at = Arrays.asList(now).indexOf(callee);
        if (at >= 0) {
            int turn = Math.floorMod(cursor.get(), now.length);
            Callee[] rest = new Callee[now.length - 1];
            System.arraycopy(now, 0, rest, 0, at);
            System.arraycopy(now, at + 1, rest, at, rest.length - at);
            callees = rest;
            cursor.set(turn > at ? turn - 1 : turn); // nobody is passed over because somebody left
        }
        return callees.length == 0;
    }
}
