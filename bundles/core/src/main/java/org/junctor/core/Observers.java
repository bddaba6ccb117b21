package org.junctor.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junctor.api.security.SessionInfo;
import org.junctor.api.security.SessionObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who are told of sessions that join and leave. Thread-safe. */
final class Observers {
    private static final Logger LOG = LoggerFactory.getLogger(Observers.class);

    private final List<SessionObserver> all = new CopyOnWriteArrayList<>();

    void add(SessionObserver observer) {
        all.add(observer);
    }

    void remove(SessionObserver observer) {
        all.remove(observer);
    }

    void joined(SessionInfo session) {
        tell(observer -> observer.joined(session));
    }

    void left(SessionInfo session, String reason) {
        tell(observer -> observer.left(session, reason));
    }

    @SuppressWarnings("IllegalCatch") // a plug-in's bug must not cost the session
    private void tell(Consumer<SessionObserver> what) {
        for (SessionObserver observer : all) {
            try {
                what.accept(observer);
            } catch (RuntimeException e) {
                LOG.error("{} failed", observer, e);
            }
        }
    }
}
