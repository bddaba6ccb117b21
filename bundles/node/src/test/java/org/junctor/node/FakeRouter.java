package org.junctor.node;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junctor.api.operation.Router;
import org.junctor.api.security.SessionInfo;

/** A router that notes what the drain asks of it. */
final class FakeRouter implements Router {
    final List<String> asked = new CopyOnWriteArrayList<>();
    final AtomicInteger calls = new AtomicInteger();

    @Override
    public List<String> realms() {
        return List.of("realm1");
    }

    @Override
    public List<SessionInfo> sessions(String realm) {
        asked.add("sessions of " + realm);
        return List.of();
    }

    @Override
    public List<Entry> registrations(String realm) {
        return List.of();
    }

    @Override
    public List<Entry> subscriptions(String realm) {
        return List.of();
    }

    @Override
    public boolean kill(long session, String reason, String message) {
        return false;
    }

    @Override
    public Map<String, Long> counters() {
        return Map.of();
    }

    @Override
    public void shutdown() {
        asked.add("shutdown");
    }

    @Override
    public void drain() {
        asked.add("drain");
    }

    /** One call fewer with each question. */
    @Override
    public int callsInFlight() {
        asked.add("calls");
        return calls.getAndUpdate(left -> Math.max(0, left - 1));
    }
}
