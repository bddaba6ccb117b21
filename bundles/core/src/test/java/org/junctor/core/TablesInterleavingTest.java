package org.junctor.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junctor.api.message.Welcome;
import org.junctor.api.security.Match;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** The tables that are read without a lock while others change them. */
final class TablesInterleavingTest {
    @Test
    void aTableOfPatternsIsAlwaysWhole() {
        Interleavings.check(OfPatterns.class, 3);
    }

    @Test
    void theSubscribersOfATopicAreAlwaysWhole() {
        Interleavings.check(OfSubscribers.class, 3);
    }

    /** Patterns that share a part of their path, so that each change concerns the others. */
    @Param(name = "pattern", gen = IntGen.class, conf = "0:2")
    public static final class OfPatterns {
        private static final List<String> PREFIXES = List.of("com.", "com.my", "com.myapp.");
        private final UriTable<String> table = new UriTable<>();

        /** What is there after it was added, if nothing was. */
        @Operation
        public String add(@Param(name = "pattern") int pattern) {
            String prefix = PREFIXES.get(pattern);
            return table.add(Match.PREFIX, prefix, () -> "prefix " + prefix);
        }

        /** Whether it was there. */
        @Operation
        public boolean remove(@Param(name = "pattern") int pattern) {
            String prefix = PREFIXES.get(pattern);
            return table.remove(Match.PREFIX, prefix, "prefix " + prefix);
        }

        /** All that match. */
        @Operation
        public String matching() {
            List<String> matching = new ArrayList<>();
            table.collect("com.myapp.topic", matching);
            return matching.toString();
        }
    }

    /** Two sessions that come to one topic and go, and whoever publishes. */
    public static final class OfSubscribers {
        private static final String TOPIC = "com.myapp.topic";
        private final TestRouter router = new TestRouter();
        private final Session first = join();
        private final Session second = join();

        /** Whether it could. */
        @Operation(nonParallelGroup = "first")
        public boolean firstJoins() throws Refusal {
            return subscribe(first);
        }

        /** Whether it was there. */
        @Operation(nonParallelGroup = "first")
        public boolean firstLeaves() {
            return unsubscribe(first);
        }

        /** Whether it could. */
        @Operation(nonParallelGroup = "second")
        public boolean secondJoins() throws Refusal {
            return subscribe(second);
        }

        /** Whether it was there. */
        @Operation(nonParallelGroup = "second")
        public boolean secondLeaves() {
            return unsubscribe(second);
        }

        /** Who gets an event: 1 for the first session, 2 for the second, 3 for both; more if one of them gets it twice. */
        @Operation
        public int audience() {
            int audience = 0;
            for (Subscription matching : subscriptions().matching(TOPIC)) {
                for (Subscriber[] chunk : matching.subscribers.chunks()) {
                    for (Subscriber subscriber : chunk) {
                        audience += subscriber.session == first ? 1 : 2;
                    }
                }
            }
            return audience;
        }

        private boolean subscribe(Session session) throws Refusal {
            return subscriptions().join(session, Match.EXACT, TOPIC) != null;
        }

        private boolean unsubscribe(Session session) {
            Subscription there = subscriptions().find(Match.EXACT, TOPIC);
            return there != null && subscriptions().leave(session, there.id) != null;
        }

        private Subscriptions subscriptions() {
            return router.realm.broker.subscriptions;
        }

        private Session join() {
            FakePeer peer = new FakePeer(TestRouter.JSON).connect(router.core);
            peer.send(TestRouter.hello());
            return Objects.requireNonNull(
                    router.realm.session(peer.next(Welcome.class).session()));
        }
    }
}
