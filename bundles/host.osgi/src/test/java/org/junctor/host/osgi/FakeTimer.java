package org.junctor.host.osgi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A timer whose time the test drives. */
final class FakeTimer implements Timer {
    private final List<Planned> planned = new ArrayList<>();
    private long now;

    @Override
    public void after(long delayMs, Runnable task) {
        planned.add(new Planned(now + delayMs, task));
    }

    /** Lets time pass, and what was planned happen. */
    void pass(long ms) {
        long until = now + ms;
        while (true) {
            Planned next = planned.stream()
                    .filter(each -> each.at <= until)
                    .min(Comparator.comparingLong(Planned::at))
                    .orElse(null);
            if (next == null) {
                now = until;
                return;
            }
            planned.remove(next);
            now = next.at;
            next.task.run();
        }
    }

    private record Planned(long at, Runnable task) {}
}
