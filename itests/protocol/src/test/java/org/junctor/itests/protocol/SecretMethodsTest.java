package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The authentication methods in which a client has a secret: ticket, WAMP-CRA, SCRAM; in the settings and in a file. */
final class SecretMethodsTest {
    private static final String TICKET = "planted-ticket-5ac3";
    private static final String SECRET = "planted-secret-9be1";
    private static final String PASSWORD = "planted-password-77d0";
    private static Node node;
    private static NodeFile file;

    private final List<Peer> peers = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        Node.junctor(
                        "user",
                        "add",
                        "joe",
                        "--role",
                        "anonymous",
                        "--file",
                        folder.resolve("users.yaml").toString(),
                        "--method",
                        "ticket,wampcra,wamp-scram",
                        "--password-file",
                        folder.resolve("password").toString())
                .ok();
        Map<String, Object> salted =
                Map.of("secret", PASSWORD, "role", "anonymous", "salt", "salt123", "iterations", 1000, "keylen", 32);
        Map<String, Object> auth = Map.of(
                "ticket",
                Map.of("principals", Map.of("joe", Map.of("ticket", TICKET, "role", "anonymous"))),
                "wampcra",
                Map.of("users", Map.of("peter", Map.of("secret", SECRET, "role", "anonymous"), "salted", salted)),
                "wamp-scram",
                Map.of("principals", Map.of("user", Secrets.PENCIL)),
                "scram",
                Map.of("principals", Map.of("user", Secrets.PENCIL)));
        Map<String, Object> users = Map.of("type", "file", "file", "users.yaml");
        Map<String, Object> filed = Map.of("ticket", users, "wampcra", users, "wamp-scram", users);
        file = NodeFile.plain(folder).limits(Map.of("auth.timeout.ms", 5000));
        Map<String, Object> paths = Map.of(
                "ws", Map.of("type", "websocket", "auth", auth), "file", Map.of("type", "websocket", "auth", filed));
        file.transport("web", "web", NodeFile.tcp(file.webPort()), Map.of("paths", paths))
                .write();
        node = Node.in(folder).start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void cut() {
        peers.forEach(Peer::cut);
    }

    private Peer hello(String path, String method, String authid, Map<String, Object> extra) {
        Peer peer = WebSocketPeer.connect(file.webUrl(path));
        peers.add(peer);
        Map<String, Object> details = new HashMap<>(Map.of("roles", Session.PLAIN_ROLES));
        details.put("authmethods", List.of(method));
        details.put("authid", authid);
        details.put("authextra", extra);
        peer.send(Type.HELLO, Router.OPEN, details);
        return peer;
    }

    private Peer hello(String method, String authid) {
        return hello("/ws", method, authid, Map.of());
    }

    private JsonNode ticket(String authid, String ticket) {
        Peer peer = hello("ticket", authid);
        assertEquals("[4,\"ticket\",{}]", peer.receive(Type.CHALLENGE).toString());
        peer.send(Type.AUTHENTICATE, ticket, Map.of());
        return peer.receive();
    }

    private static void assertWelcome(JsonNode welcome, String method, String authid, String provider) {
        assertEquals(Type.WELCOME, welcome.get(0).asInt(), welcome::toString);
        JsonNode details = welcome.get(2);
        assertEquals(authid, details.get("authid").asText());
        assertEquals(method, details.get("authmethod").asText());
        assertEquals(provider, details.get("authprovider").asText());
        assertEquals("anonymous", details.get("authrole").asText());
    }

    private static void assertDenied(JsonNode abort) {
        assertEquals(Type.ABORT, abort.get(0).asInt(), abort::toString);
        assertEquals("wamp.error.authentication_denied", abort.get(2).asText());
        assertEquals(
                "nobody has this authid and this proof",
                abort.get(1).path("message").asText());
    }

    @Test
    void T04_ticketLetsIn() {
        assertWelcome(ticket("joe", TICKET), "ticket", "joe", "static");
    }

    @Test
    void T02_wrongAndUnknownAreRefusedAlike() {
        assertDenied(ticket("joe", TICKET + "x"));
        assertDenied(ticket("jim", TICKET));
        Peer peer = hello("ticket", "joe");
        peer.receive(Type.CHALLENGE);
        peer.send(Type.AUTHENTICATE, "", Map.of());
        assertDenied(peer.receive());
        peer.awaitEnd();
    }

    @Test
    void T05_challengeOfWampCraHasItsMembersAndTheSessionOfWelcome() {
        Peer peer = hello("wampcra", "peter");
        JsonNode challenge = peer.receive(Type.CHALLENGE);
        JsonNode text = Json.tree(challenge.get(2).get("challenge").asText());

        assertEquals(
                List.of("authid", "authmethod", "authprovider", "authrole", "nonce", "session", "timestamp"),
                Session.keys(text).stream().sorted().toList());
        assertTrue(text.get("timestamp").asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"));
        peer.send(Type.AUTHENTICATE, Secrets.sign(SECRET, challenge), Map.of());
        JsonNode welcome = peer.receive();
        assertWelcome(welcome, "wampcra", "peter", "static");
        assertEquals(text.get("session"), welcome.get(1));
    }

    @Test
    void T06_signatureByTheSaltedPasswordLetsIn() {
        for (int i = 0; i < 2; i++) {
            Peer peer = hello("wampcra", "salted");
            JsonNode challenge = peer.receive(Type.CHALLENGE);
            assertEquals("salt123", challenge.get(2).get("salt").asText());
            peer.send(Type.AUTHENTICATE, Secrets.sign(PASSWORD, challenge), Map.of());
            assertWelcome(peer.receive(), "wampcra", "salted", "static");
        }
    }

    @Test
    void T07_signatureOfAnotherChallengeIsRefused() {
        JsonNode old = hello("wampcra", "peter").receive(Type.CHALLENGE);
        Peer peer = hello("wampcra", "peter");
        assertNotEquals(old, peer.receive(Type.CHALLENGE));

        peer.send(Type.AUTHENTICATE, Secrets.sign(SECRET, old), Map.of());

        assertDenied(peer.receive());
    }

    @Test
    void T07_challengeIsAnsweredOnce() {
        Peer peer = hello("wampcra", "peter");
        String signature = Secrets.sign(SECRET, peer.receive(Type.CHALLENGE));

        peer.send(Type.AUTHENTICATE, signature, Map.of());
        peer.send(Type.AUTHENTICATE, signature, Map.of());

        peer.receive(Type.WELCOME);
        Session.expectViolation(peer);
    }

    @Test
    void T07_challengeExpires() {
        Peer peer = hello("wampcra", "peter");
        peer.receive(Type.CHALLENGE);

        Session.expectAbort(peer, "wamp.error.authentication_failed");
        peer.awaitEnd(Duration.ofSeconds(5));
    }

    @Test
    void unknownClientOfWampCraGetsTheUsualChallenge() {
        JsonNode first = hello("wampcra", "jim").receive(Type.CHALLENGE).get(2);
        Peer peer = hello("wampcra", "jim");
        JsonNode challenge = peer.receive(Type.CHALLENGE);

        assertEquals(first.path("salt"), challenge.get(2).path("salt"));
        peer.send(Type.AUTHENTICATE, Secrets.sign(PASSWORD, challenge), Map.of());
        assertDenied(peer.receive());
    }

    private JsonNode scram(Peer peer, String authid, Map<String, Object> alteration) {
        JsonNode challenge = peer.receive(Type.CHALLENGE);
        Secrets.Scram login = Secrets.Scram.of("pencil", authid, Secrets.NONCE, challenge, "biws");
        Map<String, Object> extra = new HashMap<>();
        extra.put("nonce", challenge.get(2).get("nonce").asText());
        extra.put("channel_binding", null);
        extra.putAll(alteration);
        Object proof = extra.remove("proof");
        peer.send(Type.AUTHENTICATE, proof == null ? login.proof() : proof, extra);
        JsonNode answer = peer.receive();
        if (answer.get(0).asInt() == Type.WELCOME) {
            assertEquals(
                    login.verifier(),
                    answer.get(2).get("authextra").get("verifier").asText());
        }
        return answer;
    }

    @Test
    void T09_welcomeOfScramHasTheVerifier() {
        Peer peer = hello("/ws", "wamp-scram", "user", Map.of("nonce", Secrets.NONCE));

        assertWelcome(scram(peer, "user", Map.of()), "wamp-scram", "user", "static");
    }

    @Test
    void T08_whatIsAlteredIsRefused() {
        for (Map<String, Object> alteration : List.<Map<String, Object>>of(
                Map.of("proof", "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="),
                Map.of("nonce", Secrets.NONCE),
                Map.of("channel_binding", "tls-unique"))) {
            Peer peer = hello("/ws", "wamp-scram", "user", Map.of("nonce", Secrets.NONCE));
            assertDenied(scram(peer, "user", alteration));
        }
        assertDenied(scram(hello("/ws", "wamp-scram", "jim", Map.of("nonce", Secrets.NONCE)), "jim", Map.of()));
    }

    @Test
    void dialectOfAutobahnIsAMethodOfItsOwn() {
        Peer peer = hello("/ws", "scram", "user", Map.of("nonce", Secrets.NONCE));
        JsonNode challenge = peer.receive(Type.CHALLENGE);
        Secrets.Scram login = Secrets.Scram.of("pencil", "user", Secrets.NONCE, challenge, "");

        peer.send(Type.AUTHENTICATE, login.proof(), Map.of());

        JsonNode welcome = peer.receive();
        assertWelcome(welcome, "scram", "user", "static");
        assertEquals(
                login.verifier(),
                welcome.get(2).get("authextra").get("scram_server_signature").asText());
    }

    @Test
    void fileOfJunctorUserLetsInByEachMethod() {
        Peer byTicket = hello("/file", "ticket", "joe", Map.of());
        byTicket.receive(Type.CHALLENGE);
        byTicket.send(Type.AUTHENTICATE, PASSWORD, Map.of());
        assertWelcome(byTicket.receive(), "ticket", "joe", "file");

        Peer byCra = hello("/file", "wampcra", "joe", Map.of());
        JsonNode challenge = byCra.receive(Type.CHALLENGE);
        byCra.send(Type.AUTHENTICATE, Secrets.sign(PASSWORD, challenge), Map.of());
        assertWelcome(byCra.receive(), "wampcra", "joe", "file");

        Peer byScram = hello("/file", "wamp-scram", "joe", Map.of("nonce", Secrets.NONCE));
        JsonNode first = byScram.receive(Type.CHALLENGE);
        Secrets.Scram login = Secrets.Scram.of(PASSWORD, "joe", Secrets.NONCE, first, "biws");
        byScram.send(
                Type.AUTHENTICATE,
                login.proof(),
                Map.of("nonce", first.get(2).get("nonce").asText()));
        assertWelcome(byScram.receive(), "wamp-scram", "joe", "file");
    }

    @Test
    void logTellsNoSecret() {
        ticket("joe", TICKET);
        ticket("joe", "wrong" + TICKET);

        for (String secret : List.of(TICKET, SECRET, PASSWORD, "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=")) {
            assertFalse(node.log().contains(secret), secret);
        }
    }
}
