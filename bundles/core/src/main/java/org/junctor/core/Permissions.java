package org.junctor.core;

import java.util.ArrayList;
import java.util.List;
import org.junctor.api.security.Authorizer;

/**
 * Who decides what sessions of one realm may do. While nobody does, or one of them is away whom the others leave a decision to,
 * requests wait; after the grace time they are denied until somebody is there again.
 */
final class Permissions {
    private final Context context;
    /** Told when other rules hold than before. */
    private final Runnable changed;

    private final List<Runnable> waiting = new ArrayList<>();
    private volatile Panel panel = new Panel(List.of());
    /** Whether one may come back who has left, or the first may come. */
    private volatile boolean incomplete;
    /** How many have left, or are expected, and have not been replaced. Guarded by {@link #waiting}. */
    private int missing;
    /** Counts how often somebody left, so that a late timer does nothing. Guarded by {@link #waiting}. */
    private int absence;

    /** Those who decide, with the rules that they have: there is a new panel when any of that changes. */
    static final class Panel {
        private final List<Authorizer> members;

        private Panel(List<Authorizer> members) {
            this.members = List.copyOf(members);
        }

        /** How many there are. */
        int size() {
            return members.size();
        }

        /** Who is asked after so many others did not know. */
        Authorizer member(int index) {
            return members.get(index);
        }
    }

    /** @param changed called when other rules hold than before, with no lock held */
    Permissions(Context context, Runnable changed) {
        this.context = context;
        this.changed = changed;
        synchronized (waiting) {
            expect(1);
        }
    }

    /** Those to be asked, in order. */
    Panel panel() {
        return panel;
    }

    /** Whether a decision that none of {@code asked} took may still be taken: by somebody who is expected, or who came meanwhile. */
    boolean undecided(Panel asked) {
        return incomplete
                || panel != asked; // in this order: who has come is in the panel before nobody is expected any more
    }

    /**
     * Others decide from now on, or the same by other rules. Answers what is to be done then, when no lock is held: what waited for
     * them, and what {@link #changed} does.
     */
    List<Runnable> set(List<Authorizer> next) {
        synchronized (waiting) {
            List<Authorizer> left = new ArrayList<>(panel.members);
            left.removeAll(next);
            int come = next.size() - (panel.members.size() - left.size());
            missing = Math.max(0, missing - come);
            if (!left.isEmpty()) {
                expect(left.size()); // before they are missed
                panel = new Panel(next);
                return List.of(); // nobody loses anything before they are gone for good
            }
            panel = new Panel(next);
            incomplete = missing > 0 || (next.isEmpty() && incomplete);
            List<Runnable> ready = incomplete ? new ArrayList<>() : take();
            ready.add(changed);
            return ready;
        }
    }

    /** Runs {@code retry} when somebody has come or the grace time is over; at once if nobody is expected. */
    void await(Runnable retry) {
        synchronized (waiting) {
            if (incomplete) {
                waiting.add(retry);
                return;
            }
        }
        retry.run();
    }

    /** The lock is held. */
    private void expect(int more) {
        int now = ++absence;
        missing += more;
        incomplete = true;
        context.timer().after(context.limits().graceMs(), () -> giveUp(now));
    }

    private void giveUp(int which) {
        List<Runnable> ready;
        synchronized (waiting) {
            if (which != absence || !incomplete) {
                return;
            }
            missing = 0;
            incomplete = false;
            ready = take();
        }
        context.counters().graceExpired.increment();
        ready.forEach(Runnable::run);
        changed.run();
    }

    private List<Runnable> take() {
        List<Runnable> all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }
}
