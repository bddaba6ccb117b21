package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junctor.api.message.Abort;
import org.junctor.api.message.Call;
import org.junctor.api.message.Cancel;
import org.junctor.api.message.Error;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Listener;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Sessions from HELLO to GOODBYE, and what ends them before that. */
final class SessionTest {
    private final TestRouter router = new TestRouter();

    @Test
    void helloIsAnsweredByWelcomeWithRolesAndIdentity() throws ProtocolViolation {
        FakePeer peer = router.connect().send(TestRouter.hello());

        Welcome welcome = peer.next(Welcome.class);

        assertEquals("somebody", welcome.details().text("authid"));
        assertEquals("anonymous", welcome.details().text("authrole"));
        assertEquals("anonymous", welcome.details().text("authmethod"));
        assertEquals("static", welcome.details().text("authprovider"));
        assertEquals(TestRouter.REALM, welcome.details().text("realm"));
        Options broker = welcome.details().dict("roles").dict("broker").dict("features");
        Options dealer = welcome.details().dict("roles").dict("dealer").dict("features");
        assertTrue(broker.flag("pattern_based_subscription", false));
        assertTrue(dealer.flag("call_canceling", false));
        assertFalse(dealer.has("sharded_registration"), "announced, but not there");
    }

    @Test
    void sessionIdsAreRandomAndInRange() {
        long first = welcome().session();
        long second = welcome().session();

        assertNotEquals(first, second);
        assertTrue(first >= 1 && first <= 1L << 53);
    }

    @Test
    void unknownKeysInOptionsMeanNothing() {
        FakePeer peer = router.join();

        peer.send(new Subscribe(1, Options.of("x_colour", 1), "com.example.topic"));

        peer.next(Subscribed.class);
    }

    @Test
    void timeForTheNextHelloEndsWithItThoughTheLastSessionIsStillBeingForgotten() {
        FakePeer peer = router.join();
        long first = router.core.sessions(TestRouter.REALM).get(0).id();
        AtomicBoolean asked = new AtomicBoolean();
        FakePeer watcher = new FakePeer(TestRouter.JSON).framing(frame -> {
            if (asked.getAndSet(false)) { // the news that the session has gone
                peer.send(new Goodbye(Options.EMPTY, Reason.GOODBYE_AND_OUT)).send(TestRouter.hello());
            }
        });
        watcher.connect(router.core)
                .send(TestRouter.hello())
                .send(new Subscribe(1, Options.EMPTY, "wamp.session.on_leave"));
        asked.set(true);

        router.core.kill(first, "com.example.over", "over");
        router.time.pass(TestRouter.LIMITS.goodbyeTimeoutMs());

        assertFalse(asked.get());
        assertNull(peer.closed());
        assertEquals(2, router.core.sessions(TestRouter.REALM).size());
    }

    @Test
    void goodbyeIsAnsweredOnceAndNothingFollows() {
        FakePeer publisher = router.join();
        FakePeer peer = router.join();
        TestRouter.subscribe(peer, 1, "com.example.topic");

        peer.send(new Goodbye(Options.EMPTY, "wamp.close.normal"));
        publisher.send(TestRouter.publish(1, "com.example.topic"));

        assertEquals(Reason.GOODBYE_AND_OUT, peer.next(Goodbye.class).reason());
        peer.nothing();
        assertNull(peer.closed(), "it may say HELLO again");
    }

    @Test
    void connectionIsReusedAfterGoodbyeForASessionWithItsOwnId() {
        FakePeer peer = router.connect().send(TestRouter.hello());
        long first = peer.next(Welcome.class).session();
        TestRouter.subscribe(peer, 1, "com.example.topic");
        peer.send(new Goodbye(Options.EMPTY, "wamp.close.normal")).next(Goodbye.class);

        peer.send(TestRouter.hello());

        assertNotEquals(first, peer.next(Welcome.class).session());
        TestRouter.subscribe(peer, 1, "com.example.topic");
    }

    @Test
    void connectionIsClosedWhenNoHelloFollowsAGoodbye() {
        FakePeer peer = router.join();
        peer.send(new Goodbye(Options.EMPTY, "wamp.close.normal"));

        router.time.pass(9_999);
        assertNull(peer.closed());
        router.time.pass(1);

        assertEquals(CloseReason.NORMAL, peer.closed());
    }

    @Test
    void killedSessionGetsGoodbyeAndNothingElseIsHeardOfIt() {
        FakePeer peer = router.connect().send(TestRouter.hello());
        long id = peer.next(Welcome.class).session();

        assertTrue(router.core.kill(id, Reason.KILLED, "enough"));
        peer.send(TestRouter.call(1, "com.example.add"));
        peer.sendOctets("[70,17,{}]".getBytes(StandardCharsets.UTF_8));

        assertEquals(Reason.KILLED, peer.next(Goodbye.class).reason());
        peer.nothing();
        assertFalse(router.core.kill(id, Reason.KILLED, "again"));
    }

    @Test
    void goodbyeOfAKilledClientIsNotAnsweredAndAHelloMayFollow() {
        FakePeer peer = router.connect().send(TestRouter.hello());
        router.core.kill(peer.next(Welcome.class).session(), Reason.KILLED, "enough");
        peer.next(Goodbye.class);

        peer.send(new Goodbye(Options.EMPTY, Reason.GOODBYE_AND_OUT));

        peer.nothing();
        peer.send(TestRouter.hello()).next(Welcome.class);
    }

    @Test
    void killedClientThatDoesNotAnswerIsClosed() {
        FakePeer peer = router.connect().send(TestRouter.hello());
        router.core.kill(peer.next(Welcome.class).session(), Reason.KILLED, "enough");

        router.time.pass(10_000);

        assertEquals(CloseReason.NORMAL, peer.closed());
    }

    @Test
    void abortIsNotAnsweredAndFreesTheSession() {
        FakePeer peer = router.join();

        peer.send(new Abort(Options.EMPTY, "com.example.panic", Payload.EMPTY));

        peer.nothing();
        assertEquals(List.of(), router.core.sessions(TestRouter.REALM));
    }

    @Test
    void openSessionIsNotTimedOut() {
        FakePeer peer = router.join();

        router.time.pass(100_000);

        assertNull(peer.closed());
    }

    @Test
    void requestIdsAreCountedAcrossRequestTypesAndMirroredOnesAreNot() {
        FakePeer peer = router.join();
        long registration = TestRouter.register(peer, 1, "com.example.add");
        peer.send(TestRouter.call(2, "com.example.add"));
        peer.send(new Cancel(2, Options.of("mode", "skip")));
        peer.send(new Yield(1, Options.EMPTY, Payload.EMPTY));

        peer.send(new Publish(3, Options.EMPTY, "com.example.topic", Payload.EMPTY));
        TestRouter.subscribeAfter(peer, 4, "com.example.topic");

        assertTrue(registration > 0);
        assertNull(peer.closed());
    }

    @Test
    void monotonicPolicyTakesGapsAndRefusesRepetitions() {
        FakePeer peer = joinWith(Listener.RequestIds.MONOTONIC);
        TestRouter.subscribe(peer, 7, "com.example.a");
        TestRouter.subscribe(peer, 1000, "com.example.b");

        peer.send(new Subscribe(1000, Options.EMPTY, "com.example.c"));

        assertAborted(peer, Reason.PROTOCOL_VIOLATION, CloseReason.PROTOCOL_ERROR);
    }

    @Test
    void offPolicyTakesAnyRequestId() {
        FakePeer peer = joinWith(Listener.RequestIds.OFF);

        TestRouter.subscribe(peer, 1L << 53, "com.example.a");
        TestRouter.subscribe(peer, 5, "com.example.b");
        TestRouter.subscribe(peer, 5, "com.example.c");
    }

    @Test
    void requestIdsStartAgainBehindTheLargest() {
        FakePeer peer = joinWith(Listener.RequestIds.MONOTONIC);
        TestRouter.subscribe(peer, 1L << 53, "com.example.a");

        TestRouter.subscribe(peer, 1, "com.example.b");
    }

    @Test
    void repeatedIdOfAPendingCallIsAViolationEvenWithoutAPolicy() {
        FakePeer peer = joinWith(Listener.RequestIds.OFF);
        TestRouter.register(peer, 1, "com.example.add");
        peer.send(TestRouter.call(2, "com.example.add"));
        peer.all();

        peer.send(TestRouter.call(2, "com.example.add"));

        assertEquals(CloseReason.PROTOCOL_ERROR, peer.closed());
    }

    @Test
    void drainingRouterRefusesHelloAndCallButFinishesWhatRuns() {
        FakePeer peer = router.join();
        TestRouter.register(peer, 1, "com.example.add");
        peer.send(TestRouter.call(2, "com.example.add"));
        peer.all();

        router.core.drain();
        peer.send(TestRouter.call(3, "com.example.add"));
        FakePeer late = router.connect().send(TestRouter.hello());

        assertEquals(Reason.UNAVAILABLE, peer.next(Error.class).error());
        assertAborted(late, Reason.SYSTEM_SHUTDOWN, CloseReason.NORMAL);
        assertEquals(1, router.core.callsInFlight());
        peer.send(new Yield(1, Options.EMPTY, Payload.EMPTY)).next(Result.class);
        assertEquals(0, router.core.callsInFlight());
    }

    @Test
    void shutdownSaysGoodbyeToAll() {
        FakePeer peer = router.join();

        router.core.shutdown();
        assertEquals(Reason.SYSTEM_SHUTDOWN, peer.next(Goodbye.class).reason());
        peer.send(new Goodbye(Options.EMPTY, Reason.GOODBYE_AND_OUT));

        assertEquals(CloseReason.GOING_AWAY, peer.closed());
    }

    @Test
    void closedRealmSaysGoodbyeToItsSessions() {
        FakePeer peer = router.join();

        router.core.close(router.realm);

        assertEquals(Reason.CLOSE_REALM, peer.next(Goodbye.class).reason());
        assertAborted(router.connect().send(TestRouter.hello()), Reason.NO_SUCH_REALM, CloseReason.NORMAL);
    }

    @Test
    void callWithABadUriIsAnErrorAndTheSessionGoesOn() {
        FakePeer peer = router.join();

        peer.send(new Call(1, Options.EMPTY, "com..add", Payload.EMPTY));
        peer.send(new Subscribe(2, Options.EMPTY, "com example"));
        peer.send(new Publish(3, Options.EMPTY, "com example", Payload.EMPTY));
        peer.send(new Publish(4, Options.of("acknowledge", true), "wamp.mine", Payload.EMPTY));

        assertEquals(Reason.INVALID_URI, peer.next(Error.class).error());
        assertEquals(Reason.INVALID_URI, peer.next(Error.class).error());
        Error acknowledged = peer.next(Error.class);
        assertEquals(4, acknowledged.request());
        assertEquals(Publish.TYPE, acknowledged.requestType());
        peer.nothing();
    }

    private FakePeer joinWith(Listener.RequestIds policy) {
        return router.join(new FakePeer(TestRouter.JSON, new Listener("test", Map.of(), policy)));
    }

    private Welcome welcome() {
        return router.connect().send(TestRouter.hello()).next(Welcome.class);
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
