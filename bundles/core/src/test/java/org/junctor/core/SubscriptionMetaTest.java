package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junctor.api.message.Call;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Unsubscribe;
import org.junctor.api.message.Unsubscribed;
import org.junctor.api.message.Welcome;
import org.junctor.api.serializer.Values;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** The subscription meta API, and subscriptions that are revoked. */
final class SubscriptionMetaTest {
    private static final String TOPIC = "com.example.topic";
    private static final List<String> NEWS = List.of("on_create", "on_subscribe", "on_unsubscribe", "on_delete");

    private final TestRouter router = new TestRouter();
    private final FakePeer peer = router.connect().send(TestRouter.hello());
    private final long id = peer.next(Welcome.class).session();
    private final FakePeer asker = router.join();
    private long request;

    @Test
    void subscriptionsAreListedFoundAndDescribed() {
        long exact = subscribe(1, TOPIC, "exact");
        long prefix = subscribe(2, "com", "prefix");
        long wildcard = subscribe(3, "com..topic", "wildcard");

        assertEquals(
                Map.of("exact", List.of(exact), "prefix", List.of(prefix), "wildcard", List.of(wildcard)),
                ask("wamp.subscription.list"));
        assertEquals(exact, ask("wamp.subscription.lookup", TOPIC));
        assertEquals(prefix, ask("wamp.subscription.lookup", "com", Map.of("match", "prefix")));
        assertNull(askAll("wamp.subscription.lookup", "com").get(0));
        assertEquals(List.of(exact, prefix, wildcard), ask("wamp.subscription.match", TOPIC));
        assertNull(askAll("wamp.subscription.match", "org").get(0));
        assertEquals(
                Map.of("id", wildcard, "created", "2023-11-14T22:30:02Z", "uri", "com..topic", "match", "wildcard"),
                ask("wamp.subscription.get", wildcard));
        assertEquals(List.of(id), ask("wamp.subscription.list_subscribers", exact));
        assertEquals(1L, ask("wamp.subscription.count_subscribers", prefix));
    }

    @Test
    void unknownIdsAndWrongArgumentsAreErrors() {
        for (String procedure : List.of("get", "list_subscribers", "count_subscribers", "get_events")) {
            call("wamp.subscription." + procedure, List.of(4711), Map.of());
            assertEquals(Reason.NO_SUCH_SUBSCRIPTION, asker.next(Error.class).error());
            call("wamp.subscription." + procedure, List.of("one"), Map.of());
            assertEquals(Reason.INVALID_ARGUMENT, asker.next(Error.class).error());
        }
        call("wamp.subscription.lookup", List.of(), Map.of());
        assertEquals(Reason.INVALID_ARGUMENT, asker.next(Error.class).error());
        call("wamp.subscription.lookup", List.of(TOPIC, Map.of("match", "some")), Map.of());
        assertEquals(Reason.INVALID_ARGUMENT, asker.next(Error.class).error());
    }

    @Test
    void changesAreAnnouncedInOrder() {
        watch();
        FakePeer other = router.connect().send(TestRouter.hello());
        long second = other.next(Welcome.class).session();

        long subscription = subscribe(1, TOPIC, "exact");
        TestRouter.subscribe(other, 1, TOPIC);
        peer.send(new Unsubscribe(2, subscription, Options.EMPTY)).next(Unsubscribed.class);
        other.hangUp();

        List<String> seen = new ArrayList<>();
        for (Message message : asker.all()) {
            List<?> arguments = TestRouter.arguments(((Event) message).payload());
            String who = arguments.get(0).equals(id) ? "peer" : arguments.get(0).equals(second) ? "other" : "?";
            seen.add(NEWS.get((int) ((Event) message).subscription() - 1) + " " + who + " "
                    + (arguments.get(1) instanceof Map<?, ?> details ? details.get("uri") : arguments.get(1)));
        }
        assertEquals(
                List.of(
                        "on_create peer " + TOPIC,
                        "on_subscribe peer " + subscription,
                        "on_subscribe other " + subscription,
                        "on_unsubscribe peer " + subscription,
                        "on_unsubscribe other " + subscription,
                        "on_delete other " + subscription),
                seen);
    }

    @Test
    void subscriptionsOfAnnouncementsAreNotAnnounced() {
        watch();

        subscribe(1, "wamp.session.on_join", "exact");
        subscribe(2, "wamp.", "prefix");

        asker.nothing();
    }

    @Test
    void revokedSubscriptionEndsAndOnlyThoseWhoUnderstandAreTold() {
        FakePeer told = revocable("Keen/1.0");
        FakePeer deaf = revocable("Deaf/2.0");
        long first = told.next(Welcome.class).session();
        long second = deaf.next(Welcome.class).session();
        long subscription = subscribe(1, TOPIC, "exact");
        TestRouter.subscribe(told, 1, TOPIC);
        TestRouter.subscribe(deaf, 1, TOPIC);

        for (long session : List.of(id, first, second)) {
            call("wamp.subscription.remove_subscriber", List.of(subscription, session), Map.of("reason", "com.x.why"));
            asker.next(Result.class);
        }
        asker.send(TestRouter.publish(++request, TOPIC));

        Options details = Options.of("subscription", subscription).with("reason", "com.x.why");
        assertEquals(new Unsubscribed(0, details), told.next(Unsubscribed.class));
        told.nothing();
        deaf.nothing();
        peer.nothing();
        peer.send(new Unsubscribe(2, subscription, Options.EMPTY));
        assertEquals(Reason.NO_SUCH_SUBSCRIPTION, peer.next(Error.class).error());
    }

    @Test
    void removalOfWhatIsNotThereIsRefused() {
        long subscription = subscribe(1, TOPIC, "exact");
        long unsubscribed = router.realm.sessions().stream()
                .map(Session::id)
                .filter(session -> session != id)
                .findFirst()
                .orElseThrow();

        call("wamp.subscription.remove_subscriber", List.of(4711, id), Map.of());
        call("wamp.subscription.remove_subscriber", List.of(subscription, 4711), Map.of());
        call("wamp.subscription.remove_subscriber", List.of(subscription, unsubscribed), Map.of());
        call("wamp.subscription.remove_subscriber", List.of(subscription, id), Map.of("reason", "no uri"));

        assertEquals(Reason.NO_SUCH_SUBSCRIPTION, asker.next(Error.class).error());
        assertEquals(Reason.NO_SUCH_SESSION, asker.next(Error.class).error());
        assertEquals(Reason.NO_SUCH_SUBSCRIPTION, asker.next(Error.class).error());
        assertEquals(Reason.INVALID_URI, asker.next(Error.class).error());
    }

    @Test
    void subscriptionsOfOneSessionAreLimited() {
        for (long i = 1; i <= 8; i++) {
            subscribe(i, TOPIC + i, "exact");
        }
        subscribe(9, TOPIC + 8, "exact");

        peer.send(new Subscribe(10, Options.EMPTY, TOPIC));

        assertEquals(Reason.QUOTA_EXCEEDED, peer.next(Error.class).error());
        assertEquals(8, router.core.subscriptions(TestRouter.REALM).size());
    }

    private void watch() {
        for (String topic : NEWS) {
            TestRouter.subscribe(asker, ++request, "wamp.subscription." + topic);
        }
    }

    private FakePeer revocable(String agent) {
        Map<String, Object> roles = Map.of("subscriber", Map.of("features", Map.of("subscription_revocation", true)));
        Options details = Options.of("roles", roles).with("agent", agent);
        return router.connect().send(new Hello(TestRouter.REALM, details));
    }

    private long subscribe(long number, String topic, String match) {
        peer.send(new Subscribe(number, Options.of("match", match), topic));
        return peer.next(Subscribed.class).subscription();
    }

    private Object ask(String procedure, Object... arguments) {
        return askAll(procedure, arguments).get(0);
    }

    private List<?> askAll(String procedure, Object... arguments) {
        call(procedure, List.of(arguments), Map.of());
        return TestRouter.arguments(asker.next(Result.class).payload());
    }

    private void call(String procedure, List<?> arguments, Map<String, ?> keywords) {
        asker.send(new Call(++request, Options.EMPTY, procedure, Values.payload(TestRouter.JSON, arguments, keywords)));
    }
}
