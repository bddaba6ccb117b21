package org.junctor.core;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Unregistered;

/** One session's part in a registration. */
final class Callee {
    final Session session;
    final Registration registration;
    final Terms terms;

    /** Whether REGISTERED was sent and UNREGISTERED was not. Guarded by the session's lock. */
    boolean active;

    /** Whether it was revoked, perhaps before REGISTERED was sent. Guarded by the session's lock. */
    boolean over;

    /** What follows REGISTERED at once, because the callee was revoked before. Guarded by the session's lock. */
    @Nullable
    Unregistered farewell;

    /** What its session was charged for it. Guarded by the dealer's lock. */
    long charged = Footprint.CALLEE;

    /** How many calls it has, if that is counted. */
    final AtomicInteger running = new AtomicInteger();

    /**
     * What REGISTER.Options say.
     *
     * @param policy how calls are shared
     * @param concurrency how many calls it answers at a time; 0 for any number
     * @param discloseCaller whether it demands to know its callers
     * @param forwardTimeout whether it looks after timeouts itself
     * @param force whether it takes the place of those who are there
     */
    record Terms(
            InvocationPolicy policy, int concurrency, boolean discloseCaller, boolean forwardTimeout, boolean force) {}

    Callee(Session session, Registration registration, Terms terms) {
        this.session = session;
        this.registration = registration;
        this.terms = terms;
    }

    /** Whether its calls are counted: only where somebody asks how many they are. */
    boolean counted() {
        return terms.concurrency > 0 || terms.policy == InvocationPolicy.LEAST;
    }

    /** Whether it takes one more call now. */
    boolean free() {
        return terms.concurrency == 0 || running.get() < terms.concurrency;
    }

    /** Whether it is told the timeout of its calls, and the router leaves it to that. */
    boolean timesOut() {
        return terms.forwardTimeout && session.features.has(Feature.CALLEE_TIMEOUT);
    }
}
