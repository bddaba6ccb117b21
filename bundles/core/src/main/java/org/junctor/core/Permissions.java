package org.junctor.core;

import java.util.ArrayList;
import java.util.List;
import org.junctor.api.security.Authorizer;

/**
 * Who decides what sessions of one realm may do. While nobody does, requests wait; after the grace time they are denied until
 * somebody is there again.
 */
final class Permissions {
    private final Context context;
    private final List<Runnable> waiting = new ArrayList<>();
    private volatile Authorizer[] authorizers = {};
    private volatile boolean denying;
    /** Counts how often the last authorizer left, so that a late timer does nothing. Guarded by {@link #waiting}. */
    private int absence;

    Permissions(Context context) {
        this.context = context;
        expect();
    }

    /** Those to be asked, in order; none while requests wait or are denied. */
    Authorizer[] authorizers() {
        return authorizers;
    }

    /** Whether nobody decides, and has not for too long. */
    boolean denying() {
        return denying;
    }

    /** Others decide from now on. Answers what waited for them, to be run when no lock is held. */
    List<Runnable> set(List<Authorizer> next) {
        synchronized (waiting) {
            boolean gone = authorizers.length > 0 && next.isEmpty();
            authorizers = next.toArray(new Authorizer[0]);
            if (gone) {
                expect();
            }
            return next.isEmpty() ? List.of() : take();
        }
    }

    /** Runs {@code retry} when somebody decides or the grace time is over; at once if that is so already. */
    void await(Runnable retry) {
        synchronized (waiting) {
            if (authorizers.length == 0 && !denying) {
                waiting.add(retry);
                return;
            }
        }
        retry.run();
    }

    private void expect() {
        synchronized (waiting) {
            int now = ++absence;
            denying = false;
            context.timer().after(context.limits().graceMs(), () -> giveUp(now));
        }
    }

    private void giveUp(int which) {
        List<Runnable> ready;
        synchronized (waiting) {
            if (which != absence || authorizers.length > 0) {
                return;
            }
            denying = true;
            ready = take();
        }
        context.counters().graceExpired.increment();
        ready.forEach(Runnable::run);
    }

    private List<Runnable> take() {
        List<Runnable> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }
}
