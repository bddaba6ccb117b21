package org.junctor.transport.http;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Ends an HTTP connection whose next request has begun, but whose header is not complete in time. */
final class HeadDeadline {
    private final Connection connection;
    private final Scheduler scheduler;
    private final long limitMs;
    private final Runnable late;
    private Scheduler.@Nullable Task task;
    private long awaited;
    private long seenRequests;
    private long seenOctets;
    private boolean ended;

    /**
     * A deadline for each header, the first counted from now.
     *
     * @param firstMs how long the first may take
     * @param limitMs how long each later one may take from its first octet
     * @param late ends the connection
     */
    HeadDeadline(Connection connection, Scheduler scheduler, long firstMs, long limitMs, Runnable late) {
        this.connection = connection;
        this.scheduler = scheduler;
        this.limitMs = limitMs;
        this.late = late;
        arm(firstMs);
    }

    private void arm(long ms) {
        awaited = connection.getMessagesIn();
        task = scheduler.schedule(this::expired, ms, TimeUnit.MILLISECONDS);
    }

    /** Something was read, and handled as far as it goes. */
    synchronized void read() {
        if (ended) {
            return;
        }
        long requests = connection.getMessagesIn();
        long octets = connection.getBytesIn();
        boolean begun = requests == seenRequests && octets > seenOctets && requests == connection.getMessagesOut();
        seenRequests = requests;
        seenOctets = octets;
        Scheduler.Task running = task;
        if (running != null && requests > awaited) {
            running.cancel();
            task = null;
        } else if (running == null && begun) {
            arm(limitMs);
        }
    }

    private void expired() {
        synchronized (this) {
            task = null;
            if (ended || connection.getMessagesIn() > awaited) {
                return;
            }
        }
        late.run();
    }

    /** The connection is gone, or speaks something else now: else the timer would keep it all in memory. */
    synchronized void end() {
        ended = true;
        if (task != null) {
            task.cancel();
        }
    }
}
