package org.junctor.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junctor.api.message.Options;
import org.junctor.api.operation.Router;
import org.junctor.api.security.SessionInfo;
import org.junctor.api.transport.Peer;

/** A router with two realms and the sessions 7 and 8, one in each. */
final class FakeRouter implements Router {
    final List<String> killed = new ArrayList<>();
    String authid = "joe";

    @Override
    public List<String> realms() {
        return List.of("realm1", "realm2");
    }

    @Override
    public List<SessionInfo> sessions(String realm) {
        long id = realm.equals("realm1") ? 7 : 8;
        Peer peer = Peer.of("websocket", "127.0.0.1:5");
        return List.of(new SessionInfo(
                id, realm, authid, "anonymous", "anonymous", "static", Options.EMPTY, Options.EMPTY, peer));
    }

    @Override
    public List<Entry> registrations(String realm) {
        return List.of(new Entry(1, "com.b", "prefix", List.of(7L, 8L)), new Entry(2, "com.a", "exact", List.of(7L)));
    }

    @Override
    public List<Entry> subscriptions(String realm) {
        return List.of();
    }

    @Override
    public boolean kill(long session, String reason, String message) {
        boolean known = session == 7 || session == 8;
        if (known) {
            killed.add(session + " " + reason);
        }
        return known;
    }

    @Override
    public Map<String, Long> counters() {
        return Map.of("events.dropped", 12L);
    }

    @Override
    public void shutdown() {}

    @Override
    public void drain() {}

    @Override
    public int callsInFlight() {
        return 0;
    }
}
