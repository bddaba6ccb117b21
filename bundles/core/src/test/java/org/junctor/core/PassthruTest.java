package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
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
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junctor.api.serializer.Values;
import org.junctor.api.transport.CloseReason;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Payload that the router does not read. */
final class PassthruTest {
    private static final String ADD = "com.example.add";
    private static final byte[] SECRET = {1, 2, 3};
    private static final Options PPT =
            Options.of("ppt_scheme", "x_mine").with("ppt_cipher", "none").with("x_other", 1L);
    private static final Options TOLD = Options.of("ppt_scheme", "x_mine").with("ppt_cipher", "none");

    private final TestRouter router = new TestRouter();
    private final FakePeer caller = join(true);
    private final FakePeer callee = join(true);

    @Test
    void callAndResultPassWithWhatIsSaidOfThem() {
        TestRouter.register(callee, 1, ADD);

        caller.send(new Call(1, PPT, ADD, TestRouter.payload(SECRET)));
        Invocation invocation = callee.next(Invocation.class);
        callee.send(new Yield(1, PPT, TestRouter.payload(SECRET)));
        Result result = caller.next(Result.class);

        assertEquals(TOLD, invocation.details());
        assertArrayEquals(SECRET, (byte[]) TestRouter.argument(invocation));
        assertEquals(TOLD, result.details());
        assertArrayEquals(SECRET, (byte[]) TestRouter.argument(result));
    }

    @Test
    void whatOlderClientsSayOfTheirPayloadPassesUnasked() {
        FakePeer simple = join(false);
        TestRouter.register(simple, 1, ADD);
        Options older = Options.of("enc_algo", "cryptobox").with("enc_key", "key7");

        join(false).send(new Call(1, older, ADD, TestRouter.payload(SECRET)));

        assertEquals(older, simple.next(Invocation.class).details());
    }

    @Test
    void errorPassesToo() {
        TestRouter.register(callee, 1, ADD);
        caller.send(new Call(1, PPT, ADD, TestRouter.payload(SECRET)));

        callee.send(new Error(Invocation.TYPE, 1, TOLD, "com.example.failed", TestRouter.payload(SECRET)));

        assertEquals(TOLD, caller.next(Error.class).details());
    }

    @Test
    void eventPassesToEverySubscriber() {
        FakePeer simple = join(false);
        TestRouter.subscribe(simple, 1, "com.example.topic");

        caller.send(new Publish(1, PPT, "com.example.topic", TestRouter.payload(SECRET)));

        Event event = simple.next(Event.class);
        assertEquals(TOLD, event.details());
        assertArrayEquals(SECRET, (byte[]) TestRouter.argument(event));
    }

    @Test
    void oneBinaryValueInPlaceOfAListPassesToo() throws ProtocolViolation {
        TestRouter.register(callee, 1, ADD);
        byte[] octets = "\"\\u0000AQID\"".getBytes(StandardCharsets.US_ASCII);

        caller.send(new Call(1, PPT, ADD, Payload.of(TestRouter.JSON.format(), 1, octets, 0, octets.length)));

        List<?> values = Values.decode(callee.next(Invocation.class).payload(), TestRouter.JSON);
        assertArrayEquals(SECRET, (byte[]) values.get(0));
    }

    @Test
    void senderThatDidNotAnnounceItBreaksTheProtocol() {
        FakePeer asking = join(false);
        asking.send(new Call(1, PPT, ADD, TestRouter.payload(SECRET)));
        assertEquals(CloseReason.PROTOCOL_ERROR, asking.closed());

        FakePeer publishing = join(false);
        publishing.send(new Publish(1, PPT, ADD, TestRouter.payload(SECRET)));
        assertEquals(CloseReason.PROTOCOL_ERROR, publishing.closed());

        FakePeer answering = join(false);
        TestRouter.register(answering, 1, ADD);
        caller.send(TestRouter.call(1, ADD));
        answering.send(new Yield(1, PPT, TestRouter.payload(SECRET)));
        assertEquals(CloseReason.PROTOCOL_ERROR, answering.closed());
    }

    @Test
    void keywordArgumentsBesideItBreakTheProtocol() {
        caller.send(new Call(1, PPT, ADD, Values.payload(TestRouter.JSON, List.of(SECRET), Map.of("unit", "m"))));

        assertEquals(CloseReason.PROTOCOL_ERROR, caller.closed());
    }

    @Test
    void calleeThatDidNotAnnounceItIsNotAsked() {
        FakePeer simple = join(false);
        TestRouter.register(simple, 1, ADD);

        caller.send(new Call(1, PPT, ADD, TestRouter.payload(SECRET)));

        assertEquals(Reason.FEATURE_NOT_SUPPORTED, caller.next(Error.class).error());
        simple.nothing();
    }

    @Test
    void callerThatDidNotAnnounceItGetsAnError() {
        FakePeer simple = join(false);
        TestRouter.register(callee, 1, ADD);
        simple.send(TestRouter.call(1, ADD));

        callee.send(new Yield(1, PPT, TestRouter.payload(SECRET)));

        assertEquals(Reason.FEATURE_NOT_SUPPORTED, simple.next(Error.class).error());
        assertNull(callee.closed());
        assertEquals(0, router.core.callsInFlight());
    }

    @Test
    void proceduresOfTheRouterDoNotReadIt() {
        caller.send(new Call(1, PPT, "wamp.session.count", TestRouter.payload(SECRET)));

        assertEquals(Reason.FEATURE_NOT_SUPPORTED, caller.next(Error.class).error());
    }

    private FakePeer join(boolean announcing) {
        Map<String, Object> role = announcing ? Map.of("features", Map.of("payload_passthru_mode", true)) : Map.of();
        FakePeer peer = router.connect()
                .send(TestRouter.hello(
                        Map.of("caller", role, "callee", role, "publisher", role, "subscriber", Map.of())));
        peer.next(Welcome.class);
        return peer;
    }
}
