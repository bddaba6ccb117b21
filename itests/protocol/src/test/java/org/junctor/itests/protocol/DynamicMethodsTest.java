package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The methods that challenge, with a procedure that knows the principals: it answers what the router then checks proofs with. */
final class DynamicMethodsTest {
    private static final String PROCEDURE = "com.example.login";
    private static final String ROLE = "anonymous";
    private static final String SECRET = "planted-secret-60cd";
    private static final EdKey ALICE = EdKey.fresh();
    private static final EdKey MALLORY = EdKey.fresh();

    private static Node node;
    private static NodeFile file;

    private final List<Peer> peers = new ArrayList<>();
    private Session authenticator;

    @BeforeAll
    static void start(@TempDir Path folder) {
        Map<String, Object> asked = Secrets.asking(PROCEDURE, ROLE);
        Map<String, Object> auth = Map.of("wampcra", asked, "wamp-scram", asked, "scram", asked, "cryptosign", asked);
        file = NodeFile.plain(folder).limits(Map.of("auth.failures.authid", 1000));
        Map<String, Object> paths =
                Map.of("ws", Map.of("type", "websocket", "auth", auth), "open", NodeFile.websocket());
        file.transport("web", "web", NodeFile.tcp(file.webPort()), Map.of("paths", paths))
                .write();
        node = Node.in(folder).start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void offer() {
        authenticator = Session.join(connect("/open"), Router.OPEN);
        authenticator.register(PROCEDURE);
    }

    @AfterEach
    void cut() {
        authenticator.close();
        peers.forEach(Peer::cut);
    }

    private Peer connect(String path) {
        Peer peer = WebSocketPeer.connect(file.webUrl(path));
        peers.add(peer);
        return peer;
    }

    /** A client whom the procedure has answered for so, after it was asked by Crossbar's contract. */
    private Peer hello(String method, Map<String, Object> extra, Object verdict) {
        Peer peer = connect("/ws");
        Map<String, Object> details = new HashMap<>(Map.of("roles", Session.PLAIN_ROLES, "authid", "joe"));
        details.put("authmethods", List.of(method));
        details.put("authextra", extra);
        peer.send(Type.HELLO, Router.OPEN, details);
        JsonNode invocation = authenticator.receive(Type.INVOCATION);
        JsonNode asked = invocation.path(4);
        assertEquals(Router.OPEN, asked.path(0).asText());
        assertEquals("joe", asked.path(1).asText());
        assertEquals(method, asked.path(2).path("authmethod").asText());
        assertEquals(Json.node(extra), asked.path(2).path("authextra"));
        authenticator.yieldTo(invocation, verdict);
        return peer;
    }

    private static void assertWelcome(JsonNode welcome, String method) {
        assertEquals(Type.WELCOME, welcome.get(0).asInt(), welcome::toString);
        JsonNode details = welcome.get(2);
        assertEquals("joe", details.path("authid").asText());
        assertEquals(ROLE, details.path("authrole").asText());
        assertEquals(method, details.path("authmethod").asText());
        assertEquals("dynamic", details.path("authprovider").asText());
    }

    private static void assertDenied(JsonNode abort) {
        assertEquals(Type.ABORT, abort.get(0).asInt(), abort::toString);
        assertEquals("wamp.error.authentication_denied", abort.get(2).asText());
    }

    private JsonNode wampCra(Object verdict, String secret) {
        Peer peer = hello("wampcra", Map.of(), verdict);
        JsonNode challenge = peer.receive(Type.CHALLENGE);
        peer.send(Type.AUTHENTICATE, Secrets.sign(secret, challenge), Map.of());
        return peer.receive();
    }

    @Test
    void theSecretOfWampCraIsTheProcedures() {
        Map<String, Object> plain = Map.of("role", ROLE, "secret", SECRET);
        Map<String, Object> salted =
                Map.of("role", ROLE, "secret", SECRET, "salt", "salt123", "iterations", 1000, "keylen", 32);

        assertWelcome(wampCra(plain, SECRET), "wampcra");
        assertWelcome(wampCra(salted, SECRET), "wampcra");
        assertDenied(wampCra(plain, "wrong"));
        assertDenied(wampCra(salted, "wrong"));
        assertDenied(wampCra(ROLE, SECRET));
        assertFalse(node.log().contains(SECRET));
    }

    private JsonNode scram(Object verdict, String password) {
        Peer peer = hello("wamp-scram", Map.of("nonce", Secrets.NONCE), verdict);
        JsonNode challenge = peer.receive(Type.CHALLENGE);
        Secrets.Scram login = Secrets.Scram.of(password, "joe", Secrets.NONCE, challenge, "biws");
        peer.send(
                Type.AUTHENTICATE,
                login.proof(),
                Map.of("nonce", challenge.get(2).get("nonce").asText()));
        JsonNode answer = peer.receive();
        if (answer.get(0).asInt() == Type.WELCOME) {
            JsonNode verifier = answer.get(2).path("authextra").path("verifier");
            assertEquals(login.verifier(), verifier.asText());
        }
        return answer;
    }

    @Test
    void theKeysOfScramAreTheProcedures() {
        assertWelcome(scram(Secrets.PENCIL, "pencil"), "wamp-scram");
        assertDenied(scram(Secrets.PENCIL, "wrong"));
        assertDenied(scram(ROLE, "pencil"));
    }

    @Test
    void theKeysOfAutobahnsScramAreTheProcedures() {
        Peer peer = hello("scram", Map.of("nonce", Secrets.NONCE), Secrets.PENCIL);
        JsonNode challenge = peer.receive(Type.CHALLENGE);

        peer.send(
                Type.AUTHENTICATE,
                Secrets.Scram.of("pencil", "joe", Secrets.NONCE, challenge, "").proof(),
                Map.of());

        assertWelcome(peer.receive(), "scram");
    }

    private JsonNode cryptosign(Object verdict, EdKey key, EdKey signer) {
        Peer peer = hello("cryptosign", Map.of("pubkey", key.pub()), verdict);
        JsonNode challenge = peer.receive(Type.CHALLENGE).get(2).get("challenge");
        peer.send(Type.AUTHENTICATE, signer.answer(challenge.asText()), Map.of());
        return peer.receive();
    }

    @Test
    void theKeyOfCryptosignIsTheProceduresAndMustBeProved() {
        Map<String, Object> alice = Map.of("role", ROLE, "pubkey", ALICE.pub());

        assertWelcome(cryptosign(alice, ALICE, ALICE), "cryptosign");
        assertWelcome(
                cryptosign(Map.of("role", ROLE, "authorized_keys", List.of(ALICE.pub())), ALICE, ALICE), "cryptosign");
        assertDenied(cryptosign(alice, ALICE, MALLORY));
        assertDenied(cryptosign(alice, MALLORY, MALLORY));
        assertDenied(cryptosign(ROLE, ALICE, ALICE)); // a role alone, as other methods may have it, names no key
    }

    @Test
    void whomTheProcedureRefusesIsRefusedBeforeTheChallenge() {
        Peer peer = connect("/ws");
        peer.send(
                Type.HELLO,
                Router.OPEN,
                Map.of("roles", Session.PLAIN_ROLES, "authid", "joe", "authmethods", List.of("wampcra")));
        JsonNode invocation = authenticator.receive(Type.INVOCATION);

        authenticator.fail(invocation, "com.example.no_money", "pay your bill first");

        Session.expectAbort(peer, "com.example.no_money");
    }
}
