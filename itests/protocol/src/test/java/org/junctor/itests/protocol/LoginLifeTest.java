package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may log in changes while sessions live; procedures decide; cookies are remembered; guessing is slowed down. */
final class LoginLifeTest {
    private static final Map<String, Object> ASKED = Secrets.asking("com.example.login", LoginLifeTest.ROLE);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String ROLE = "anonymous";
    private static final Map<String, Object> JOE = Map.of("ticket", "joes-ticket", "role", ROLE);
    private static final Map<String, Object> EVE = Map.of("ticket", "eves-ticket", "role", ROLE);
    private static final Map<String, Object> OPEN = Map.of("anonymous", Map.of("type", "static", "role", ROLE));

    @TempDir
    Path folder = Path.of(".");

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T keep(T each) {
        opened.add(0, each);
        return each;
    }

    /** A node with the path {@code /ws} that lets in by these methods, and {@code /open} that lets everybody in. */
    private NodeFile write(NodeFile file, Map<String, Object> auth) {
        Map<String, Object> guarded = new HashMap<>(NodeFile.websocket());
        guarded.put("auth", auth);
        guarded.put("cookie", Map.of("max_age", 600));
        Map<String, Object> open = new HashMap<>(NodeFile.websocket());
        open.put("auth", OPEN);
        return file.transport(
                        "web",
                        "web",
                        NodeFile.tcp(file.webPort()),
                        Map.of("paths", Map.of("/", Map.of("type", "nodeinfo"), "ws", guarded, "open", open)))
                .write();
    }

    private Node start(Map<String, Object> auth) {
        file = write(NodeFile.plain(folder), auth);
        return keep(Node.in(folder).start());
    }

    private NodeFile file = NodeFile.plain(folder);

    private Peer hello(String path, String authid, String... methods) {
        Peer peer = WebSocketPeer.connect(file.webUrl(path));
        keep(peer::cut);
        peer.send(
                Type.HELLO,
                Router.OPEN,
                Map.of("roles", Session.ALL_ROLES, "authid", authid, "authmethods", List.of(methods)));
        return peer;
    }

    private Peer answer(String authid, String ticket) {
        Peer peer = hello("/ws", authid, "ticket");
        peer.receive(Type.CHALLENGE);
        peer.send(Type.AUTHENTICATE, ticket, Map.of());
        return peer;
    }

    private Session login(String authid, String ticket) {
        Peer peer = answer(authid, ticket);
        return new Session(peer, peer.receive(Type.WELCOME));
    }

    private static void assertKilled(Session session) {
        JsonNode goodbye = session.receive(Type.GOODBYE);
        assertEquals("wamp.close.killed", goodbye.get(2).asText());
    }

    private static void assertAlive(Session session) {
        session.unsubscribe(session.subscribe("org.junctor.alive"));
    }

    private void writeUsers(String text) throws IOException {
        Path next = folder.resolve("users.next");
        Files.writeString(next, text);
        Files.move(next, folder.resolve("users.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void whoIsRemovedFromTheFileIsGoneAndNobodyElse() throws IOException {
        writeUsers("principals:\n  joe: {ticket: t1, role: anonymous}\n  eve: {ticket: t2, role: anonymous}\n");
        start(Map.of("ticket", Map.of("type", "file", "file", "users.yaml", "close_removed", true)));
        Session joe = login("joe", "t1");
        Session eve = login("eve", "t2");
        assertEquals("file", joe.welcomeDetails().path("authprovider").asText());

        writeUsers("principals:\n  eve: {ticket: t3, role: anonymous}\n");

        assertKilled(joe);
        assertAlive(eve);
        Session.expectAbort(answer("joe", "t1"), "wamp.error.authentication_denied");
        assertAlive(login("eve", "t3"));
    }

    @Test
    void aChangeOfAuthAloneDropsNoSessionButThoseOfTheRemoved() {
        Node node = start(Map.of(
                "ticket",
                Map.of("type", "static", "principals", Map.of("joe", JOE, "eve", EVE), "close_removed", true)));
        Session joe = login("joe", "joes-ticket");
        Session eve = login("eve", "eves-ticket");
        Session other = Session.join(keepPeer(WebSocketPeer.connect(file.webUrl("/open"))), Router.OPEN);

        Map<String, Object> fewer = Map.of("type", "static", "principals", Map.of("eve", EVE), "close_removed", true);
        rewrite(Map.of("ticket", fewer));
        node.run("reload").ok();

        assertKilled(joe);
        assertAlive(eve);
        assertAlive(other);
        Session.expectAbort(answer("joe", "joes-ticket"), "wamp.error.authentication_denied");
        assertAlive(login("eve", "eves-ticket"));
    }

    private Peer keepPeer(Peer peer) {
        keep(peer::cut);
        return peer;
    }

    /** Another file on the same port. */
    private void rewrite(Map<String, Object> auth) {
        try {
            String text = Files.readString(folder.resolve("config.json"));
            JsonNode root = Json.tree(text);
            JsonNode ws = root.path("workers")
                    .path(0)
                    .path("transports")
                    .path(0)
                    .path("paths")
                    .path("ws");
            ((ObjectNode) ws).set("auth", Json.node(auth));
            file.write(root.toPrettyString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aProcedureDecidesAndWhateverGoesWrongWithItRefuses() {
        start(Map.of("ticket", ASKED));
        Session.expectAbort(answerOrRefused("joe"), "wamp.error.authentication_failed");
        Session callee = Session.join(keepPeer(WebSocketPeer.connect(file.webUrl("/open"))), Router.OPEN);
        callee.register("com.example.login");

        JsonNode welcome = decided(callee, "joe", Map.of("role", ROLE, "authid", "joseph", "extra", Map.of("a", 1)))
                .receive(Type.WELCOME)
                .get(2);
        assertEquals("joseph", welcome.path("authid").asText());
        assertEquals("dynamic", welcome.path("authprovider").asText());
        assertEquals(1, welcome.path("authextra").path("a").asInt());
        decided(callee, "joe", ROLE).receive(Type.WELCOME);
        Session.expectAbort(decided(callee, "joe", 7), "wamp.error.authentication_failed");
        Session.expectAbort(decided(callee, "joe", Map.of("authid", "x")), "wamp.error.authentication_failed");
        Session.expectAbort(decided(callee, "joe", "no-such-role"), "wamp.error.no_such_role");

        Peer refused = answerOrRefused("joe");
        JsonNode invocation = callee.receive(Type.INVOCATION);
        callee.fail(invocation, "com.example.no_money", "pay your bill first");
        Session.expectAbort(refused, "com.example.no_money");

        Peer hung = answerOrRefused("joe");
        callee.receive(Type.INVOCATION);
        Session.expectAbort(hung, "wamp.error.authentication_failed");
    }

    /** Someone with a ticket, whom nobody has judged yet. */
    private Peer answerOrRefused(String authid) {
        return answer(authid, "any");
    }

    private Peer decided(Session callee, String authid, Object verdict) {
        Peer peer = answer(authid, "any");
        JsonNode invocation = callee.receive(Type.INVOCATION);
        JsonNode details = invocation.path(4).path(2);
        assertEquals("any", details.path("ticket").asText(), details::toString);
        assertEquals("ticket", details.path("authmethod").asText(), details::toString);
        callee.yieldTo(invocation, verdict);
        return peer;
    }

    /** A browser, as far as it has a cookie and a WebSocket. */
    private static final class Browser implements AutoCloseable {
        private static final Pattern COOKIE = Pattern.compile("(?im)^set-cookie: (cbtid=([^;]+);.*)$");
        final RawWebSocket socket;
        final String setCookie;
        final String cookie;

        Browser(URI url, String... headers) {
            socket = RawWebSocket.connect(url);
            Matcher set = COOKIE.matcher(socket.upgrade(url, headers));
            boolean found = set.find();
            setCookie = found ? set.group(1).strip() : "";
            cookie = found ? set.group(2) : "";
        }

        void send(Object... message) {
            socket.send(RawWebSocket.frame(RawWebSocket.TEXT, Json.text(List.of(message))));
        }

        void hello(String... methods) {
            send(
                    Type.HELLO,
                    Router.OPEN,
                    Map.of("roles", Session.PLAIN_ROLES, "authid", "joe", "authmethods", List.of(methods)));
        }

        JsonNode receive(int type) throws IOException {
            String text = new String(bytes(), StandardCharsets.UTF_8);
            JsonNode message = Json.tree(text);
            assertEquals(type, message.get(0).asInt(), text);
            return message;
        }

        private byte[] bytes() throws IOException {
            return socket.hear().text().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private Browser browser(String... headers) {
        return keep(new Browser(file.webUrl("/ws"), headers));
    }

    @Test
    void whoHasLoggedInIsKnownByTheCookieUntilTheLogout() throws IOException {
        start(Map.of("cookie", Map.of(), "ticket", Map.of("type", "static", "principals", Map.of("joe", JOE))));
        Browser first = browser();
        assertTrue(first.setCookie.contains("HttpOnly") && first.setCookie.contains("SameSite=Lax"), first.setCookie);
        first.hello("cookie", "ticket");
        first.receive(Type.CHALLENGE);
        first.send(Type.AUTHENTICATE, "joes-ticket", Map.of());
        assertEquals(
                "static",
                first.receive(Type.WELCOME).get(2).path("authprovider").asText());

        Browser again = browser("Cookie: cbtid=" + first.cookie);
        assertEquals("", again.setCookie);
        again.hello("cookie");
        JsonNode welcome = again.receive(Type.WELCOME).get(2);
        assertEquals("joe", welcome.path("authid").asText());
        assertEquals("cookie", welcome.path("authprovider").asText());
        assertEquals("ticket", welcome.path("authmethod").asText());

        Browser guess = browser("Cookie: cbtid=AAAAAAAAAAAAAAAAAAAAAAAA");
        assertTrue(guess.cookie.length() >= 22 && !guess.cookie.equals(first.cookie), guess.setCookie);
        guess.hello("cookie");
        assertEquals(
                "wamp.error.no_matching_auth_method",
                guess.receive(Type.ABORT).get(2).asText());

        again.send(Type.GOODBYE, Map.of(), "wamp.close.logout");
        again.receive(Type.GOODBYE);
        assertEquals("wamp.close.logout", first.receive(Type.GOODBYE).get(2).asText());
        Browser late = browser("Cookie: cbtid=" + first.cookie);
        late.hello("cookie");
        late.receive(Type.ABORT);
    }

    @Test
    void theShellForgetsTheCookiesOfSomebody() throws IOException {
        Node node =
                start(Map.of("cookie", Map.of(), "ticket", Map.of("type", "static", "principals", Map.of("joe", JOE))));
        Browser first = browser();
        first.hello("ticket");
        first.receive(Type.CHALLENGE);
        first.send(Type.AUTHENTICATE, "joes-ticket", Map.of());
        first.receive(Type.WELCOME);

        String said = node.shell("cookies joe");

        assertTrue(said.contains("1 cookies of joe"), said);
        Browser again = browser("Cookie: cbtid=" + first.cookie);
        again.hello("cookie");
        again.receive(Type.ABORT);
    }

    @Test
    void whoGuessesIsRefusedAtOnceAndOthersAreNot() {
        file = NodeFile.plain(folder)
                .limits(Map.of("auth.failures.address", 20, "auth.failures.delay.ms", 10))
                .transport(
                        "unix",
                        "rawsocket",
                        NodeFile.unix("raw.sock"),
                        Map.of("auth", Map.of("ticket", Map.of("type", "static", "principals", Map.of("joe", JOE)))));
        write(file, Map.of("ticket", Map.of("type", "static", "principals", Map.of("joe", JOE))));
        Node node = keep(Node.in(folder).start());
        Peer last = null;
        for (int i = 0; i < 25 && last == null; i++) {
            Peer guess = hello("/ws", "joe", "ticket");
            JsonNode next = guess.receive();
            if (next.get(0).asInt() == Type.ABORT) {
                last = guess;
                assertEquals("wamp.error.authentication_denied", next.get(2).asText());
                assertTrue(i >= 20, "after " + i);
            } else {
                guess.send(Type.AUTHENTICATE, "guess " + i, Map.of());
                Session.expectAbort(guess, "wamp.error.authentication_denied");
            }
        }

        assertTrue(last != null, "nobody was refused at once");
        String counters = node.shell("counters");
        assertTrue(counters.matches("(?s).*auth\\.throttled\\D+[1-9].*"), counters);
        Peer neighbour =
                RawSocketPeer.connect(file.rawSocketPath(), Wire.of(Wire.Transport.RAWSOCKET_UNIX, Codec.JSON));
        keep(neighbour::cut);
        neighbour.send(
                Type.HELLO,
                Router.OPEN,
                Map.of("roles", Session.ALL_ROLES, "authid", "joe", "authmethods", List.of("ticket")));
        neighbour.receive(Type.CHALLENGE);
        neighbour.send(Type.AUTHENTICATE, "joes-ticket", Map.of());
        neighbour.receive(Type.WELCOME);
    }

    @Test
    void theUpdateOfAnAuthenticatorDropsNoSession() {
        Node node = start(Map.of("ticket", Map.of("type", "static", "principals", Map.of("joe", JOE))));
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sessions.add(login("joe", "joes-ticket"));
        }
        for (String bundle :
                List.of("org.junctor.auth.ticket", "org.junctor.auth.principals", "org.junctor.auth.cookie")) {
            long id = node.bundle(bundle);
            node.shell("felix:update " + id + " " + Node.jar(bundle));
            node.awaitBundle(id, "Active");
        }

        sessions.forEach(LoginLifeTest::assertAlive);
        Waiting.until(
                LIMIT,
                () -> {
                    Peer peer = hello("/ws", "joe", "ticket");
                    return peer.receive().get(0).asInt() == Type.CHALLENGE;
                },
                () -> "nobody can log in any more");
    }
}
