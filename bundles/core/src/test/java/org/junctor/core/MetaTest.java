package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junctor.api.message.Call;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Welcome;
import org.junctor.api.serializer.Values;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** The session meta API. */
final class MetaTest {
    private final TestRouter router = new TestRouter();

    @Test
    void metaProceduresTellOfSessions() {
        FakePeer peer = router.connect().send(TestRouter.hello());
        long id = peer.next(Welcome.class).session();

        peer.send(TestRouter.call(1, "wamp.session.count"));
        peer.send(TestRouter.call(2, "wamp.session.list"));
        peer.send(TestRouter.call(3, "wamp.session.get", id));
        peer.send(TestRouter.call(4, "wamp.session.count", List.of("other")));

        assertEquals(1L, TestRouter.argument(peer.next(Result.class)));
        assertEquals(List.of(id), TestRouter.argument(peer.next(Result.class)));
        Map<?, ?> details = (Map<?, ?>) TestRouter.argument(peer.next(Result.class));
        assertEquals(id, details.get("session"));
        assertEquals("somebody", details.get("authid"));
        assertEquals(0L, TestRouter.argument(peer.next(Result.class)));
    }

    @Test
    void metaProceduresAnswerErrors() {
        FakePeer peer = router.join();

        peer.send(TestRouter.call(1, "wamp.session.get", 1));
        peer.send(TestRouter.call(2, "wamp.session.get"));
        peer.send(TestRouter.call(3, "wamp.session.count", "anonymous"));
        peer.send(TestRouter.call(4, "wamp.session.fly"));

        assertEquals(Reason.NO_SUCH_SESSION, peer.next(Error.class).error());
        assertEquals(Reason.INVALID_ARGUMENT, peer.next(Error.class).error());
        assertEquals(Reason.INVALID_ARGUMENT, peer.next(Error.class).error());
        assertEquals(Reason.NO_SUCH_PROCEDURE, peer.next(Error.class).error());
    }

    @Test
    void idsMayBeFloatsWithoutAFraction() {
        FakePeer peer = router.connect().send(TestRouter.hello());
        long id = peer.next(Welcome.class).session();

        peer.send(TestRouter.call(1, "wamp.session.get", (double) id));
        peer.send(TestRouter.call(2, "wamp.session.get", 1.5));

        assertEquals(id, ((Map<?, ?>) TestRouter.argument(peer.next(Result.class))).get("session"));
        assertEquals(Reason.INVALID_ARGUMENT, peer.next(Error.class).error());
    }

    @Test
    void joiningAndLeavingIsAnnounced() {
        FakePeer watcher = router.join();
        TestRouter.subscribe(watcher, 1, "wamp.session.on_join");
        TestRouter.subscribe(watcher, 2, "wamp.session.on_leave");

        FakePeer peer = router.connect().send(TestRouter.hello());
        long id = peer.next(Welcome.class).session();
        peer.hangUp();

        Map<?, ?> joined = (Map<?, ?>) TestRouter.argument(watcher.next(Event.class));
        assertEquals(id, joined.get("session"));
        assertEquals("anonymous", joined.get("authmethod"));
        Event left = watcher.next(Event.class);
        assertEquals(List.of(id, "somebody", "anonymous"), TestRouter.arguments(left.payload()));
    }

    @Test
    void killEndsASessionWithReasonAndMessage() {
        FakePeer killer = router.join();
        FakePeer first = router.connect().send(TestRouter.hello());
        FakePeer second = router.connect().send(TestRouter.hello());

        killer.send(TestRouter.call(
                1, "wamp.session.kill", first.next(Welcome.class).session()));
        killer.send(killing(
                2, "wamp.session.kill", List.of(second.next(Welcome.class).session()), "com.example.why"));

        killer.next(Result.class);
        killer.next(Result.class);
        assertEquals(new Goodbye(Options.EMPTY, Reason.KILLED), first.next(Goodbye.class));
        assertEquals(new Goodbye(Options.of("message", "enough"), "com.example.why"), second.next(Goodbye.class));
        assertEquals(1, router.realm.size());
    }

    @Test
    void killRefusesTheCallersOwnSessionUnknownOnesAndReasonsThatAreNoUri() {
        FakePeer killer = router.connect().send(TestRouter.hello());
        long own = killer.next(Welcome.class).session();

        killer.send(TestRouter.call(1, "wamp.session.kill", own));
        killer.send(TestRouter.call(2, "wamp.session.kill", 4711));
        killer.send(killing(3, "wamp.session.kill_all", List.of(), "no uri"));

        assertEquals(Reason.NO_SUCH_SESSION, killer.next(Error.class).error());
        assertEquals(Reason.NO_SUCH_SESSION, killer.next(Error.class).error());
        assertEquals(Reason.INVALID_URI, killer.next(Error.class).error());
        assertEquals(1, router.realm.size());
    }

    @Test
    void killingByNameOrRoleSparesTheCaller() {
        FakePeer killer = router.join();
        FakePeer first = router.connect().send(TestRouter.hello());
        long id = first.next(Welcome.class).session();

        killer.send(TestRouter.call(1, "wamp.session.kill_by_authid", "somebody"));
        assertEquals(List.of(id), TestRouter.argument(killer.next(Result.class)));
        FakePeer second = router.join();
        killer.send(TestRouter.call(2, "wamp.session.kill_by_authrole", "anonymous"));
        assertEquals(1L, TestRouter.argument(killer.next(Result.class)));
        killer.send(TestRouter.call(3, "wamp.session.kill_by_authrole", "nobody"));

        assertEquals(0L, TestRouter.argument(killer.next(Result.class)));
        first.next(Goodbye.class);
        second.next(Goodbye.class);
    }

    @Test
    void killAllIsNotAnnounced() {
        FakePeer killer = router.join();
        TestRouter.subscribe(killer, 1, "wamp.session.on_leave");
        FakePeer victim = router.join();

        killer.send(TestRouter.call(2, "wamp.session.kill_all"));

        victim.next(Goodbye.class);
        assertEquals(1L, TestRouter.argument(killer.next(Result.class)));
        killer.nothing();
    }

    @Test
    void privateDetailsOfASessionMayBeChangedAndNoOthers() {
        FakePeer peer = router.connect().send(TestRouter.hello());
        long id = peer.next(Welcome.class).session();

        peer.send(TestRouter.call(1, "wamp.session.modify_details", id, Map.of("x_desk", 7, "authextra", "tall")));
        peer.send(TestRouter.call(2, "wamp.session.modify_details", id, Map.of("authrole", "admin")));
        peer.send(TestRouter.call(3, "wamp.session.modify_details", id, Map.of("x_more", "x".repeat(20_000))));
        peer.send(TestRouter.call(4, "wamp.session.get", id));

        peer.next(Result.class);
        assertEquals(Reason.INVALID_ARGUMENT, peer.next(Error.class).error());
        assertEquals(Reason.INVALID_ARGUMENT, peer.next(Error.class).error());
        Map<?, ?> details = (Map<?, ?>) TestRouter.argument(peer.next(Result.class));
        assertEquals(7L, details.get("x_desk"));
        assertEquals("tall", details.get("authextra"));
        assertEquals("anonymous", details.get("authrole"));
        assertNull(details.get("x_more"));
    }

    @Test
    void sessionThatLeavesWhileItsJoiningIsAnnouncedHasLeftAfterwards() {
        AtomicReference<FakePeer> hasty = new AtomicReference<>();
        FakePeer first = new FakePeer(TestRouter.JSON).framing(frame -> {
            FakePeer now = hasty.getAndSet(null);
            if (now != null) {
                now.hangUp();
            }
        });
        first.connect(router.core).send(TestRouter.hello());
        first.send(new Subscribe(1, Options.EMPTY, "wamp.session.on_join"));
        FakePeer second = router.join();
        TestRouter.subscribe(second, 1, "wamp.session.on_leave");
        TestRouter.subscribe(second, 2, "wamp.session.on_join");
        FakePeer peer = router.connect();
        hasty.set(peer);

        peer.send(TestRouter.hello());

        assertInstanceOf(Map.class, TestRouter.argument(second.next(Event.class)), "on_join is first");
        assertInstanceOf(Long.class, TestRouter.argument(second.next(Event.class)), "on_leave is second");
    }

    private static Call killing(long request, String procedure, List<?> arguments, String reason) {
        Map<String, String> keywords = Map.of("reason", reason, "message", "enough");
        return new Call(request, Options.EMPTY, procedure, Values.payload(TestRouter.JSON, arguments, keywords));
    }
}
