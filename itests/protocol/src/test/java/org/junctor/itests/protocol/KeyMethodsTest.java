package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The methods with keys, certificates and tokens, on a started node: cryptosign, tls, jwt. */
final class KeyMethodsTest {
    private static final String DENIED = "wamp.error.authentication_denied";
    private static final int PLAIN = NodeFile.freePort();
    private static final int TLS = NodeFile.freePort();
    private static final EdKey ALICE = EdKey.fresh();
    private static final EdKey ISSUER = EdKey.fresh();
    /** Private keys of the specification's vectors. */
    private static final List<String> VECTORS = List.of(
            "4d57d97a68f555696620a6d849c0ce582568518d729eb753dc7c732de2804510",
            "d511fe78e23934b3dadb52fcd022974b80bd92bccc7c5cf404e46cc0a8a2f5cd",
            "6e1fde9cf9e2359a87420b65a87dc0c66136e66945196ba2475990d8a0c3a25b");

    private static Node node;
    private static Certificate server;
    private static Certificate joe;
    private static Certificate stranger;

    private final List<Peer> peers = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Node.junctor("keygen", "--cbdir", folder.toString()).ok();
        Files.writeString(folder.resolve("jwks.json"), ISSUER.jwks("k1"));
        server = Certificate.in(folder, "server");
        joe = Certificate.in(folder, "joe");
        stranger = Certificate.in(folder, "stranger");
        NodeFile.plain(folder)
                .limits(Map.of("auth.failures.address", 1000, "auth.failures.authid", 1000))
                .transport("plain", "web", NodeFile.tcp(PLAIN), Map.of("paths", paths()))
                .transport("tls", "web", endpoint(), Map.of("paths", pathsOverTls()))
                .write();
        node = Node.in(folder).start();
    }

    private static Map<String, Object> paths() {
        Map<String, Object> strict = new HashMap<>(cryptosign());
        strict.put("channel_binding", "required");
        Map<String, Object> jwt = new HashMap<>(Map.of("jwks", "jwks.json", "issuer", "suite", "audience", "junctor"));
        jwt.put("role", "anonymous");
        jwt.put("close_at_expiry", true);
        return Map.of(
                "/",
                Map.of("type", "nodeinfo"),
                "ws",
                websocket(Map.of("cryptosign", cryptosign(), "jwt", jwt)),
                "bound",
                websocket(Map.of("cryptosign", strict)));
    }

    private static Map<String, Object> pathsOverTls() {
        Map<String, Object> principal = Map.of("certificate-sha256", joe.sha256(), "role", "anonymous");
        Map<String, Object> tls = Map.of("type", "static", "principals", Map.of("joe", principal));
        Map<String, Object> anonymous = Map.of("type", "static", "role", "anonymous");
        return Map.of(
                "/",
                Map.of("type", "nodeinfo"),
                "ws",
                websocket(Map.of("cryptosign", cryptosign(), "tls", tls, "anonymous", anonymous)));
    }

    private static Map<String, Object> cryptosign() {
        Map<String, Object> principals = new HashMap<>();
        principals.put("alice", cryptosign(ALICE));
        for (int i = 0; i < VECTORS.size(); i++) {
            principals.put("v" + (i + 1), cryptosign(EdKey.of(VECTORS.get(i))));
        }
        return Map.of("type", "static", "principals", principals);
    }

    private static Map<String, Object> cryptosign(EdKey key) {
        return Map.of("authorized_keys", List.of(key.pub()), "role", "anonymous");
    }

    private static Map<String, Object> websocket(Map<String, Object> auth) {
        return Map.of("type", "websocket", "auth", auth);
    }

    private static Map<String, Object> endpoint() {
        Map<String, Object> endpoint = new HashMap<>(NodeFile.tcp(TLS));
        endpoint.put(
                "tls",
                Map.of(
                        "key", "server.key",
                        "certificate", "server.pem",
                        "ca_certificates", List.of("joe.pem", "stranger.pem"),
                        "client_certificate", "optional"));
        return endpoint;
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void cut() {
        peers.forEach(Peer::cut);
    }

    private Peer hello(String path, Map<String, Object> details) {
        return say(WebSocketPeer.connect(URI.create("ws://127.0.0.1:" + PLAIN + path)), details);
    }

    private Peer helloOverTls(@Nullable Certificate own, Map<String, Object> details) {
        URI url = URI.create("wss://127.0.0.1:" + TLS + "/ws");
        return say(WebSocketPeer.connect(url, Wire.WEBSOCKET, server.trusting(own)), details);
    }

    private Peer say(Peer peer, Map<String, Object> details) {
        peers.add(peer);
        Map<String, Object> all = new HashMap<>(details);
        all.put("roles", Session.PLAIN_ROLES);
        peer.send(Type.HELLO, Router.OPEN, all);
        return peer;
    }

    private static Map<String, Object> cryptosign(@Nullable String authid, EdKey key, String... extra) {
        Map<String, Object> authextra = new HashMap<>(Map.of("pubkey", key.pub()));
        for (int i = 0; i < extra.length; i += 2) {
            authextra.put(extra[i], extra[i + 1]);
        }
        Map<String, Object> details =
                new HashMap<>(Map.of("authmethods", List.of("cryptosign"), "authextra", authextra));
        if (authid != null) {
            details.put("authid", authid);
        }
        return details;
    }

    private static JsonNode challenge(Peer peer) {
        JsonNode challenge = peer.receive(Type.CHALLENGE);
        assertEquals("cryptosign", challenge.get(1).asText());
        return challenge.get(2);
    }

    private static String answered(Peer peer, EdKey key) {
        String answer = key.answer(challenge(peer).path("challenge").asText());
        peer.send(Type.AUTHENTICATE, answer, Map.of());
        return answer;
    }

    @Test
    void T10_keysOfTheVectorsLogIn() {
        for (String seed : VECTORS) {
            Peer peer = hello("/ws", cryptosign(null, EdKey.of(seed)));
            answered(peer, EdKey.of(seed));

            JsonNode welcome = peer.receive(Type.WELCOME).get(2);
            assertEquals(
                    "v" + (VECTORS.indexOf(seed) + 1), welcome.path("authid").asText());
            assertEquals("cryptosign", welcome.path("authmethod").asText());
            assertEquals("static", welcome.path("authprovider").asText());
        }
    }

    @Test
    void T10_wrongHalvesAreRefused() {
        for (int digit : new int[] {0, 63, 64, 127, 128, 191}) {
            Peer peer = hello("/ws", cryptosign("alice", ALICE));
            char[] answer =
                    ALICE.answer(challenge(peer).path("challenge").asText()).toCharArray();
            answer[digit] = answer[digit] == '0' ? '1' : '0';
            peer.send(Type.AUTHENTICATE, new String(answer), Map.of());

            Session.expectAbort(peer, DENIED);
        }
    }

    @Test
    void T10_unknownClientsAreChallengedAndRefusedLikeOthers() {
        EdKey mallory = EdKey.fresh();
        for (String authid : new String[] {"alice", "mallory", null}) {
            Peer peer = hello("/ws", cryptosign(authid, mallory));
            answered(peer, mallory);

            Session.expectAbort(peer, DENIED);
        }
    }

    @Test
    void T11_challengesAreFreshAndForOneConnection() {
        Peer first = hello("/ws", cryptosign("alice", ALICE));
        Peer second = hello("/ws", cryptosign("alice", ALICE));
        String challenge = challenge(first).path("challenge").asText();
        String other = challenge(second).path("challenge").asText();

        assertTrue(challenge.matches("[0-9a-f]{64}") && other.matches("[0-9a-f]{64}"));
        assertNotEquals(challenge, other);
        second.send(Type.AUTHENTICATE, ALICE.answer(challenge), Map.of());
        Session.expectAbort(second, DENIED);
        first.send(Type.AUTHENTICATE, ALICE.answer(challenge), Map.of());
        first.receive(Type.WELCOME);
        first.send(Type.AUTHENTICATE, ALICE.answer(challenge), Map.of());
        Session.expectAbort(first, "wamp.error.protocol_violation");
    }

    @Test
    void T12_bindingIsUsedOrLeftOut() {
        for (String binding : List.of("tls-exporter", "tls-unique")) {
            Peer peer = helloOverTls(null, cryptosign("alice", ALICE, "channel_binding", binding));
            JsonNode challenge = challenge(peer);
            boolean bound = challenge.hasNonNull("channel_binding"); // from Java 25 on, for tls-exporter
            peer.send(
                    Type.AUTHENTICATE, ALICE.answer(challenge.path("challenge").asText()), Map.of());

            if (bound) {
                assertEquals("tls-exporter", challenge.path("channel_binding").asText());
                Session.expectAbort(peer, DENIED); // as the answer was not bound
            } else {
                peer.receive(Type.WELCOME);
            }
        }
        Peer plain = hello("/ws", cryptosign("alice", ALICE, "channel_binding", "tls-exporter"));
        assertFalse(challenge(plain).has("channel_binding"));
    }

    @Test
    void T12_withoutTheBindingThatIsRequiredNobodyIsLetIn() {
        Session.expectAbort(hello("/bound", cryptosign("alice", ALICE, "channel_binding", "tls-exporter")), DENIED);
        Session.expectAbort(hello("/bound", cryptosign("alice", ALICE)), DENIED);
    }

    @Test
    void T13_routerProvesItsNodeKey() throws Exception {
        String asked = "bbae60ea44cdd7b20dc7010a618b0f0803fab25a817520b4b7f057299b524deb";
        Peer peer = hello("/ws", cryptosign("alice", ALICE, "challenge", asked));

        JsonNode challenge = challenge(peer);

        String pub = challenge.path("pubkey").asText();
        assertTrue(Files.readString(node.folder().resolve("key.pub")).contains("public-key-ed25519: " + pub));
        assertTrue(EdKey.proves(pub, asked, challenge.path("signature").asText()), challenge::toString);
        peer.send(Type.AUTHENTICATE, ALICE.answer(challenge.path("challenge").asText()), Map.of());
        peer.receive(Type.WELCOME);
    }

    @Test
    void A4_keysThatProveNothingAreRefused() {
        for (String pubkey :
                List.of("00".repeat(32), "01" + "00".repeat(31), ALICE.pub().toUpperCase(Locale.ROOT), "")) {
            Map<String, Object> details = Map.of(
                    "authmethods", List.of("cryptosign"), "authid", "alice", "authextra", Map.of("pubkey", pubkey));

            Session.expectAbort(hello("/ws", details), DENIED);
        }
    }

    @Test
    void A5_clientsAreKnownByTheirCertificates() {
        Map<String, Object> methods = Map.of("authmethods", List.of("tls", "anonymous"));

        JsonNode welcome = helloOverTls(joe, methods).receive(Type.WELCOME).get(2);
        assertEquals("joe", welcome.path("authid").asText());
        assertEquals("tls", welcome.path("authmethod").asText());
        JsonNode without = helloOverTls(null, methods).receive(Type.WELCOME).get(2);
        assertEquals("anonymous", without.path("authmethod").asText());
        Session.expectAbort(helloOverTls(stranger, methods), DENIED);
        Session.expectAbort(
                helloOverTls(null, Map.of("authmethods", List.of("tls"))), "wamp.error.no_matching_auth_method");
    }

    private static String token(EdKey key, String header, String audience, long seconds) {
        long now = System.currentTimeMillis() / 1000;
        return key.token(
                header,
                "{\"iss\":\"suite\",\"aud\":\"%s\",\"sub\":\"bob\",\"exp\":%d}".formatted(audience, now + seconds));
    }

    private Peer bring(String token) {
        return hello("/ws", Map.of("authmethods", List.of("jwt"), "authextra", Map.of("token", token)));
    }

    @Test
    void A6_goodTokensLogIn() {
        String token = token(ISSUER, "{\"alg\":\"EdDSA\",\"kid\":\"k1\"}", "junctor", 300);

        JsonNode welcome = bring(token).receive(Type.WELCOME).get(2);
        Peer asked = hello("/ws", Map.of("authmethods", List.of("jwt")));
        asked.receive(Type.CHALLENGE);
        asked.send(Type.AUTHENTICATE, token, Map.of());

        assertEquals("bob", welcome.path("authid").asText());
        assertEquals("jwt", welcome.path("authmethod").asText());
        asked.receive(Type.WELCOME);
        assertFalse(node.log().contains(token));
    }

    @Test
    void A6_sessionEndsWithItsToken() {
        Peer peer = bring(token(ISSUER, "{\"alg\":\"EdDSA\"}", "junctor", 2));
        peer.receive(Type.WELCOME);

        assertEquals("wamp.close.killed", peer.receive(Type.GOODBYE).get(2).asText());
    }

    @Test
    void A6_otherTokensAreRefused() {
        String good = "{\"alg\":\"EdDSA\",\"kid\":\"k1\"}";
        String unsigned = token(ISSUER, "{\"alg\":\"none\"}", "junctor", 300);
        for (String token : List.of(
                token(ISSUER, good, "junctor", -300),
                token(ISSUER, good, "somebody", 300),
                token(ALICE, good, "junctor", 300),
                token(ISSUER, "{\"alg\":\"EdDSA\",\"kid\":\"../../key.priv\"}", "junctor", 300),
                token(ISSUER, "{\"alg\":\"HS256\",\"kid\":\"k1\"}", "junctor", 300),
                unsigned.substring(0, unsigned.lastIndexOf('.') + 1),
                "x".repeat(20_000))) {
            Session.expectAbort(bring(token), DENIED);
        }
    }
}
