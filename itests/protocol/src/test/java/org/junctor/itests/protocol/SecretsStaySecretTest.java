package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of settings, files and clients are in nothing that the router says: messages, log, status, shell, pages. */
final class SecretsStaySecretTest {
    private static final String MARK = "plantedsecret";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String ROLE = "anonymous";

    @TempDir
    Path folder = Path.of(".");

    private final List<AutoCloseable> opened = new ArrayList<>();
    /** All that the router sent. */
    private final StringBuilder heard = new StringBuilder();

    private NodeFile file = NodeFile.plain(folder);
    private int planted;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    /** A secret that is nowhere else. */
    private String secret() {
        planted++;
        return MARK + planted;
    }

    private Map<String, Object> auth() {
        Map<String, Object> scram = Map.of(
                "kdf", "pbkdf2",
                "iterations", 10_000,
                "salt", "c2FsdHNhbHRzYWx0c2FsdA==",
                "stored-key", "cGxhbnRlZHNlY3JldHBsYW50ZWRzZWNyZXRzZWNyZXQ=",
                "server-key", "cGxhbnRlZHNlY3JldHBsYW50ZWRzZWNyZXRzZWNyZXQ=",
                "role", ROLE);
        Map<String, Object> auth = new HashMap<>();
        auth.put("cookie", Map.of());
        auth.put("ticket", of("principals", Map.of("ticket", secret(), "role", ROLE)));
        auth.put("wampcra", of("users", Map.of("secret", secret(), "role", ROLE)));
        auth.put("wamp-scram", of("principals", scram));
        return auth;
    }

    private static Map<String, Object> of(String key, Map<String, Object> joe) {
        return Map.of("type", "static", key, Map.of("joe", joe));
    }

    private static Map<String, Object> path(Map<String, Object> auth) {
        Map<String, Object> path = new HashMap<>(NodeFile.websocket());
        path.put("auth", auth);
        path.put("cookie", Map.of("store", Map.of("type", "file", "filename", "cookies.json")));
        return path;
    }

    private Node start() throws IOException {
        Files.writeString(folder.resolve("users.yaml"), "principals:\n  joe: {ticket: " + secret() + ", role: x\n");
        Map<String, Object> dynamic = Secrets.asking("com.example.login", ROLE);
        file = NodeFile.plain(folder);
        file.transport(
                        "web",
                        "web",
                        NodeFile.tcp(file.webPort()),
                        Map.of(
                                "paths",
                                Map.of(
                                        "/", Map.of("type", "nodeinfo"),
                                        "open", NodeFile.websocket(),
                                        "static", path(auth()),
                                        "file", path(Map.of("ticket", Map.of("type", "file", "file", "users.yaml"))),
                                        "dynamic", path(Map.of("ticket", dynamic)))))
                .write();
        Node node = Node.in(folder).start();
        opened.add(node);
        return node;
    }

    private Peer hello(String path, String authid, String method) {
        Peer peer = WebSocketPeer.connect(file.webUrl(path));
        opened.add(0, peer::cut);
        peer.send(
                Type.HELLO,
                Router.OPEN,
                Map.of(
                        "roles",
                        Session.ALL_ROLES,
                        "authid",
                        authid,
                        "authmethods",
                        List.of(method),
                        "authextra",
                        Map.of("nonce", "bm9uY2Vub25jZW5vbmNlbm9uY2U=", "channel_binding", secret())));
        return peer;
    }

    /** Answers whatever is asked with a secret that is wrong, and keeps all that is said. */
    private void fail(String path, String authid, String method) {
        Peer peer = hello(path, authid, method);
        listen(peer);
        peer.send(Type.AUTHENTICATE, secret(), Map.of("extra", secret()));
        listen(peer);
    }

    private JsonNode listen(Peer peer) {
        Optional<Peer.Arrival> next = peer.next(LIMIT);
        heard.append(next).append('\n');
        return next.isPresent() && next.get() instanceof Peer.Message message ? message.fields() : Json.tree("[]");
    }

    /** A procedure that is asked for the client fails, and says the ticket in its error. */
    private void failInAProcedure() {
        Session callee = Session.join(WebSocketPeer.connect(file.webUrl("/open")), Router.OPEN);
        opened.add(0, callee);
        callee.register("com.example.login");
        Peer refused = hello("/dynamic", "joe", "ticket");
        listen(refused);
        refused.send(Type.AUTHENTICATE, secret(), Map.of());
        JsonNode invocation = callee.receive(Type.INVOCATION);
        String said = invocation.path(4).path(2).path("ticket").asText();
        assertTrue(said.startsWith(MARK), "the procedure is given the ticket: " + invocation);
        callee.fail(invocation, "wamp.error.runtime_error", "line 7: wrong ticket " + said);
        listen(refused);
    }

    @Test
    void nothingThatTheRouterSaysHasASecretInIt() throws IOException {
        Node node = start();
        for (String method : List.of("ticket", "wampcra", "wamp-scram", "cookie", "nothing")) {
            for (String authid : List.of("joe", "nobody")) {
                fail("/static", authid, method);
            }
        }
        fail("/file", "joe", "ticket");
        fail("/dynamic", "joe", "ticket");
        failInAProcedure();
        Files.writeString(folder.resolve("config.json"), Files.readString(folder.resolve("config.json")) + "}");

        String reload = node.run("reload").output();

        heard.append(reload)
                .append(node.run("status").output())
                .append(node.shell("counters"))
                .append(node.shell("sessions"))
                .append(node.shell("listeners"))
                .append(RawHttp.get(URI.create("http://127.0.0.1:" + file.webPort()), "/"))
                .append(node.log());
        String all = heard.toString();
        assertTrue(all.contains("wamp.error.authentication_denied"), all);
        assertTrue(all.contains("wamp.error.authentication_failed"), all);
        assertTrue(all.contains("users.yaml"), "the broken file is named: " + all);
        assertFalse(all.contains(MARK), all);
        assertFalse(all.contains("cGxhbnRlZHNlY3JldHBsYW50"), all);
    }
}
