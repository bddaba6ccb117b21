package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junctor.api.message.Abort;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Register;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Result;
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junctor.api.security.Decision;
import org.junctor.api.transport.CloseReason;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** What waits for all peers together is bounded. */
final class WaitingTest {
    private static final int TOTAL = 400_000;
    private static final int PEERS = 20;
    private static final String TOPIC = "com.example.topic";
    private static final String PROCEDURE = "com.example.procedure";
    private static final String TEN_KILO = "x".repeat(10_000);

    private final TestRouter router =
            new TestRouter(TestRouter.limits(1 << 20, TOTAL, SlowPolicy.DISCONNECT, TestRouter.CALL_LIMITS));
    private final FakePeer publisher = router.join();
    private long requests;

    @Test
    void manySlowSubscribersAreDisconnectedButNotTheOneThatWaitsForLittle() {
        FakePeer modest = slow(TOPIC);
        publish(TOPIC, 1);
        List<FakePeer> greedy =
                IntStream.range(0, PEERS).mapToObj(i -> slow(TOPIC + i)).toList();
        for (int event = 0; event < 30; event++) {
            for (int i = 0; i < PEERS; i++) {
                publish(TOPIC + i, 1);
            }
        }
        router.time.run();
        modest.takeAll();

        assertTrue(greedy.stream().allMatch(peer -> peer.closed() == CloseReason.POLICY));
        assertNull(publisher.closed());
        assertNull(modest.closed());
        assertEquals(1, modest.all().stream().filter(Event.class::isInstance).count());
    }

    @Test
    void thereIsRoomAgainWhenTheyAreGone() {
        for (int i = 0; i < PEERS; i++) {
            FakePeer greedy = slow(TOPIC + i);
            publish(TOPIC + i, 10);
            if (i % 2 == 0) {
                greedy.takeAll();
            } else {
                greedy.hangUp();
            }
        }

        assertEquals(0, router.counter("outbox.overflow"));
    }

    @Test
    void eventForManyCountsOnce() {
        List<FakePeer> subscribers =
                IntStream.range(0, PEERS).mapToObj(i -> slow(TOPIC)).toList();
        publish(TOPIC, 10);
        subscribers.forEach(FakePeer::takeAll);

        assertTrue(subscribers.stream().allMatch(peer -> peer.all().size() == 10));
    }

    @Test
    void testamentsOfAllSessionsTogetherAreBounded() {
        TestRouter other =
                new TestRouter(TestRouter.limits(1 << 20, 1500, SlowPolicy.DISCONNECT, TestRouter.CALL_LIMITS));
        FakePeer first = other.join();
        FakePeer second = other.join();
        leave(first, 1);
        first.next(Result.class);

        leave(second, 1);
        assertEquals(Reason.QUOTA_EXCEEDED, second.next(Error.class).error());

        first.hangUp();
        leave(second, 2);
        second.next(Result.class);
    }

    @Test
    void requestsThatWaitForAnAuthorizerCount() {
        List<CompletableFuture<Decision>> open = new ArrayList<>();
        router.core.unbindAuthorizer(TestRouter.ALLOW_ALL);
        router.core.bindAuthorizer(
                (session, action, uri, match, options) -> {
                    CompletableFuture<Decision> answer = new CompletableFuture<>();
                    open.add(answer);
                    return answer;
                },
                Map.of());
        Waiting waiting = router.realm.context().waiting();
        List<FakePeer> peers =
                IntStream.range(0, 4 * PEERS).mapToObj(i -> router.join()).toList();

        for (FakePeer peer : peers) {
            peer.send(TestRouter.call(1, PROCEDURE, TEN_KILO));
            for (long request = 2; request < 10 && !peer.paused(); request++) {
                peer.send(TestRouter.call(request, PROCEDURE, "x".repeat(1000)));
            }
        }

        assertTrue(router.counter("quotas.exceeded") > 0, "all are kept");
        // Of each peer as much as there must be room for, and one message more.
        assertTrue(waiting.bytes() < TOTAL + peers.size() * 6_000L, waiting.bytes() + " octets wait");
        peers.subList(0, PEERS).forEach(FakePeer::hangUp);
        while (!open.isEmpty()) {
            List.copyOf(open).forEach(answer -> answer.complete(Decision.DENY));
            open.removeIf(CompletableFuture::isDone);
        }
        assertEquals(0, waiting.bytes());
    }

    @Test
    void requestsOfWhoLeavesAreForgotten() {
        router.core.unbindAuthorizer(TestRouter.ALLOW_ALL);
        Waiting waiting = router.realm.context().waiting();
        FakePeer peer = router.join();
        for (long request = 1; request < 4; request++) {
            peer.send(TestRouter.call(request, PROCEDURE, "x".repeat(1000)));
        }
        assertTrue(waiting.bytes() > 3000, waiting.bytes() + " octets wait");

        peer.hangUp();
        router.time.pass(TestRouter.LIMITS.graceMs());

        assertEquals(0, waiting.bytes());
    }

    @Test
    void helloThatIsTooLongIsAViolation() {
        FakePeer peer = router.connect();

        peer.send(TestRouter.hello(Map.of("subscriber", Map.of("x_", "x".repeat(70_000)))));
        router.time.run();

        assertEquals(Reason.PROTOCOL_VIOLATION, peer.next(Abort.class).reason());
    }

    @Test
    void callsWhosePayloadIsKeptForAnotherCalleeGiveRoomBack() {
        Map<String, Object> callee = Map.of("features", Map.of("call_reroute", true));
        FakePeer one = callee(callee);
        FakePeer other = callee(callee);
        for (int i = 0; i < 3 * TOTAL / TEN_KILO.length(); i++) {
            publisher.send(TestRouter.call(++requests, PROCEDURE, TEN_KILO));
            FakePeer asked = i % 2 == 0 ? one : other;
            long invocation = asked.next(Invocation.class).request();
            asked.send(new Yield(invocation, Options.EMPTY, Payload.EMPTY));
            publisher.next(Result.class);
        }
        publisher.send(TestRouter.call(++requests, PROCEDURE, TEN_KILO));
        one.send(new Error(
                Invocation.TYPE,
                one.next(Invocation.class).request(),
                Options.EMPTY,
                Reason.UNAVAILABLE,
                Payload.EMPTY));

        assertEquals(TEN_KILO, TestRouter.argument(other.next(Invocation.class)));
    }

    private FakePeer callee(Map<String, Object> role) {
        FakePeer peer = router.connect().send(TestRouter.hello(Map.of("callee", role)));
        peer.next(Welcome.class);
        peer.send(new Register(1, Options.of("invoke", "roundrobin"), PROCEDURE));
        peer.next(Registered.class);
        return peer;
    }

    private static void leave(FakePeer peer, long request) {
        peer.send(TestRouter.call(request, "wamp.session.add_testament", TOPIC, List.of("x".repeat(800)), Map.of()));
    }

    private FakePeer slow(String topic) {
        FakePeer peer = router.join();
        TestRouter.subscribe(peer, 1, topic);
        peer.takeOnly(0);
        return peer;
    }

    private void publish(String topic, int events) {
        for (int i = 0; i < events; i++) {
            publisher.send(TestRouter.publish(++requests, topic, TEN_KILO));
        }
    }
}
