package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rights that change, and authorizers that come and go, while 550 calls a second of others flow through the node. */
final class AuthorizationLifeTest {
    private static final String ANONYMOUS =
            """
            {"name": "anonymous", "permissions": [{"uri": "", "match": "prefix",
              "allow": {"call": true, "register": true, "publish": true, "subscribe": true}}]}""";
    private static final String USER =
            """
            {"name": "user", "permissions": [
              {"uri": "com.app.*", "allow": {"call": true, "register": true, "publish": true, "subscribe": true}},
              {"uri": "com.kept", "allow": {"register": true, "subscribe": true}}]}""";
    private static final String LESS =
            """
            {"name": "user", "permissions": [
              {"uri": "com.app.public.*", "allow": {"call": true, "publish": true}},
              {"uri": "com.kept", "allow": {"register": true, "subscribe": true}}]}""";
    private static final String ASKS =
            """
            {"name": "asks", "authorizer": "com.authorize", "authorizer_options": {"timeout": 1000},
              "permissions": [{"uri": "com.never", "deny": {"call": true}}]}""";
    private static final String DENIED = "wamp.error.not_authorized";
    private static final String FAILED = "wamp.error.authorization_failed";

    @TempDir
    Path folder = Path.of(".");

    private final int port = NodeFile.freePort();
    private final List<Session> sessions = new ArrayList<>();
    private Node node = Node.NONE;

    @AfterEach
    void stop() {
        sessions.forEach(Session::close);
        node.close();
    }

    /** Writes the node file: who comes in at {@code /NAME} has the role of that name. */
    private void write(String... roles) {
        String text =
                """
                {"version": 2, "workers": [{"type": "router", "realms": [{"name": "realm1", "roles": [%s]}],
                  "transports": [{"type": "web", "id": "web",
                    "endpoint": {"type": "tcp", "interface": "127.0.0.1", "port": %d},
                    "paths": {"/": {"type": "nodeinfo"},
                      "ws": {"type": "websocket"},
                      "user": {"type": "websocket", "auth": {"anonymous": {"type": "static", "role": "user"}}},
                      "asks": {"type": "websocket", "auth": {"anonymous": {"type": "static", "role": "asks"}}}}}]}]}
                """
                        .formatted(String.join(", ", roles), port);
        NodeFile.plain(folder).write(text);
    }

    private URI url(String path) {
        return URI.create("ws://127.0.0.1:" + port + path);
    }

    private Session join(String path) {
        Map<String, Object> roles = new HashMap<>(Session.ALL_ROLES);
        roles.put("subscriber", Session.features("pattern_based_subscription", "subscription_revocation"));
        Session session = Session.join(WebSocketPeer.connect(url(path)), Router.OPEN, roles);
        sessions.add(session);
        return session;
    }

    private void start() {
        write(ANONYMOUS, USER, ASKS);
        node = Node.in(folder).start();
    }

    @Test
    void aRevokedRightIsGoneWhenReloadReturnsAndOthersNoticeNothing() {
        start();
        Session user = join("/user");
        user.subscribe("com.app.topic");
        user.subscribe("com.app.", "prefix");
        long kept = user.subscribe("com.kept");
        user.register("com.app.add");
        user.register("com.kept");
        Session other = join("/ws");
        try (LoadProcess load = LoadProcess.start(url("/ws"), "rights")) {
            write(ANONYMOUS, LESS, ASKS);
            node.run("reload").ok();

            assertTrue(other.result("wamp.subscription.lookup", "com.app.topic")
                    .get(0)
                    .isNull());
            assertTrue(other.result("wamp.registration.lookup", "com.app.add")
                    .get(0)
                    .isNull());
            for (int type : new int[] {Type.UNSUBSCRIBED, Type.UNSUBSCRIBED, Type.UNREGISTERED}) {
                JsonNode revoked = user.receive(type);
                assertEquals(0, revoked.get(1).asInt());
                assertEquals(DENIED, revoked.get(2).get("reason").asText());
            }
            user.error(Type.SUBSCRIBE, user.request(Type.SUBSCRIBE, Map.of(), "com.app.topic"), DENIED);
            user.error(Type.CALL, user.call("com.app.add"), DENIED);
            other.publish("com.kept", 1);
            user.event(kept);
            load.awaitSent(Load.RATE);
            finish(load, "rights revoked");
        }
        assertTrue(node.log().contains("3 of "), node.log());
    }

    @Test
    void sessionsOfARoleThatIsRemovedAreClosedAndNoOthers() {
        start();
        Session user = join("/user");
        Session asks = join("/asks");
        Session authorizer = join("/ws");
        try (LoadProcess load = LoadProcess.start(url("/ws"), "role")) {
            write(ANONYMOUS, USER.replace("\"user\"", "\"other\""), ASKS);
            Node.Ran refused = node.run("reload");
            assertEquals(3, refused.exit(), "the path still gives the role: " + refused.output());
            user.expectNothingMore();

            writeWithoutUser();
            node.run("reload").ok();

            assertEquals("wamp.close.killed", user.receive(Type.GOODBYE).get(2).asText());
            authorizer.expectAlive();
            asks.expectNothingMore();
            load.awaitSent(Load.RATE);
            finish(load, "role removed");
        }
    }

    /** The path goes with the role that it gives. */
    private void writeWithoutUser() {
        write(ANONYMOUS, ASKS, "{\"name\": \"nobody\", \"permissions\": [{\"uri\": \"com.none\"}]}");
        Path file = folder.resolve("config.json");
        try {
            String text = Files.readString(file);
            Files.writeString(file, text.replace("\"role\": \"user\"", "\"role\": \"nobody\""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anAuthorizerDecidesFailsClosedAndIsForgottenWhenItIsReplaced() {
        start();
        Session asks = join("/asks");
        asks.error(Type.CALL, asks.call("com.app.add"), FAILED);
        Session authorizer = join("/ws");
        long registration = authorizer.register("com.authorize");
        authorizer.register("com.app.add");

        assertEquals(5, answered(asks, authorizer, registration, true, 5));
        denied(asks, authorizer, registration, false, DENIED);
        denied(asks, authorizer, registration, "perhaps", FAILED);
        denied(asks, authorizer, registration, Map.of("allow", "yes"), FAILED);
        asks.error(Type.CALL, asks.call("com.never"), DENIED);
        assertEquals(6, answered(asks, authorizer, registration, Map.of("allow", true, "cache", true), 6));
        assertEquals(7, fromTheCache(asks, authorizer, 7));

        long hanging = asks.request(Type.SUBSCRIBE, Map.of("match", "prefix"), "com.app.");
        JsonNode question = authorizer.receive(Type.INVOCATION);
        assertEquals("subscribe", question.get(4).get(2).asText());
        assertEquals("prefix", question.get(4).get(3).get("match").asText());
        asks.error(Type.SUBSCRIBE, hanging, FAILED);

        long second = replace(authorizer, registration);
        denied(asks, authorizer, second, false, DENIED);
    }

    /** A call of the session that the authorizer answers so, and the callee with {@code result}. */
    private static int answered(Session asks, Session authorizer, long registration, Object decision, int result) {
        long call = asks.call("com.app.add");
        JsonNode question = authorizer.receive(Type.INVOCATION);
        assertEquals(registration, question.get(2).asLong());
        JsonNode arguments = question.get(4);
        assertEquals(asks.id(), arguments.get(0).get("session").asLong());
        assertEquals("asks", arguments.get(0).get("authrole").asText());
        assertEquals("com.app.add", arguments.get(1).asText());
        assertEquals("call", arguments.get(2).asText());
        authorizer.yieldTo(question, decision);
        authorizer.yieldTo(authorizer.receive(Type.INVOCATION), result);
        return asks.answer(Type.RESULT, call).get(3).get(0).asInt();
    }

    private static int fromTheCache(Session asks, Session authorizer, int result) {
        long call = asks.call("com.app.add");
        authorizer.yieldTo(authorizer.receive(Type.INVOCATION), result);
        return asks.answer(Type.RESULT, call).get(3).get(0).asInt();
    }

    private static void denied(Session asks, Session authorizer, long registration, Object decision, String error) {
        long call = asks.call("com.app.add");
        authorizer.serve(registration, decision);
        asks.error(Type.CALL, call, error);
    }

    /** Registers the authorizer anew; it may still be told that its last call is over. */
    private static long replace(Session authorizer, long registration) {
        long request = authorizer.request(Type.UNREGISTER, registration);
        JsonNode message = authorizer.peer().receive();
        while (message.get(0).asInt() == Type.INTERRUPT) {
            message = authorizer.peer().receive();
        }
        assertEquals(request, message.get(1).asLong(), message::toString);
        return authorizer.register("com.authorize");
    }

    @Test
    void nobodyForgesAnIdentityAndTheMetaApiIsForWhoMayCallIt() {
        start();
        Session other = join("/ws");
        long registration = other.register("com.app.who");
        Session user = join("/user");
        Map<String, Object> forged =
                Map.of("caller", 1, "caller_authid", "admin", "caller_authrole", "admin", "disclose_me", true);

        long call = user.request(Type.CALL, forged, "com.app.who");
        JsonNode invocation = other.receive(Type.INVOCATION);
        other.yieldTo(invocation, 1);

        assertEquals(registration, invocation.get(2).asLong());
        assertEquals(user.id(), invocation.get(3).get("caller").asLong());
        assertEquals("user", invocation.get(3).get("caller_authrole").asText());
        user.answer(Type.RESULT, call);
        for (String procedure : List.of("wamp.session.kill_all", "wamp.session.list", "wamp.subscription.list")) {
            user.error(Type.CALL, user.call(procedure), DENIED);
        }
        long published = user.request(Type.PUBLISH, Map.of("acknowledge", true), "wamp.session.on_join", List.of());
        user.error(Type.PUBLISH, published, "wamp.error.invalid_uri");
        for (String uri : List.of("com.App.who", "com.app", "COM.app.who", "com.appx")) {
            user.error(Type.CALL, user.call(uri), DENIED);
        }
        for (String uri : List.of("", "com.app.who.", ".com.app.who")) {
            user.error(Type.CALL, user.call(uri), "wamp.error.invalid_uri");
        }
        other.expectAlive();
    }

    private static void finish(LoadProcess load, String what) {
        LoadProcess.Account account = load.finish();
        System.out.println(account.line(what));
        account.expectWhole();
    }
}
