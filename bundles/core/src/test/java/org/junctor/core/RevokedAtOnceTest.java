package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Unregistered;
import org.junctor.api.message.Unsubscribed;
import org.junctor.api.message.Welcome;
import org.junctor.api.security.Match;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** What another thread takes from a session between the moment at which it has it and the one at which it is told so. */
final class RevokedAtOnceTest {
    private static final String URI = "com.example.uri";

    private final TestRouter router = new TestRouter();
    private final Broker broker = router.realm.broker;
    private final Dealer dealer = router.realm.dealer;
    private final FakePeer peer = new FakePeer(TestRouter.JSON).connect(router.core);
    private final Session session = join();

    private Session join() {
        Map<String, Object> subscriber = Map.of("features", Map.of("subscription_revocation", true));
        Map<String, Object> callee = Map.of("features", Map.of("registration_revocation", true));
        peer.send(TestRouter.hello(Map.of("subscriber", subscriber, "callee", callee)));
        return Objects.requireNonNull(
                router.realm.session(peer.next(Welcome.class).session()));
    }

    private Subscriber subscriber() throws Refusal {
        return Objects.requireNonNull(broker.subscriptions.join(session, Match.EXACT, URI));
    }

    @Test
    void aSubscriberHearsOfItsEndBehindSubscribed() throws Refusal {
        Subscriber subscriber = subscriber();
        assertTrue(broker.revoke(session, subscriber.subscription, null));
        peer.nothing();

        assertTrue(broker.confirm(subscriber, 1, false));

        peer.next(Subscribed.class);
        assertEquals(0, peer.next(Unsubscribed.class).request());
        assertFalse(subscriber.active);
    }

    @Test
    void aSubscriberThatSubscribesAgainIsNotToldThatItHasWhatWasTakenMeanwhile() throws Refusal {
        Subscriber before = subscriber();
        assertTrue(broker.confirm(before, 1, false));
        peer.next(Subscribed.class);
        Subscriber again = subscriber();
        assertTrue(broker.revoke(session, before.subscription, null));
        peer.next(Unsubscribed.class);

        assertFalse(broker.confirm(again, 2, false));

        peer.nothing();
        assertFalse(again.active);
    }

    @Test
    void aCalleeHearsOfItsEndBehindRegistered() throws Refusal {
        Callee.Terms terms = new Callee.Terms(InvocationPolicy.SINGLE, 0, false, false, false);
        Callee callee = dealer.join(session, Match.EXACT, URI, terms, new ArrayList<>());
        assertTrue(dealer.revoke(session, callee.registration.id, "com.example.reason"));
        peer.nothing();

        dealer.confirm(callee, 1);

        peer.next(Registered.class);
        assertEquals(0, peer.next(Unregistered.class).request());
        assertFalse(callee.active);
    }
}
