package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Bundles that are updated, stopped and started in the shell of a node while numbered calls and events flow through it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class UpdateUnderLoad {
    private static final int TWO_SECONDS = 2 * Load.RATE;

    @TempDir
    Path folder = Path.of(".");

    private NodeFile file = NodeFile.plain(folder);
    private Node node = Node.NONE;

    @BeforeEach
    void startNode() {
        file = NodeFile.standard(folder);
        node = Node.in(folder).start();
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    /** Shows that the measurement can fail: to refresh api takes everything down. */
    @Test
    @Order(1)
    void aRefreshOfApiIsSeenAsClosedSessions() {
        try (LoadProcess load = LoadProcess.start(file.webUrl("/ws"), "refresh")) {
            node.shell("felix:refresh " + node.bundle("org.junctor.api"));
            load.awaitEnded(4);
            LoadProcess.Account account = load.finish();
            System.out.println(account.line("refresh of api (must be seen)"));

            assertEquals(4, account.ended().size(), () -> "sessions ended: " + account.json());
        }
    }

    @Test
    @Order(2)
    void anUpdateOfTheSerializerIsNotNoticed() {
        unnoticed("update of serializer.json", "org.junctor.serializer.json", this::update);
    }

    @Test
    @Order(3)
    void twoSecondsWithoutTheSerializerAreOnlyAPause() {
        unnoticed("stop and start of serializer.json", "org.junctor.serializer.json", this::stopAndStart);
    }

    @Test
    @Order(4)
    void anUpdateOfThePermissionsIsNotNoticed() {
        unnoticed("update of authz.roles", "org.junctor.authz.roles", this::update);
    }

    @Test
    @Order(5)
    void twoSecondsWithoutThePermissionsAreOnlyAPause() {
        unnoticed("stop and start of authz.roles", "org.junctor.authz.roles", this::stopAndStart);
    }

    @Test
    @Order(6)
    void anUpdateOfTheCoreEndsSessionsProperlyAndKeepsTheSocket() {
        List<String> listening = listeningInodes();
        Session answering = Session.join(WebSocketPeer.connect(file.webUrl("/ws")), Router.OPEN);
        Session ignoring = Session.join(WebSocketPeer.connect(file.webUrl("/ws")), Router.OPEN);
        Session raw = Session.join(RawSocketPeer.connect(file.rawAddress()), Router.OPEN);
        try (LoadProcess load = LoadProcess.start(file.webUrl("/ws"), "core")) {
            long id = node.bundle("org.junctor.core");
            long begin = System.nanoTime();
            node.shell("felix:update " + id + " " + Node.jar("org.junctor.core"));
            node.awaitBundle(id, "Active");
            load.awaitEnded(4); // each reader of the load gets to its GOODBYE in its own time
            LoadProcess.Account account = load.finish();
            System.out.println(account.line("update of core"));

            assertEquals(4, account.ended().size(), () -> "every session: " + account.json());
            account.ended().forEach(end -> assertEquals("GOODBYE wamp.close.system_shutdown", end.asText()));
            for (Session session : List.of(answering, ignoring, raw)) {
                JsonNode goodbye = session.receive(Type.GOODBYE);
                assertEquals("wamp.close.system_shutdown", goodbye.get(2).asText());
            }
            answering.peer().send(Type.GOODBYE, Map.of(), "wamp.close.goodbye_and_out");
            Session.join(answering.peer(), Router.OPEN).expectAlive();
            Session.join(WebSocketPeer.connect(file.webUrl("/ws")), Router.OPEN).expectAlive();
            ignoring.peer().awaitEnd(Duration.ofSeconds(20));
            long closedAfterMs = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            System.out.println(
                    "update of core: a client that ignores GOODBYE was closed after " + closedAfterMs + " ms");
            assertTrue(closedAfterMs > 8_000, () -> "closed after " + closedAfterMs + " ms instead of 10 s");
        }
        assertFalse(listening.isEmpty());
        assertEquals(listening, listeningInodes(), "inodes of the listening sockets");
        try (LoadProcess again = LoadProcess.start(file.webUrl("/ws"), "core2")) {
            again.awaitSent(TWO_SECONDS);
            again.finish().expectWhole();
        }
    }

    @Test
    @Order(7)
    void aStoppedRawSocketEndsItsOwnSessionsOnly() {
        Session raw = Session.join(RawSocketPeer.connect(file.rawAddress()), Router.OPEN);

        stopAndStartTransport("org.junctor.transport.rawsocket", file.webUrl("/ws"), raw);

        Session.join(RawSocketPeer.connect(file.rawAddress()), Router.OPEN).expectAlive();
    }

    @Test
    @Order(8)
    void aStoppedWebSocketEndsItsOwnSessionsOnly() {
        Session web = Session.join(WebSocketPeer.connect(file.webUrl("/ws")), Router.OPEN);

        stopAndStartTransport("org.junctor.transport.websocket", file.rawUrl(), web);

        Session.join(WebSocketPeer.connect(file.webUrl("/ws")), Router.OPEN).expectAlive();
    }

    @Test
    @Order(9)
    void anUpdateOfAnAuthenticatorIsNotNoticedByThoseWhomItLetIn() {
        unnoticed("update of auth.anonymous", "org.junctor.auth.anonymous", this::update);

        Session.join(RawSocketPeer.connect(file.rawAddress()), Router.OPEN).expectAlive();
    }

    /** Stops and starts a transport while load flows over the other one; {@code own} is a session of the one that stops. */
    private void stopAndStartTransport(String symbolicName, URI loaded, Session own) {
        try (LoadProcess load = LoadProcess.start(loaded, "transport")) {
            long id = node.bundle(symbolicName);
            node.shell("felix:stop " + id);
            String reason = end(own.peer());
            load.awaitSent(TWO_SECONDS);
            node.shell("felix:start " + id);
            node.awaitBundle(id, "Active");
            load.awaitSent(TWO_SECONDS);
            LoadProcess.Account account = load.finish();
            System.out.println(account.line("stop of " + symbolicName));

            assertTrue(reason.length() > 10, () -> "closed without a reason: " + reason);
            account.expectWhole();
        }
    }

    /** Why the router ended a connection: the text of its GOODBYE, or that of a WebSocket close. */
    private static String end(Peer peer) {
        Peer.Arrival next = peer.next(Peer.LIMIT).orElseThrow(() -> new AssertionError("left open"));
        if (next instanceof Peer.Message message) {
            JsonNode goodbye = message.fields();
            assertEquals(Type.GOODBYE, goodbye.get(0).asInt(), goodbye::toString);
            peer.awaitEnd();
            return goodbye.get(1).path("message").asText();
        }
        Peer.End end = (Peer.End) next;
        assertEquals(1001, end.code(), end::toString);
        return end.reason();
    }

    /** Does something with a bundle while load flows, which must come through whole. */
    private void unnoticed(String what, String symbolicName, Change change) {
        Session bystander = Session.join(RawSocketPeer.connect(file.rawAddress()), Router.OPEN);
        try (LoadProcess load = LoadProcess.start(file.webUrl("/ws"), "unnoticed")) {
            long id = node.bundle(symbolicName);
            change.apply(load, id, symbolicName);
            node.awaitBundle(id, "Active");
            load.awaitSent(TWO_SECONDS);
            LoadProcess.Account account = load.finish();
            System.out.println(account.line(what));

            account.expectWhole();
            assertTrue(account.sent() > 3 * Load.RATE, () -> "too little load: " + account.json());
            bystander.expectAlive();
        }
    }

    /** What is done with a bundle. */
    private interface Change {
        void apply(LoadProcess load, long id, String symbolicName);
    }

    private void update(LoadProcess load, long id, String symbolicName) {
        node.shell("felix:update " + id + " " + Node.jar(symbolicName));
    }

    private void stopAndStart(LoadProcess load, long id, String symbolicName) {
        node.shell("felix:stop " + id);
        node.awaitBundle(id, "Resolved");
        load.awaitSent(TWO_SECONDS);
        node.shell("felix:start " + id);
    }

    /** Inodes of the sockets on which the node listens, from the kernel's tables. */
    private List<String> listeningInodes() {
        String web = ":%04X ".formatted(file.webPort());
        String raw = ":%04X ".formatted(file.rawAddress().getPort());
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(UpdateUnderLoad::lines)
                .map(line -> line.trim().split("\\s+", -1))
                .filter(columns -> columns.length > 9 && columns[3].equals("0A"))
                .filter(columns -> (columns[1] + " ").endsWith(web) || (columns[1] + " ").endsWith(raw))
                .map(columns -> columns[1] + " inode " + columns[9])
                .sorted()
                .toList();
    }

    private static Stream<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file)).stream();
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }
}
