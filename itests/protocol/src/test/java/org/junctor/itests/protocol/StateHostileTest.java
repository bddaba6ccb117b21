package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junctor.itests.protocol.Wire.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages that are well formed and come at the wrong time, for things of others, or far too often; nobody else notices. */
@ExtendWith(RouterExtension.class)
final class StateHostileTest {
    private Bystander bystander;

    @BeforeEach
    void watch(Router router, TestInfo test) {
        bystander = Bystander.of(router, test.getTestMethod().orElseThrow().getName());
    }

    @AfterEach
    void nobodyWaited() {
        bystander.close();
    }

    private static Session monotonic(Router router) {
        return Session.join(
                router.keep(WebSocketPeer.connect(
                        router.file().webUrl("/monotonic"), Wire.of(Transport.WEBSOCKET, Codec.CBOR))),
                Router.OPEN);
    }

    @Test
    void M3_aSessionThatIsGoneLeavesOnce(Router router) {
        Session watcher = router.join(Wire.WEBSOCKET);
        watcher.subscribe("wamp.session.on_leave");
        Session leaving = router.join(Wire.WEBSOCKET);

        leaving.peer().send(Type.GOODBYE, Map.of(), "wamp.close.normal");
        leaving.peer().send(Type.GOODBYE, Map.of(), "wamp.close.normal");
        leaving.peer().send(Type.ABORT, Map.of(), "wamp.close.normal");
        leaving.receive(Type.GOODBYE);
        Session fence = router.join(Wire.WEBSOCKET);
        fence.leave();

        List<JsonNode> left = watcher.eventsUntil(event -> event.get(4).get(0).asLong() == fence.id());
        long times = left.stream()
                .filter(event -> event.get(4).get(0).asLong() == leaving.id())
                .count();
        assertEquals(1, times, left::toString);
    }

    @Test
    void M6_whereIdsMayLeapTheyMayNotFallBack(Router router) {
        Session session = monotonic(router);
        session.peer().send(Type.SUBSCRIBE, 100, Map.of(), "org.junctor.test.m6");
        session.receive(Type.SUBSCRIBED);

        session.peer().send(Type.SUBSCRIBE, 99, Map.of(), "org.junctor.test.m6");

        session.expectViolation();
    }

    @Test
    void M7_nobodyTouchesWhatOthersHave(Router router) {
        Session owner = router.join(Wire.WEBSOCKET);
        Session caller = router.join(Wire.WEBSOCKET);
        Session thief = router.join(Wire.WEBSOCKET);
        long subscription = owner.subscribe("org.junctor.hostile.m7");
        long registration = owner.register("org.junctor.hostile.m7");
        long call = caller.call("org.junctor.hostile.m7");
        JsonNode invocation = owner.receive(Type.INVOCATION);

        thief.error(Type.UNSUBSCRIBE, thief.request(Type.UNSUBSCRIBE, subscription), "wamp.error.no_such_subscription");
        thief.error(Type.UNREGISTER, thief.request(Type.UNREGISTER, registration), "wamp.error.no_such_registration");
        thief.peer().send(Type.CANCEL, call, Map.of("mode", "kill"));
        thief.expectNothingMore();
        thief.peer().send(Type.ERROR, Type.INVOCATION, invocation.get(1).asLong(), Map.of(), "org.junctor.stolen");
        thief.expectViolation();

        owner.yieldTo(invocation, "mine");
        assertEquals("mine", caller.answer(Type.RESULT, call).get(3).get(0).asText());
        caller.publish("org.junctor.hostile.m7");
        owner.event(subscription);
    }

    @Test
    void M8_optionsThatMeanNothingAreNeverTakenForSomethingElse(Router router) {
        for (String text : List.of(
                "[32,1,{\"match\":\"regex\"},\"a.b\"]",
                "[64,1,{\"match\":\"EXACT\"},\"a.b\"]",
                "[49,1,{\"mode\":\"gently\"}]",
                "[48,1,{\"timeout\":-5},\"a.b\"]",
                "[48,1,{\"timeout\":\"x\"},\"a.b\"]",
                "[16,1,{\"exclude\":\"all\"},\"a.b\"]",
                "[16,1,{\"acknowledge\":\"yes\"},\"a.b\"]")) {
            Session offender = router.join(Wire.WEBSOCKET);
            offender.peer().sendText(text);
            offender.expectViolation();
        }
        Session session = router.join(Wire.WEBSOCKET);
        long request = session.request(Type.REGISTER, Map.of("invoke", "bogus"), "org.junctor.hostile.m8");
        session.error(Type.REGISTER, request, "wamp.error.invalid_argument");
    }

    @Test
    void M9_urisHaveALimit(Router router) {
        Session session = router.join(Wire.WEBSOCKET);
        List<String> uris = List.of(
                "a".repeat(256),
                "x".repeat(900_000),
                "a.".repeat(32) + "a",
                "a b#c",
                "a..b",
                ".",
                "a.\u0085b",
                "a.\u2003b");
        for (String uri : uris) {
            for (int type : List.of(Type.SUBSCRIBE, Type.REGISTER, Type.CALL)) {
                session.error(type, session.request(type, Map.of(), uri), "wamp.error.invalid_uri");
            }
        }
        for (String match : List.of("prefix", "wildcard")) {
            long request = session.request(Type.SUBSCRIBE, Map.of("match", match), ".".repeat(10_000));
            session.error(Type.SUBSCRIBE, request, "wamp.error.invalid_uri");
        }
        session.expectAlive();
    }

    @Test
    void M10_sealedPayloadsHaveNoKeywordsAndAreNotLookedInto(Router router) {
        Session receiver = router.join(Wire.WEBSOCKET);
        long subscription = receiver.subscribe("org.junctor.hostile.m10");
        String message = "[16,1,{\"ppt_scheme\":\"unheard_of\"},\"org.junctor.hostile.m10\"%s]";
        for (String payload : List.of(",[\"\\u0000AA==\"],{\"k\":1}", "")) {
            Session sender = router.join(Wire.WEBSOCKET);
            sender.peer().sendText(message.formatted(payload));
            sender.expectViolation();
        }
        Session sender = router.join(Wire.WEBSOCKET);
        sender.peer().sendText(message.formatted(",[\"\\u0000AA==\"]"));
        assertEquals(
                "unheard_of",
                receiver.event(subscription).get(3).path("ppt_scheme").asText());
        receiver.expectNothingMore();
    }

    @Test
    void M11_concurrencyIsANumberAboveZero(Router router) {
        Session session = router.join(Wire.WEBSOCKET);

        long zero = session.request(Type.REGISTER, Map.of("concurrency", 0), "org.junctor.hostile.m11");

        session.error(Type.REGISTER, zero, "wamp.error.invalid_argument");
        session.register("org.junctor.hostile.m11", Map.of("concurrency", 1_000_000_000L));
        session.peer().sendText("[64,3,{\"concurrency\":-1},\"org.junctor.hostile.m11.b\"]");
        session.expectViolation();
    }

    @Test
    void M12_callsThatNobodyAnswersEndWithTheCallee(Router router) {
        Session caller = router.join(Wire.RAWSOCKET);
        Session callee = router.join(Wire.RAWSOCKET);
        callee.register("org.junctor.hostile.m12");
        Set<Long> open = new HashSet<>();
        for (int i = 0; i < 9_000; i++) {
            open.add(caller.call("org.junctor.hostile.m12"));
        }
        for (int i = 0; i < 9_000; i++) {
            callee.receive(Type.INVOCATION);
        }

        callee.peer().cut();

        while (!open.isEmpty()) {
            JsonNode error = caller.receive(Type.ERROR);
            assertEquals("wamp.error.canceled", error.get(4).asText());
            assertTrue(open.remove(error.get(2).asLong()), () -> "twice: " + error);
        }
        caller.expectAlive();
    }

    @Test
    void M12_callsWithoutEndAreLimited(Router router) {
        Session caller = router.join(Wire.RAWSOCKET);
        Session callee = router.join(Wire.RAWSOCKET);
        callee.register("org.junctor.hostile.m12b");
        for (int i = 0; i < 10_000; i++) {
            caller.call("org.junctor.hostile.m12b");
        }

        long beyond = caller.call("org.junctor.hostile.m12b");

        expectQuota(caller.receive(Type.ERROR), beyond);
    }

    /** The first that is refused: by the number of its kind, or, on a node with so little memory, by what all of them take. */
    private static void expectQuota(JsonNode error, long beyond) {
        assertEquals(Type.ERROR, error.get(0).asInt(), error::toString);
        assertEquals("wamp.error.quota_exceeded", error.get(4).asText(), error::toString);
        long first = error.get(2).asLong();
        assertTrue(first > beyond / 5 && first <= beyond, () -> error + ", and not behind " + beyond / 5);
    }

    @Test
    void M13_helloMayNotBeAnything(Router router) {
        List<String> details = new ArrayList<>(List.of("{\"roles\":[\"caller\"]}", "{\"roles\":{\"caller\":[]}}"));
        details.add("{\"roles\":{\"caller\":{\"features\":[]}}}");
        details.add("{\"roles\":{\"caller\":{\"features\":{\"call_canceling\":1}}}}");
        details.add("{\"roles\":{\"router\":{}}}");
        StringBuilder features = new StringBuilder("\"f_0\":true");
        for (int i = 1; i < 10_000; i++) {
            features.append(",\"f_").append(i).append("\":true");
        }
        details.add("{\"roles\":{\"caller\":{\"features\":{" + features + "}}}}");
        for (String each : details) {
            Peer peer = router.connect(Wire.WEBSOCKET);
            peer.sendText("[1,\"realm1\"," + each + "]");
            Session.expectViolation(peer);
        }
    }

    @Test
    void M14_subscriptionsAndRegistrationsOfOneSessionAreLimited(Router router) {
        Session session = router.join(Wire.RAWSOCKET);
        int limit = 10_000;
        for (int i = 0; i < limit; i++) {
            session.request(Type.SUBSCRIBE, Map.of(), "org.junctor.hostile.m14." + i);
        }
        for (int i = 0; i < limit; i++) {
            session.receive(Type.SUBSCRIBED);
        }
        long subscription = session.request(Type.SUBSCRIBE, Map.of(), "org.junctor.hostile.m14.more");
        session.error(Type.SUBSCRIBE, subscription, "wamp.error.quota_exceeded");
        Session callee = router.join(Wire.RAWSOCKET);
        for (int i = 0; i < limit; i++) {
            callee.request(Type.REGISTER, Map.of(), "org.junctor.hostile.m14." + i);
        }
        long registration = callee.request(Type.REGISTER, Map.of(), "org.junctor.hostile.m14.more");
        JsonNode answer = callee.peer().receive();
        while (answer.get(0).asInt() == Type.REGISTERED) {
            answer = callee.peer().receive();
        }
        expectQuota(answer, registration);

        callee.peer().cut();
        session.peer().cut(); // and all of it goes away, while the bystander is measured
    }
}
