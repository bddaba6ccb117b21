package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junctor.api.message.Call;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Result;
import org.junctor.api.message.Yield;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Peers with different serializers. */
final class TranscodingTest {
    private static final String TOPIC = "com.example.topic";
    private static final String ADD = "com.example.add";

    private final TestRouter router = new TestRouter();
    private final Serializer second = new RenamedSerializer("json2", TestRouter.JSON);
    private final FakePeer one = router.join();
    private final FakePeer other = joinOther();

    @Test
    void callAndResultAreConvertedBothWays() throws ProtocolViolation {
        TestRouter.register(other, 1, ADD);

        one.send(TestRouter.call(1, ADD, "question"));
        Invocation invocation = other.next(Invocation.class);
        other.send(new Yield(invocation.request(), Options.EMPTY, payload("answer")));

        assertEquals(List.of(List.of("question")), Values.decode(invocation.payload(), second));
        assertEquals("answer", TestRouter.argument(one.next(Result.class)));
    }

    @Test
    void eventIsConvertedOncePerFormat() throws ProtocolViolation {
        List<FakePeer> many = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FakePeer peer = joinOther();
            TestRouter.subscribe(peer, 1, TOPIC);
            many.add(peer);
        }
        FakePeer same = router.join();
        TestRouter.subscribe(same, 1, TOPIC);
        long before = router.counter("events.encoded");

        one.send(TestRouter.publish(1, TOPIC, "to all"));

        assertEquals(2, router.counter("events.encoded") - before);
        assertEquals("to all", TestRouter.argument(same.next(Event.class)));
        for (FakePeer peer : many) {
            assertEquals(
                    List.of(List.of("to all")),
                    Values.decode(peer.next(Event.class).payload(), second));
        }
    }

    @Test
    void eventThatCannotBeConvertedIsDroppedForThatFormatOnly() {
        FakePeer same = router.join();
        TestRouter.subscribe(same, 1, TOPIC);
        TestRouter.subscribe(other, 1, TOPIC);

        one.send(new Publish(1, Options.EMPTY, TOPIC, bad()));

        same.next(Event.class);
        other.nothing();
        assertEquals(1, router.counter("events.unconvertible"));
        assertNull(one.closed());
    }

    @Test
    void callThatCannotBeConvertedIsAnErrorAndCostsNoId() {
        TestRouter.register(other, 1, ADD);

        one.send(new Call(1, Options.EMPTY, ADD, bad()));
        one.send(TestRouter.call(2, ADD));

        assertEquals(Reason.INVALID_ARGUMENT, one.next(Error.class).error());
        assertEquals(1, other.next(Invocation.class).request());
    }

    @Test
    void resultThatCannotBeConvertedIsAnError() {
        TestRouter.register(one, 1, ADD);
        other.send(new Call(1, Options.EMPTY, ADD, Payload.EMPTY));

        one.send(new Yield(one.next(Invocation.class).request(), Options.EMPTY, bad()));

        assertEquals(Reason.INVALID_ARGUMENT, other.next(Error.class).error());
        assertEquals(0, router.core.callsInFlight());
    }

    @Test
    void whatWaitsForTheSendersSerializerIsConvertedWhenItIsBack() throws ProtocolViolation {
        TestRouter.subscribe(other, 1, TOPIC);
        TestRouter.register(other, 2, ADD);
        router.core.unbindSerializer(second);
        one.send(TestRouter.call(1, ADD, "question"));
        one.send(TestRouter.publish(2, TOPIC, "event"));
        router.core.unbindSerializer(TestRouter.JSON);

        router.core.bindSerializer(second, Map.of());
        other.nothing();
        router.core.bindSerializer(TestRouter.JSON, Map.of());

        assertEquals(
                List.of(List.of("question")),
                Values.decode(other.next(Invocation.class).payload(), second));
        assertEquals(
                List.of(List.of("event")), Values.decode(other.next(Event.class).payload(), second));
    }

    @Test
    void whatCouldBeSentAtOnceDoesNotOvertakeWhatWaitsForTheSendersSerializer() throws ProtocolViolation {
        TestRouter.subscribe(other, 1, TOPIC);
        TestRouter.register(other, 2, ADD);
        FakePeer third = joinOther();
        router.core.unbindSerializer(second);
        one.send(TestRouter.call(1, ADD, "first"));
        router.core.unbindSerializer(TestRouter.JSON);
        router.core.bindSerializer(second, Map.of());

        third.send(new Call(1, Options.EMPTY, ADD, payload("second")));
        third.send(new Publish(2, Options.EMPTY, TOPIC, payload("third")));

        other.nothing();
        router.core.bindSerializer(TestRouter.JSON, Map.of());
        for (String part : List.of("first", "second")) {
            assertEquals(
                    List.of(List.of(part)),
                    Values.decode(other.next(Invocation.class).payload(), second));
        }
        assertEquals(
                List.of(List.of("third")), Values.decode(other.next(Event.class).payload(), second));
    }

    @Test
    void whatCannotBeConvertedWhenTheSerializerIsBackIsAnErrorForTheCaller() {
        TestRouter.register(other, 1, ADD);
        router.core.unbindSerializer(second);
        one.send(new Call(1, Options.EMPTY, ADD, bad()));

        router.core.bindSerializer(second, Map.of());
        router.time.run();

        other.nothing();
        assertEquals(Reason.INVALID_ARGUMENT, one.next(Error.class).error());
    }

    @Test
    void eventThatCannotBeConvertedWhenTheSerializerIsBackIsCounted() {
        TestRouter.subscribe(other, 1, TOPIC);
        router.core.unbindSerializer(second);
        one.send(new Publish(1, Options.EMPTY, TOPIC, bad()));

        router.core.bindSerializer(second, Map.of());
        router.time.run();

        other.nothing();
        assertEquals(1, router.counter("events.unconvertible"));
    }

    @Test
    void whatWaitsForASerializerThatStaysAwayIsGivenUp() {
        TestRouter.register(other, 1, ADD);
        FakePeer third = router.join();
        router.core.unbindSerializer(second);
        one.send(TestRouter.call(1, ADD, "question"));
        router.core.unbindSerializer(TestRouter.JSON);
        router.core.bindSerializer(second, Map.of());

        router.time.pass(10_000);

        assertTrue(other.all().stream().noneMatch(Invocation.class::isInstance));
        assertNull(other.closed());
        assertEquals(1, third.all().size(), "GOODBYE");
    }

    @Test
    void metaEventsReachEveryFormat() throws ProtocolViolation {
        TestRouter.subscribe(one, 1, "wamp.session.on_leave");
        TestRouter.subscribe(other, 1, "wamp.session.on_leave");

        router.join().hangUp();

        one.next(Event.class);
        assertEquals(1, Values.decode(other.next(Event.class).payload(), second).size());
    }

    private FakePeer joinOther() {
        if (router.core.serializers().size() == 1) {
            router.core.bindSerializer(second, Map.of());
        }
        return router.join(new FakePeer(second));
    }

    private Payload payload(Object... arguments) {
        return Values.payload(second, List.of(arguments), Map.of());
    }

    /** A binary value in JSON whose base64 is wrong: well formed, but not to be converted. */
    private static Payload bad() {
        byte[] octets = "[\"\\u0000not base64!\"]".getBytes(StandardCharsets.UTF_8);
        return Payload.of(TestRouter.JSON.format(), 1, octets, 0, octets.length);
    }
}
