package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.junctor.itests.protocol.Wire.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many sessions that take all that each may have of everything at the same time, on a node with the limits and the heap of a new one. */
final class FullQuotasTest {
    private static final String POLICY = "drop_newest";
    private static final String LONG = "org.junctor." + "x".repeat(200) + ".";
    private static final String TEN_KILO = "x".repeat(10_000);
    private static final int SESSIONS = 20;
    private static final int ROUND = 500;
    private static final int ROUNDS = 20;
    private static final long UNKNOWN = 9_007_199_254_740_000L;

    /** Java collects a heap that fills, and this machine may have much else to do. */
    private static final long PATIENCE_MS = 4 * Bystander.LIMIT_MS;

    private final NodeFile file;
    private final Node node;
    private final List<Session> greedy = new ArrayList<>();

    FullQuotasTest(@TempDir Path folder) {
        file = NodeFile.ofPolicies(folder, Map.of(), POLICY);
        node = Node.in(folder).start();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void G13_othersGoOnThoughEveryQuotaIsFull() {
        Session watcher = Session.join(WebSocketPeer.connect(file.webUrl("/ws")), Router.OPEN);
        watcher.subscribe("junctor.memory.on_change");
        try (Bystander unharmed = Bystander.of(file.webUrl("/ws"), "full quotas", PATIENCE_MS)) {
            assertTrue(askUntilRefused(SESSIONS, (session, i) -> session.request(Type.SUBSCRIBE, Map.of(), LONG + i)));
            join().register(LONG + "never");
            assertTrue(askUntilRefused(SESSIONS, (session, i) -> session.call(LONG + "never")));
            retainEvents();
            leaveTestaments();
            beginMessages();
            letEventsWait();

            unharmed.expectCalls(100);
            assertEquals("", critical(watcher), "peers within their quotas keep others out");
            join().expectAlive();
        }
        greedy.forEach(session -> session.peer().cut());

        Session late = join();
        late.subscribe(LONG + "late");
        late.expectAlive();
        assertEquals("", critical(watcher));
    }

    private Session join() {
        UnixDomainSocketAddress socket =
                UnixDomainSocketAddress.of(node.folder().resolve(POLICY + ".sock"));
        Session session =
                Session.join(RawSocketPeer.connect(socket, Wire.of(Transport.RAWSOCKET_UNIX, Codec.JSON)), Router.OPEN);
        greedy.add(session);
        return session;
    }

    /** Has so many sessions ask until they are refused; whether any is. */
    private boolean askUntilRefused(int sessions, ObjIntConsumer<Session> ask) {
        boolean any = false;
        for (int i = 0; i < sessions; i++) {
            Session session = join();
            boolean refused = false;
            for (int round = 0; round < ROUNDS && !refused; round++) {
                for (int j = 0; j < ROUND; j++) {
                    ask.accept(session, (i * ROUNDS + round) * ROUND + j);
                }
                refused = refused(session);
            }
            any |= refused;
        }
        return any;
    }

    /** Whether any of the requests until now was refused. */
    private static boolean refused(Session session) {
        long fence = session.request(Type.UNSUBSCRIBE, UNKNOWN);
        boolean refused = false;
        while (true) {
            JsonNode answer = session.peer().receive();
            boolean error = answer.get(0).asInt() == Type.ERROR;
            if (error && answer.get(2).asLong() == fence) {
                return refused;
            }
            refused |= error;
        }
    }

    /** More than there is room for; the router does not say that it retains no more. */
    private void retainEvents() {
        Session publisher = join();
        for (int i = 0; i < 4000; i++) {
            Map<String, Object> options = Map.of("retain", true, "acknowledge", i % 100 == 99);
            publisher.request(Type.PUBLISH, options, LONG + "retained" + i, List.of(TEN_KILO));
            if (i % 100 == 99) {
                publisher.receive(Type.PUBLISHED);
            }
        }
    }

    private void leaveTestaments() {
        for (int i = 0; i < SESSIONS; i++) {
            Session session = join();
            for (int j = 0; j < 90; j++) {
                session.call("wamp.session.add_testament", LONG + "gone", List.of(TEN_KILO), Map.of());
            }
            refused(session);
        }
    }

    private void beginMessages() {
        for (int i = 0; i < SESSIONS; i++) {
            ((RawSocketPeer) join().peer()).sendFrame(15_000_000, new byte[3_000_000]); // or the router closes it
        }
    }

    /** Each subscriber reads, but far less than is published for it. */
    private void letEventsWait() {
        Session publisher = join();
        for (int i = 0; i < SESSIONS; i++) {
            Session slow = join();
            slow.subscribe("org.junctor.slow" + i);
            ((RawSocketPeer) slow.peer()).readSlowly(2000);
        }
        for (int i = 0; i < 20_000; i++) {
            Map<String, Object> options = Map.of("acknowledge", i % 100 == 99);
            publisher.request(Type.PUBLISH, options, "org.junctor.slow" + i % SESSIONS, List.of(TEN_KILO));
            if (i % 100 == 99) {
                publisher.receive(Type.PUBLISHED);
            }
        }
    }

    /** The event by which the memory was too full to let anybody in, if there was one. */
    private static String critical(Session watcher) {
        String found = "";
        var arrival = watcher.peer().next(Duration.ofMillis(500));
        while (arrival.isPresent()) {
            JsonNode event = ((Peer.Message) arrival.get()).fields();
            System.out.println("memory: " + event.get(4));
            found += event.get(4).get(0).asText().equals("critical") ? event : "";
            arrival = watcher.peer().next(Duration.ofMillis(100));
        }
        return found;
    }
}
