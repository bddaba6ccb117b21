package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** An open session of a {@link Peer}: counts its requests, and knows the usual exchanges. */
final class Session implements AutoCloseable {
    /** All roles, with the features that make the router send what it can. */
    static final Map<String, Object> ALL_ROLES = Map.of(
            "publisher", features("publisher_exclusion", "publisher_identification", "payload_passthru_mode"),
            "subscriber", features("pattern_based_subscription", "subscription_revocation", "payload_passthru_mode"),
            "caller",
                    features(
                            "progressive_call_results",
                            "progressive_call_invocations",
                            "call_canceling",
                            "payload_passthru_mode"),
            "callee",
                    features(
                            "progressive_call_results",
                            "progressive_call_invocations",
                            "call_canceling",
                            "call_reroute",
                            "pattern_based_registration",
                            "shared_registration",
                            "registration_revocation",
                            "payload_passthru_mode"));

    /** All roles and no feature. */
    static final Map<String, Object> PLAIN_ROLES =
            Map.of("publisher", Map.of(), "subscriber", Map.of(), "caller", Map.of(), "callee", Map.of());

    private final Peer peer;
    private final JsonNode welcome;
    private long lastRequest;

    /** The session that a WELCOME opened. */
    Session(Peer peer, JsonNode welcome) {
        this.peer = peer;
        this.welcome = welcome;
    }

    /** Opens a session on a connection that has none. */
    static Session join(Peer peer, String realm) {
        return join(peer, realm, ALL_ROLES);
    }

    /** Opens a session with these roles. */
    static Session join(Peer peer, String realm, Map<String, Object> roles) {
        peer.send(Type.HELLO, realm, Map.of("roles", roles));
        return new Session(peer, peer.receive(Type.WELCOME));
    }

    /** A role's details with these features. */
    static Map<String, Object> features(String... names) {
        Map<String, Object> features = new HashMap<>();
        for (String name : names) {
            features.put(name, true);
        }
        return Map.of("features", features);
    }

    /** The session's id. */
    long id() {
        return welcome.get(1).asLong();
    }

    /** What the router said of itself and of this session. */
    JsonNode welcomeDetails() {
        return welcome.get(2);
    }

    /** The connection, for whatever this class has no method for. */
    Peer peer() {
        return peer;
    }

    /** The id for the next request. */
    long nextRequest() {
        lastRequest++;
        return lastRequest;
    }

    /** Sends a request: the type, the next id, then {@code fields}. Answers the id. */
    long request(int type, Object... fields) {
        long id = nextRequest();
        List<Object> message = new ArrayList<>(List.of(type, id));
        message.addAll(List.of(fields));
        peer.send(message.toArray());
        return id;
    }

    /** Subscribes and answers the subscription's id. */
    long subscribe(String topic, String match) {
        long request = request(Type.SUBSCRIBE, Map.of("match", match), topic);
        JsonNode subscribed = answer(Type.SUBSCRIBED, request);
        return subscribed.get(2).asLong();
    }

    /** Subscribes to exactly this topic. */
    long subscribe(String topic) {
        return subscribe(topic, "exact");
    }

    /** Ends a subscription. */
    void unsubscribe(long subscription) {
        answer(Type.UNSUBSCRIBED, request(Type.UNSUBSCRIBE, subscription));
    }

    /** Registers and answers the registration's id. */
    long register(String procedure, Map<String, Object> options) {
        long request = request(Type.REGISTER, options, procedure);
        return answer(Type.REGISTERED, request).get(2).asLong();
    }

    /** Registers exactly this procedure, to be shared by this policy. */
    long registerShared(String procedure, String invoke) {
        return register(procedure, Map.of("invoke", invoke));
    }

    /** Registers exactly this procedure. */
    long register(String procedure) {
        return register(procedure, Map.of());
    }

    /** Publishes with acknowledgement and answers the publication's id. */
    long publish(String topic, Object... arguments) {
        long request = request(Type.PUBLISH, Map.of("acknowledge", true), topic, List.of(arguments));
        return answer(Type.PUBLISHED, request).get(2).asLong();
    }

    /** Sends a CALL and answers its request id. */
    long call(String procedure, Object... arguments) {
        return request(Type.CALL, Map.of(), procedure, List.of(arguments));
    }

    /** The arguments of the RESULT of a call that is answered at once. */
    JsonNode result(String procedure, Object... arguments) {
        return answer(Type.RESULT, call(procedure, arguments)).path(3);
    }

    /** The arguments of the RESULT of a call with keyword arguments. */
    JsonNode result(String procedure, List<Object> arguments, Map<String, Object> keywords) {
        long call = request(Type.CALL, Map.of(), procedure, arguments, keywords);
        return answer(Type.RESULT, call).path(3);
    }

    /** Sends the result of an invocation that has just come. */
    void yieldTo(JsonNode invocation, Object... arguments) {
        peer.send(Type.YIELD, invocation.get(1).asLong(), Map.of(), List.of(arguments));
    }

    /** Answers an INVOCATION with an error. */
    void fail(JsonNode invocation, String error, Object... arguments) {
        peer.send(Type.ERROR, Type.INVOCATION, invocation.get(1).asLong(), Map.of(), error, List.of(arguments));
    }

    /** The next message, which must be an INVOCATION of this registration, answered with {@code result}. */
    void serve(long registration, Object result) {
        JsonNode invocation = peer.receive(Type.INVOCATION);
        assertEquals(registration, invocation.get(2).asLong(), () -> "registration of " + invocation);
        yieldTo(invocation, result);
    }

    /** The next message, which must be of this type. */
    JsonNode receive(int type) {
        return peer.receive(type);
    }

    /** The next message, which must be of this type and answer this request. */
    JsonNode answer(int type, long request) {
        JsonNode message = peer.receive(type);
        assertEquals(request, message.get(1).asLong(), () -> "request id of " + message);
        return message;
    }

    /** The next message, which must be an ERROR to this request with this URI. */
    JsonNode error(int requestType, long request, String uri) {
        JsonNode error = peer.receive(Type.ERROR);
        assertEquals(requestType, error.get(1).asInt(), () -> "request type of " + error);
        assertEquals(request, error.get(2).asLong(), () -> "request id of " + error);
        assertEquals(uri, error.get(4).asText(), () -> "URI of " + error);
        return error;
    }

    /** The next message, which must be an EVENT of this subscription. */
    JsonNode event(long subscription) {
        JsonNode event = peer.receive(Type.EVENT);
        assertEquals(subscription, event.get(1).asLong(), () -> "subscription of " + event);
        return event;
    }

    /** The first event for which the condition holds; others may come before it. */
    JsonNode eventWhere(Predicate<JsonNode> condition) {
        JsonNode event = peer.receive(Type.EVENT);
        while (!condition.test(event)) {
            event = peer.receive(Type.EVENT);
        }
        return event;
    }

    /** All events until the first one for which the condition holds, that one included. */
    List<JsonNode> eventsUntil(Predicate<JsonNode> last) {
        List<JsonNode> events = new ArrayList<>();
        do {
            events.add(peer.receive(Type.EVENT));
        } while (!last.test(events.get(events.size() - 1)));
        return events;
    }

    /**
     * Proves that nothing more was on its way to this session: an answer to a request of its own comes first. What others had the
     * router send before is queued before that answer.
     */
    void expectNothingMore() {
        long fence = request(Type.UNSUBSCRIBE, 9_007_199_254_740_000L);
        error(Type.UNSUBSCRIBE, fence, "wamp.error.no_such_subscription");
    }

    /** Proves that the session lives though {@code requests} were sent that it has not counted. */
    void expectAliveAfter(int requests) {
        lastRequest += requests;
        expectNothingMore();
    }

    /** Proves that the session lives: it calls a procedure of its own. */
    void expectAlive() {
        String procedure = "org.junctor.test.alive." + id() + "." + lastRequest;
        register(procedure);
        long call = call(procedure, "still here");
        JsonNode invocation = receive(Type.INVOCATION);
        peer.send(Type.YIELD, invocation.get(1).asLong(), Map.of(), List.of("still here"));
        assertEquals("still here", answer(Type.RESULT, call).get(3).get(0).asText());
    }

    /** Proves that the session lives, whatever events have come or not. */
    void expectAliveAfterEvents() {
        long request = request(Type.SUBSCRIBE, Map.of(), "org.junctor.test.alive." + id());
        JsonNode message = peer.receive();
        while (message.get(0).asInt() == Type.EVENT) {
            message = peer.receive();
        }
        assertEquals(Json.tree("[33," + request + "," + message.path(2) + "]"), message);
    }

    /** The router's ABORT for a violation, with a text for people, and the end of the connection. */
    void expectViolation() {
        expectViolation(peer);
    }

    /** The router's ABORT for a violation, with a text for people, and the end of the connection. */
    static void expectViolation(Peer peer) {
        expectAbort(peer, "wamp.error.protocol_violation");
        peer.awaitEnd();
    }

    /** The router's ABORT with this reason and a text for people. */
    static void expectAbort(Peer peer, String reason) {
        JsonNode abort = peer.receive(Type.ABORT);
        assertEquals(reason, abort.get(2).asText(), () -> "reason of " + abort);
        assertTrue(abort.get(1).path("message").asText().length() > 10, () -> "no text for people in " + abort);
        assertEquals(3, abort.size(), () -> "autobahn-python takes only three elements: " + abort);
    }

    /** Leaves as a client should. */
    void leave() {
        peer.send(Type.GOODBYE, Map.of(), "wamp.close.normal");
        peer.receive(Type.GOODBYE);
    }

    /** The names of the keys of an object. */
    static List<String> keys(JsonNode object) {
        List<String> names = new ArrayList<>();
        for (Iterator<String> each = object.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }

    @Override
    public void close() {
        peer.cut();
    }
}
