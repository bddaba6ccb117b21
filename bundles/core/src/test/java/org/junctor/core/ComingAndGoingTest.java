package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junctor.api.message.Abort;
import org.junctor.api.message.Event;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Result;
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;
import org.junctor.api.transport.CloseReason;
import org.junctor.serializer.json.JsonSerializer;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Serializers, and the core itself, that go and come back under sessions. */
final class ComingAndGoingTest {
    private static final String TOPIC = "com.example.topic";
    private static final String ADD = "com.example.add";

    private final TestRouter router = new TestRouter();
    private final FakePeer one = router.join();
    private final FakePeer other = router.join();
    private final Serializer newJson = new JsonSerializer();

    @Test
    void absentSerializerStopsReadingAndNothingIsLost() {
        TestRouter.subscribe(other, 1, TOPIC);

        router.core.unbindSerializer(TestRouter.JSON);
        assertTrue(one.paused());
        one.sendLate(TestRouter.publish(1, TOPIC, 1));
        one.send(TestRouter.publish(2, TOPIC, 2));
        one.send(TestRouter.publish(3, TOPIC, 3));
        other.nothing();
        bind(newJson);

        for (long i = 1; i <= 3; i++) {
            assertEquals(i, TestRouter.argument(other.next(Event.class)));
        }
        assertFalse(one.paused());
        assertFalse(other.paused());
        assertNull(one.closed());
    }

    @Test
    void transportThatGoesEndsItsSessionsAndHandshakesWithAReason() {
        FakePeer silent = router.connect();

        one.goAway("the transport stops");
        silent.goAway("the transport stops");

        assertEquals(Reason.SYSTEM_SHUTDOWN, one.next(Goodbye.class).reason());
        assertEquals(CloseReason.GOING_AWAY, one.closed());
        assertEquals("the transport stops", one.closeText());
        assertEquals(CloseReason.GOING_AWAY, silent.closed());
        silent.nothing();
        assertNull(other.closed());
        assertEquals(1, router.realm.sessions().size());
    }

    @Test
    void messageThatArrivesBeforeTheSessionKnowsIsKept() {
        TestRouter.subscribe(other, 1, TOPIC);
        Slot slot = router.realm.sessions().iterator().next().slot();
        Serializer gone = slot.serializer();

        slot.empty(); // as another thread does, a moment before it tells the sessions
        one.send(TestRouter.publish(1, TOPIC, 1));
        assertTrue(one.paused());
        slot.fill(Objects.requireNonNull(gone), new byte[0]);
        router.realm.sessions().forEach(session -> session.link.serializerBack());

        assertEquals(1L, TestRouter.argument(other.next(Event.class)));
    }

    @Test
    void whatIsForAPeerWithoutSerializerWaitsAndKeepsItsOrder() {
        Serializer second = new RenamedSerializer("json2", TestRouter.JSON);
        router.core.bindSerializer(second, Map.of());
        FakePeer peer = router.join(new FakePeer(second));
        TestRouter.subscribe(peer, 1, TOPIC);
        TestRouter.register(peer, 2, ADD);

        router.core.unbindSerializer(second);
        one.send(TestRouter.publish(1, TOPIC, 1));
        one.send(TestRouter.call(2, ADD, 2));
        one.send(TestRouter.publish(3, TOPIC, 3));
        peer.nothing();
        router.core.bindSerializer(new RenamedSerializer("json2", TestRouter.JSON), Map.of());

        assertEquals(1L, TestRouter.argument(peer.next(Event.class)));
        Invocation invocation = peer.next(Invocation.class);
        assertEquals(2L, TestRouter.argument(invocation));
        assertEquals(3L, TestRouter.argument(peer.next(Event.class)));
        peer.send(new Yield(invocation.request(), Options.EMPTY, Values.payload(second, List.of("done"), Map.of())));
        assertEquals("done", TestRouter.argument(one.next(Result.class)));
    }

    @Test
    void whatWaitsForASerializerIsBounded() {
        TestRouter small = new TestRouter(TestRouter.limits(4000, SlowPolicy.DISCONNECT));
        Serializer second = new RenamedSerializer("json2", TestRouter.JSON);
        small.core.bindSerializer(second, Map.of());
        FakePeer peer = small.join(new FakePeer(second));
        FakePeer publisher = small.join();
        TestRouter.subscribe(peer, 1, TOPIC);
        small.core.unbindSerializer(second);

        for (long i = 1; i <= 10; i++) {
            publisher.send(TestRouter.publish(i, TOPIC, "x".repeat(1000)));
        }
        small.time.run();

        assertEquals(CloseReason.POLICY, peer.closed());
    }

    @Test
    void serializerThatStaysAwayEndsItsSessionsWithGoodbye() {
        router.core.unbindSerializer(TestRouter.JSON);

        router.time.pass(9_999);
        one.nothing();
        router.time.pass(1);

        assertEquals(Reason.SYSTEM_SHUTDOWN, one.next(Goodbye.class).reason());
        assertEquals(CloseReason.GOING_AWAY, one.closed());
        assertEquals(List.of(), router.core.sessions(TestRouter.REALM));
        assertEquals(1, router.counter("grace.expired"));
    }

    @Test
    void serializerThatCameBackInTimeEndsNothing() {
        router.core.unbindSerializer(TestRouter.JSON);
        router.time.pass(9_000);
        bind(newJson);
        router.core.unbindSerializer(newJson);
        router.time.pass(9_000);
        bind(TestRouter.JSON);

        router.time.pass(60_000);

        assertNull(one.closed());
    }

    @Test
    void secondSerializerOfTheSameNameIsRefusedUntilTheFirstIsGone() {
        Serializer rival = new JsonSerializer();

        bind(rival);
        assertEquals(1, router.core.serializers().size());
        router.core.unbindSerializer(TestRouter.JSON);

        assertFalse(one.paused(), "the other one takes its place");
        TestRouter.subscribe(one, 1, TOPIC);
    }

    @Test
    void serializerWithATakenNumberIsRefused() {
        router.core.bindSerializer(new RenamedSerializer("other", TestRouter.JSON, 1), Map.of());

        assertEquals(1, router.core.serializers().size());
    }

    @Test
    void stoppedCoreSaysGoodbyeAndLeavesTheConnections() {
        FakePeer unopened = router.connect();

        router.core.stop();

        assertEquals(Reason.SYSTEM_SHUTDOWN, one.next(Goodbye.class).reason());
        assertTrue(one.detached());
        assertNull(one.closed());
        unopened.nothing();
        assertTrue(unopened.detached());
    }

    @Test
    void stoppedCoreClosesAConnectionThatCannotTakeTheGoodbye() {
        TestRouter.subscribe(other, 1, TOPIC);
        other.takeOnly(0);
        one.send(TestRouter.publish(1, TOPIC));

        router.core.stop();

        assertEquals(CloseReason.GOING_AWAY, other.closed());
        assertFalse(other.detached());
    }

    @Test
    void stoppedCoreSaysGoodbyeAlsoWithoutSerializer() {
        router.core.unbindSerializer(TestRouter.JSON);

        router.core.stop();

        assertEquals(Reason.SYSTEM_SHUTDOWN, one.next(Goodbye.class).reason());
        assertTrue(one.detached());
    }

    @Test
    void nothingIsHeardOfAStoppedCore() {
        TestRouter.subscribe(other, 1, TOPIC);
        router.core.stop();
        one.all();
        other.all();

        one.sendLate(TestRouter.publish(1, TOPIC));
        router.time.pass(60_000);

        one.nothing();
        other.nothing();
        assertNull(one.closed());
    }

    @Test
    void coreThatStopsWhileItAcceptsLeavesTheConnection() {
        router.core.stop();

        FakePeer late = router.connect();

        assertTrue(late.detached());
    }

    @Test
    void nextCoreIgnoresWhatWasForTheLastOneAndOpensASession() {
        router.core.stop();
        one.next(Goodbye.class);
        TestRouter next = new TestRouter();

        one.connect(next.core, true).resume();
        one.send(TestRouter.publish(1, TOPIC, 1)); // sent before the peer had read GOODBYE
        one.send(new Goodbye(Options.EMPTY, Reason.GOODBYE_AND_OUT));
        one.nothing();
        one.send(TestRouter.hello());

        one.next(Welcome.class);
    }

    @Test
    void nextCoreClosesAConnectionOnWhichNoHelloComes() {
        router.core.stop();
        one.next(Goodbye.class);
        TestRouter next = new TestRouter();
        one.connect(next.core, true).resume();

        next.time.pass(9_999);
        assertNull(one.closed());
        next.time.pass(1);

        assertEquals(CloseReason.NORMAL, one.closed());
        one.nothing();
    }

    @Test
    void secondGoodbyeOnAReusedConnectionIsAViolation() {
        FakePeer peer = new FakePeer(TestRouter.JSON).connect(router.core, true);

        peer.send(new Goodbye(Options.EMPTY, Reason.GOODBYE_AND_OUT));
        peer.send(new Goodbye(Options.EMPTY, Reason.GOODBYE_AND_OUT));

        assertEquals(Reason.PROTOCOL_VIOLATION, peer.next(Abort.class).reason());
    }

    @Test
    void helloThatComesBeforeItsRealmWaitsWhileTheCoreSettles() {
        DrivenTimer time = new DrivenTimer();
        RouterCore core = new RouterCore(TestRouter.LIMITS, time, time);
        core.bindSerializer(TestRouter.JSON, Map.of());
        FakePeer peer = new FakePeer(TestRouter.JSON).connect(core).send(TestRouter.hello());
        FakePeer lost = new FakePeer(TestRouter.JSON)
                .connect(core)
                .send(new Hello("nowhere", TestRouter.hello().details()));
        peer.nothing();

        core.open(TestRouter.REALM, Set.of("anonymous"), false);
        peer.nothing();
        core.bindAuthenticator(TestRouter.ANONYMOUS, Map.of("method", "anonymous"));

        peer.next(Welcome.class);
        time.pass(TestRouter.LIMITS.settleMs());
        assertEquals(Reason.NO_SUCH_REALM, lost.next(Abort.class).reason());
    }

    private void bind(Serializer serializer) {
        router.core.bindSerializer(serializer, Map.of("service.bundleid", 8L));
    }
}
