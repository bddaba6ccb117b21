package org.junctor.core;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What happens in one realm, published as events in the order in which it happened. Whoever changes something {@linkplain #add notes} it
 * under the lock that guards what was changed, and {@linkplain #publish publishes} when it holds no lock any more.
 */
final class MetaEvents {
    /** From this many on whoever adds more waits for its turn to publish, so that they cannot pile up. */
    private static final int BACKLOG = 1024;

    private final Broker broker;
    private final ArrayDeque<Runnable> noted = new ArrayDeque<>();
    /** Held by the one thread that publishes. */
    private final ReentrantLock turn = new ReentrantLock();

    MetaEvents(Broker broker) {
        this.broker = broker;
    }

    /** Takes note of an event. May be called with any lock held. */
    void add(String topic, Object... arguments) {
        List<Object> all = List.of(arguments);
        add(() -> broker.announce(topic, all));
    }

    /** Takes note of something else that is to be published in its turn. May be called with any lock held. */
    void add(Runnable publication) {
        synchronized (noted) {
            noted.add(publication);
        }
    }

    /** Publishes what was noted, unless another thread does so already: then that one goes on with what is new. Hold no lock. */
    void publish() {
        while (take()) {
            try {
                Runnable next = next();
                while (next != null) {
                    next.run();
                    next = next();
                }
            } finally {
                turn.unlock();
            }
        }
    }

    /** Whether there is something to publish, and it is this thread's turn. */
    private boolean take() {
        int waiting;
        synchronized (noted) {
            waiting = noted.size();
        }
        if (waiting == 0 || turn.isHeldByCurrentThread()) {
            return false;
        }
        if (waiting > BACKLOG) {
            turn.lock();
            return true;
        }
        return turn.tryLock();
    }

    private @Nullable Runnable next() {
        synchronized (noted) {
            return noted.poll();
        }
    }
}
