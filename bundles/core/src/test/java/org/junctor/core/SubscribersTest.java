package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junctor.api.message.Welcome;
import org.junctor.api.security.Match;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** The subscribers of one subscription. */
final class SubscribersTest {
    private final Subscribers subscribers = new Subscribers();
    private final Subscription subscription = new Subscription(1, Match.EXACT, "com.example.topic", 0);
    private final Session session = session();

    @Test
    void keepsWhoJoinedAndForgetsWhoLeft() {
        Random random = new Random(7);
        List<Subscriber> expected = new ArrayList<>();

        for (int i = 0; i < 5000; i++) {
            if (!expected.isEmpty() && random.nextInt(5) < 2) {
                subscribers.remove(expected.remove(random.nextInt(expected.size())));
            } else {
                Subscriber joined = new Subscriber(session, subscription);
                expected.add(joined);
                subscribers.add(joined);
            }
            assertEquals(expected.size(), subscribers.size());
        }

        assertEquals(new HashSet<>(expected), all());
        expected.forEach(subscribers::remove);
        assertEquals(0, subscribers.size());
        assertEquals(Set.of(), all());
    }

    @Test
    void fiftyThousandJoinAndLeaveInLittleTime() {
        assertTimeout(Duration.ofSeconds(5), () -> {
            List<Subscriber> joined = new ArrayList<>();
            for (int i = 0; i < 50_000; i++) {
                Subscriber subscriber = new Subscriber(session, subscription);
                joined.add(subscriber);
                subscribers.add(subscriber);
            }
            joined.forEach(subscribers::remove);
        });

        assertTrue(all().isEmpty());
    }

    private Set<Subscriber> all() {
        Set<Subscriber> all = new HashSet<>();
        for (Subscriber[] chunk : subscribers.chunks()) {
            all.addAll(List.of(chunk));
        }
        return all;
    }

    private static Session session() {
        TestRouter router = new TestRouter();
        FakePeer peer = router.connect().send(TestRouter.hello());
        peer.next(Welcome.class);
        return router.realm.sessions().iterator().next();
    }
}
