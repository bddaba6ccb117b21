package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junctor.api.message.Abort;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Welcome;
import org.junctor.api.transport.CloseReason;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends a session, or keeps it from being opened. */
final class ViolationTest {
    private final TestRouter router = new TestRouter();

    @Test
    void helloForAnUnknownRealmIsRefused() {
        FakePeer peer =
                router.connect().send(new Hello("nowhere", TestRouter.hello().details()));

        assertAborted(peer, Reason.NO_SUCH_REALM, CloseReason.NORMAL);
    }

    @Test
    void helloForSomethingThatIsNoUriIsRefused() {
        FakePeer peer =
                router.connect().send(new Hello("no where", TestRouter.hello().details()));

        assertAborted(peer, Reason.INVALID_URI, CloseReason.NORMAL);
    }

    @Test
    void helloWithoutRolesOrWithEmptyOnesIsRefused() {
        FakePeer without = router.connect().send(new Hello(TestRouter.REALM, Options.EMPTY));
        FakePeer empty = router.connect().send(TestRouter.hello(Map.of()));
        FakePeer foreign = router.connect().send(TestRouter.hello(Map.of("dealer", Map.of())));

        assertAborted(without, Reason.PROTOCOL_VIOLATION, CloseReason.PROTOCOL_ERROR);
        assertAborted(empty, Reason.PROTOCOL_VIOLATION, CloseReason.PROTOCOL_ERROR);
        assertAborted(foreign, Reason.PROTOCOL_VIOLATION, CloseReason.PROTOCOL_ERROR);
    }

    @Test
    void featureThatIsNoBoolIsRefusedButAnUnknownOneIsNot() {
        FakePeer number = router.connect()
                .send(TestRouter.hello(Map.of("caller", Map.of("features", Map.of("call_canceling", 1)))));
        FakePeer unknown = router.connect()
                .send(TestRouter.hello(Map.of("caller", Map.of("features", Map.of("time_travel", true)))));

        assertAborted(number, Reason.PROTOCOL_VIOLATION, CloseReason.PROTOCOL_ERROR);
        unknown.next(Welcome.class);
    }

    @Test
    void secondHelloEndsTheSession() {
        FakePeer peer = router.join().send(TestRouter.hello());

        assertAborted(peer, Reason.PROTOCOL_VIOLATION, CloseReason.PROTOCOL_ERROR);
        assertEquals(List.of(), router.core.sessions(TestRouter.REALM));
    }

    @Test
    void messageBeforeHelloIsAViolation() {
        FakePeer peer = router.connect().send(TestRouter.call(1, "com.example.add"));

        assertAborted(peer, Reason.PROTOCOL_VIOLATION, CloseReason.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[2,1,{\"roles\":{}}]",
                "[4,\"ticket\",{}]",
                "[5,\"secret\",{}]",
                "[17,1,2]",
                "[33,1,2]",
                "[35,1]",
                "[36,1,2,{}]",
                "[50,1,{}]",
                "[65,1,2]",
                "[67,1]",
                "[68,1,2,{}]",
                "[69,1,{}]",
                "[8,48,1,{},\"com.example.error\"]",
                "[70,1,{}]",
                "[8,68,1,{},\"com.example.error\"]",
                "[]",
                "{}",
                "[\"HELLO\"]",
                "[99,1]",
                "[337,1]",
                "[48,1,{}]",
                "[48,\"1\",{},\"com.example.add\"]",
                "[16,1,{\"acknowledge\":1},\"com.example.topic\"]",
                "[16,1,{\"exclude_me\":\"no\"},\"com.example.topic\"]",
                "[32,1,{\"match\":\"regex\"},\"com.example.topic\"]",
                "[48,1,{\"timeout\":-1},\"com.example.add\"]",
                "[49,1,{\"mode\":\"softly\"}]",
                "[48,2,{},\"com.example.add\"]",
                "nonsense",
                "[48,1,{},\"com.example.add\",[1,]]"
            })
    void whatMustNotBeSentInASessionEndsItAndItOnly(String octets) {
        FakePeer bystander = router.join();
        FakePeer peer = router.join();

        peer.sendOctets(octets.getBytes(StandardCharsets.UTF_8));

        assertAborted(peer, Reason.PROTOCOL_VIOLATION, CloseReason.PROTOCOL_ERROR);
        assertNull(bystander.closed());
        assertEquals(1, router.core.sessions(TestRouter.REALM).size());
        assertEquals(1, router.counter("protocol.violations"));
    }

    @Test
    void nothingIsProcessedAfterAViolation() {
        FakePeer subscriber = router.join();
        TestRouter.subscribe(subscriber, 1, "com.example.topic");
        FakePeer peer = router.join().send(TestRouter.hello());

        peer.sendLate(TestRouter.publish(1, "com.example.topic", "too late"));

        subscriber.nothing();
    }

    @Test
    void authenticateInAnAnonymousHandshakeIsAViolation() {
        FakePeer peer = router.connect().send(new Authenticate("secret", Options.EMPTY));

        assertAborted(peer, Reason.PROTOCOL_VIOLATION, CloseReason.PROTOCOL_ERROR);
    }

    @Test
    void violationThatTheTransportFoundEndsTheSession() {
        FakePeer bystander = router.join();
        FakePeer peer = router.join().violate("a frame of a reserved type");

        assertAborted(peer, Reason.PROTOCOL_VIOLATION, CloseReason.PROTOCOL_ERROR);
        assertEquals("a frame of a reserved type", peer.closeText());
        assertNull(bystander.closed());
        assertEquals(1, router.counter("protocol.violations"));
    }

    @Test
    void peerThatDoesNotTakeItsWelcomeIsLetGo() {
        FakePeer narrow = new FakePeer(TestRouter.JSON).maxMessageBytes(100).connect(router.core);

        narrow.send(TestRouter.hello());
        router.time.pass(1);

        narrow.nothing();
        assertEquals(CloseReason.TOO_LARGE, narrow.closed());
        assertEquals(List.of(), router.core.sessions(TestRouter.REALM));
    }

    @Test
    void connectionWithoutHelloIsAbortedInTime() {
        FakePeer peer = router.connect();

        router.time.pass(4_999);
        assertNull(peer.closed());
        router.time.pass(1);

        assertAborted(peer, Reason.TIMEOUT, CloseReason.POLICY);
    }

    private static void assertAborted(FakePeer peer, String reason, CloseReason close) {
        Abort abort = peer.next(Abort.class);
        assertEquals(reason, abort.reason());
        assertTrue(abort.details().has("message"));
        assertTrue(abort.payload().isEmpty(), "some clients take three elements only");
        peer.nothing();
        assertEquals(close, peer.closed());
    }
}
