package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junctor.api.message.Call;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Result;
import org.junctor.api.message.Welcome;
import org.junctor.api.security.Action;
import org.junctor.api.security.Authorizer;
import org.junctor.api.security.Decision;
import org.junctor.api.serializer.Values;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** What sessions leave behind. */
final class TestamentTest {
    private static final String TOPIC = "com.example.testament";

    private final TestRouter router = new TestRouter();
    private final FakePeer watcher = router.join();
    private final FakePeer peer = router.connect().send(TestRouter.hello());
    private final long id = peer.next(Welcome.class).session();
    private long request;

    @Test
    void detachedOnesComeBeforeDestroyedOnesInTheirOrderAndBeforeTheNewsOfTheEnd() {
        TestRouter.subscribe(watcher, 1, "wamp.session.on_leave");
        TestRouter.subscribe(watcher, 2, TOPIC);
        TestRouter.subscribe(peer, ++request, "com.example.other");
        TestRouter.subscribe(watcher, 3, "wamp.subscription.on_delete");
        add("a", Map.of());
        add("b", Map.of("scope", "detached"));
        add("c", Map.of("scope", "destroyed"));
        add("d", Map.of("scope", "detached"));

        peer.hangUp();

        List<Object> seen = watcher.all().stream().map(TestRouter::argument).toList();
        assertEquals(List.of(id, "b", "d", "a", "c", id), seen);
    }

    @Test
    void argumentsAndOptionsAreThoseThatWereLeft() throws ProtocolViolation {
        TestRouter.subscribe(watcher, 1, TOPIC);
        Map<String, ?> options = Map.of("disclose_me", true, "acknowledge", true, "exclude_authrole", List.of("x"));
        testament(List.of(TOPIC, List.of(1, 2), Map.of("three", 3)), Map.of("publish_options", options));
        testament(
                List.of(TOPIC, List.of("hidden")),
                Map.of("publish_options", Map.of("exclude_authrole", List.of("anonymous"))));
        peer.next(Result.class);
        peer.next(Result.class);

        peer.send(new Goodbye(Options.EMPTY, "wamp.close.normal"));

        Event event = watcher.next(Event.class);
        assertEquals(List.of(List.of(1L, 2L), Map.of("three", 3L)), Values.decode(event.payload(), TestRouter.JSON));
        assertEquals(id, event.details().integer("publisher", 0));
        watcher.nothing();
        peer.next(Goodbye.class);
        peer.nothing();
    }

    @Test
    void flushForgetsOneScopeOnly() {
        TestRouter.subscribe(watcher, 1, TOPIC);
        add("a", Map.of());
        add("b", Map.of("scope", "detached"));
        call("wamp.session.flush_testaments", List.of(), Map.of());
        add("c", Map.of());
        call("wamp.session.flush_testaments", List.of("detached"), Map.of());
        peer.next(Result.class);
        peer.next(Result.class);

        peer.hangUp();

        assertEquals("c", TestRouter.argument(watcher.next(Event.class)));
        watcher.nothing();
    }

    @Test
    void killAllLeavesNothing() {
        TestRouter.subscribe(watcher, 1, TOPIC);
        add("a", Map.of());

        watcher.send(TestRouter.call(2, "wamp.session.kill_all"));

        watcher.next(Result.class);
        watcher.nothing();
    }

    @Test
    void whatCannotBePublishedIsRefusedAtOnce() {
        Authorizer noPublishing = (session, action, uri, match, options) ->
                (action == Action.PUBLISH ? Decision.DENY : Decision.ALLOW).now();
        testament(List.of("not a topic", List.of()), Map.of());
        testament(List.of("wamp.session.on_leave", List.of()), Map.of());
        testament(List.of(TOPIC, List.of()), Map.of("scope", "later"));
        testament(List.of(TOPIC, List.of()), Map.of("publish_options", Map.of("exclude_me", 1)));
        testament(List.of(TOPIC, "no list"), Map.of());
        router.core.bindAuthorizer(noPublishing, Map.of("service.ranking", 1));
        testament(List.of(TOPIC, List.of()), Map.of());

        assertEquals(Reason.INVALID_URI, peer.next(Error.class).error());
        assertEquals(Reason.INVALID_URI, peer.next(Error.class).error());
        assertEquals(Reason.INVALID_ARGUMENT, peer.next(Error.class).error());
        assertEquals(Reason.INVALID_ARGUMENT, peer.next(Error.class).error());
        assertEquals(Reason.INVALID_ARGUMENT, peer.next(Error.class).error());
        assertEquals(Reason.NOT_AUTHORIZED, peer.next(Error.class).error());
    }

    @Test
    void testamentThatIsAllowedAfterTheEndIsForgotten() {
        CompletableFuture<Decision> later = new CompletableFuture<>();
        Authorizer slow =
                (session, action, uri, match, options) -> action == Action.PUBLISH ? later : Decision.ALLOW.now();
        router.core.bindAuthorizer(slow, Map.of("service.ranking", 1));
        TestRouter.subscribe(watcher, 1, TOPIC);
        testament(List.of(TOPIC, List.of("late")), Map.of());

        peer.hangUp();
        later.complete(Decision.ALLOW);

        watcher.nothing();
    }

    @Test
    void authorizerThatTakesTooLongRefuses() {
        Authorizer silent = (session, action, uri, match, options) ->
                action == Action.PUBLISH ? new CompletableFuture<>() : Decision.ALLOW.now();
        router.core.bindAuthorizer(silent, Map.of("service.ranking", 1));
        testament(List.of(TOPIC, List.of()), Map.of());

        router.time.pass(TestRouter.LIMITS.authTimeoutMs());

        assertEquals(Reason.AUTHORIZATION_FAILED, peer.next(Error.class).error());
    }

    @Test
    void numberAndSizeAreBounded() {
        testament(List.of(TOPIC, List.of("x".repeat(2000))), Map.of());
        assertEquals(Reason.QUOTA_EXCEEDED, peer.next(Error.class).error());
        for (int i = 0; i < 4; i++) {
            add("t" + i, Map.of());
        }

        testament(List.of(TOPIC, List.of()), Map.of());

        assertEquals(Reason.QUOTA_EXCEEDED, peer.next(Error.class).error());
        assertEquals(2, router.counter("quotas.exceeded"));
    }

    private void add(String argument, Map<String, ?> keywords) {
        testament(List.of(TOPIC, List.of(argument), Map.of()), keywords);
        peer.next(Result.class);
    }

    private void testament(List<?> arguments, Map<String, ?> keywords) {
        call("wamp.session.add_testament", arguments, keywords);
    }

    private void call(String procedure, List<?> arguments, Map<String, ?> keywords) {
        peer.send(new Call(++request, Options.EMPTY, procedure, Values.payload(TestRouter.JSON, arguments, keywords)));
    }
}
