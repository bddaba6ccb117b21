package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Result;
import org.junctor.api.message.Welcome;
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
}
