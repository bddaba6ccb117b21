package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Register;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Unregistered;
import org.junctor.api.message.Unsubscribed;
import org.junctor.api.message.Welcome;
import org.junctor.api.security.Action;
import org.junctor.api.security.Authorizer;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Match;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** What sessions have is taken from them when it is not allowed any more. */
final class RevisionTest {
    private static final String OLD = "com.example.old";
    private static final String KEPT = "com.example.kept";

    private final TestRouter router = new TestRouter(TestRouter.limits(TestRouter.QUOTAS));
    private final FakePeer peer = join();
    private volatile boolean strict;
    private final List<CompletableFuture<Decision>> open = new ArrayList<>();

    /** Allows all but what is old, from the moment on at which it is strict. */
    private final Authorizer rules = (session, action, uri, match, options) ->
            strict && uri.startsWith(OLD) ? Decision.DENY.now() : Decision.ALLOW.now();

    private FakePeer join() {
        Map<String, Object> subscriber = Map.of("features", Map.of("subscription_revocation", true));
        Map<String, Object> callee = Map.of("features", Map.of("registration_revocation", true));
        FakePeer joined = new FakePeer(TestRouter.JSON).connect(router.core);
        joined.send(TestRouter.hello(
                Map.of("subscriber", subscriber, "callee", callee, "caller", Map.of(), "publisher", Map.of())));
        joined.next(Welcome.class);
        return joined;
    }

    private void decideBy(Authorizer authorizer) {
        router.core.bindAuthorizer(authorizer, Map.of("service.ranking", 1));
        router.time.work();
    }

    /** The rules change: their service has other properties. */
    private void change() {
        strict = true;
        router.core.bindAuthorizer(rules, Map.of("service.ranking", 1, "roles", "others"));
    }

    @Test
    void whatIsNotAllowedAnyMoreIsRevokedAndTheRestStays() {
        decideBy(rules);
        TestRouter.subscribe(peer, 1, OLD);
        TestRouter.subscribe(peer, 2, KEPT);
        TestRouter.register(peer, 3, OLD);
        TestRouter.register(peer, 4, KEPT);

        change();
        assertFalse(router.realm.revision.settled().toCompletableFuture().isDone());
        router.time.work();

        assertTrue(router.realm.revision.settled().toCompletableFuture().isDone());
        Unsubscribed unsubscribed = peer.next(Unsubscribed.class);
        assertEquals(Reason.NOT_AUTHORIZED, unsubscribed.details().entries().get("reason"));
        Unregistered unregistered = peer.next(Unregistered.class);
        assertEquals(Reason.NOT_AUTHORIZED, unregistered.details().entries().get("reason"));
        peer.nothing();
        assertNull(peer.closed());
        assertEquals(
                List.of(KEPT),
                router.core.subscriptions(TestRouter.REALM).stream()
                        .map(entry -> entry.uri())
                        .toList());
        assertEquals(
                List.of(KEPT),
                router.core.registrations(TestRouter.REALM).stream()
                        .map(entry -> entry.uri())
                        .toList());
        assertEquals(2, router.counter("permissions.revoked"));
    }

    @Test
    void aPatternIsAskedForAsAPattern() {
        List<String> asked = new ArrayList<>();
        decideBy((session, action, uri, match, options) -> {
            asked.add(action + " " + uri + " " + match + " " + options);
            return Decision.ALLOW.now();
        });
        peer.send(new Subscribe(1, Options.of("match", "prefix"), OLD));
        peer.next(Subscribed.class);
        asked.clear();

        router.core.bindAuthorizer((session, action, uri, match, options) -> Decision.UNKNOWN.now(), Map.of());
        router.time.work();

        assertEquals(List.of("SUBSCRIBE " + OLD + " " + Match.PREFIX + " {match=prefix}"), asked);
    }

    @Test
    void whoHasLeftIsWaitedForBeforeAnythingIsRevoked() {
        TestRouter.subscribe(peer, 1, OLD);

        router.core.unbindAuthorizer(TestRouter.ALLOW_ALL);
        router.time.pass(9_000);
        router.time.work();
        peer.nothing();
        router.time.pass(1_000);
        router.time.work();

        peer.next(Unsubscribed.class);
    }

    @Test
    void anAnswerThatDoesNotComeRevokes() {
        TestRouter.subscribe(peer, 1, OLD);

        decideBy((session, action, uri, match, options) -> new CompletableFuture<>());
        peer.nothing();
        router.time.pass(10_000);

        Unsubscribed unsubscribed = peer.next(Unsubscribed.class);
        assertEquals(
                Reason.AUTHORIZATION_FAILED, unsubscribed.details().entries().get("reason"));
        assertTrue(router.realm.revision.settled().toCompletableFuture().isDone());
    }

    @Test
    void anAuthorizerThatAnswersNothingRevokesAndRefuses() {
        TestRouter.subscribe(peer, 1, OLD);

        decideBy((session, action, uri, match, options) -> CompletableFuture.completedFuture(null));

        Unsubscribed unsubscribed = peer.next(Unsubscribed.class);
        assertEquals(
                Reason.AUTHORIZATION_FAILED, unsubscribed.details().entries().get("reason"));
        assertTrue(router.realm.revision.settled().toCompletableFuture().isDone());
        peer.send(TestRouter.call(2, KEPT));
        assertEquals(Reason.AUTHORIZATION_FAILED, peer.next(Error.class).error());
        assertNull(peer.closed());
    }

    @Test
    void testamentsThatMayNotBePublishedAnyMoreAreForgotten() {
        decideBy(rules);
        FakePeer watcher = join();
        TestRouter.subscribe(watcher, 1, OLD);
        TestRouter.subscribe(watcher, 2, KEPT);
        leave(1, OLD);
        leave(2, KEPT);

        change();
        router.time.work();
        watcher.all();
        peer.hangUp();

        assertEquals("of " + KEPT, TestRouter.argument(watcher.next(Event.class)));
        watcher.nothing();
        assertEquals(2, router.counter("permissions.revoked"), "a subscription and a testament");
    }

    @Test
    void aTestamentThatWasAllowedByTheOldRulesWhileTheNewOnesCameIsForgotten() {
        CompletableFuture<Decision> slow = new CompletableFuture<>();
        decideBy((session, action, uri, match, options) -> action == Action.PUBLISH ? slow : Decision.ALLOW.now());
        peer.send(TestRouter.call(1, "wamp.session.add_testament", OLD, List.of(), Map.of()));
        strict = true;
        router.core.bindAuthorizer(rules, Map.of("service.ranking", 2));
        router.time.work();

        slow.complete(Decision.ALLOW);
        router.time.work();

        peer.next(Result.class);
        assertEquals(1, router.counter("permissions.revoked"));
    }

    private void leave(long request, String topic) {
        peer.send(TestRouter.call(request, "wamp.session.add_testament", topic, List.of("of " + topic), Map.of()));
        peer.next(Result.class);
    }

    @Test
    void onlySoManyDecisionsAreOpenAtATime() {
        for (int i = 1; i <= 2 * Revision.OPEN_MAX; i++) {
            TestRouter.subscribe(peer, i, OLD + i);
        }

        decideBy((session, action, uri, match, options) -> {
            CompletableFuture<Decision> answer = new CompletableFuture<>();
            open.add(answer);
            return answer;
        });

        assertEquals(Revision.OPEN_MAX, open.size());
        open.get(0).complete(Decision.DENY);
        router.time.work();
        assertEquals(Revision.OPEN_MAX + 1, open.size());
        for (int i = 1; i < 2 * Revision.OPEN_MAX; i++) {
            open.get(i).complete(Decision.ALLOW);
            router.time.work();
        }
        assertTrue(router.realm.revision.settled().toCompletableFuture().isDone());
        peer.next(Unsubscribed.class);
        peer.nothing();
    }

    @Test
    void aChangeDuringALookLeadsToAnother() {
        decideBy(rules);
        TestRouter.subscribe(peer, 1, OLD);
        router.core.bindAuthorizer(rules, Map.of("service.ranking", 1, "roles", "before"));

        change();
        CompletableFuture<Void> settled = router.realm.revision.settled().toCompletableFuture();
        assertFalse(settled.isDone());
        router.time.work();

        assertTrue(settled.isDone());
        peer.next(Unsubscribed.class);
    }

    @Test
    void whatWasAllowedByTheOldRulesWhileTheNewOnesCameIsLookedAtToo() {
        Authorizer slow = (session, action, uri, match, options) -> {
            CompletableFuture<Decision> answer = new CompletableFuture<>();
            open.add(answer);
            return answer;
        };
        decideBy(slow);
        peer.send(new Register(1, Options.EMPTY, OLD));
        strict = true;
        router.core.bindAuthorizer(rules, Map.of("service.ranking", 2));
        router.time.work();

        open.get(0).complete(Decision.ALLOW);
        peer.next(Registered.class);
        router.time.work();

        peer.next(Unregistered.class);
    }

    @Test
    void sessionsOfARoleThatIsRemovedAreClosed() {
        router.realm.roles(Set.of("other"));

        assertEquals(Reason.KILLED, peer.next(Goodbye.class).reason());
    }

    @Test
    void manySubscriptionsAreLookedAtInParts() {
        decideBy(rules);
        int sessions = 10;
        int each = 10_000;
        List<FakePeer> peers = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            FakePeer next = join();
            for (int j = 1; j <= each; j++) {
                next.send(new Subscribe(j, Options.EMPTY, (j % 2 == 0 ? OLD : KEPT) + j));
            }
            next.all();
            peers.add(next);
        }

        long begin = System.nanoTime();
        change();
        int parts = router.time.work();
        long ms = (System.nanoTime() - begin) / 1_000_000;

        System.out.println(sessions * each + " subscriptions looked at in " + parts + " parts and " + ms
                + " ms, half of them revoked");
        assertTrue(parts >= sessions * each / Revision.PART, () -> "only " + parts);
        assertEquals(sessions * each / 2, router.counter("permissions.revoked"));
        peers.forEach(subscriber -> assertEquals(each / 2, subscriber.all().size()));
    }
}
