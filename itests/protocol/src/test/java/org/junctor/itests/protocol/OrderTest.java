package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What keeps its order (spec: "Ordering Guarantees") at full load, with one realm on two selectors, while sessions come and go. Longer:
 * {@code -Djunctor.order.seconds=600}; once more as it was: {@code -Djunctor.order.seed=N}, with the N that was printed.
 */
final class OrderTest {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("junctor.order.seconds", 6));
    private static final long SEED = Long.getLong("junctor.order.seed", System.nanoTime());
    private static final int WINDOW = 64;
    private static final int EACH = 2;
    private static final int RESTLESS = 4;
    private static final String BASE = "org.junctor.test.order.";
    private static final List<String> TOPICS = List.of(BASE + "topic0", BASE + "topic1");

    private final TwoSelectors router;
    private final Crowd crowd;
    private final Map<String, Long> published = new ConcurrentHashMap<>();
    private final AtomicLong events = new AtomicLong();
    private volatile boolean answered;

    OrderTest(@TempDir Path folder) {
        router = new TwoSelectors(folder);
        crowd = router.crowd;
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void eventsAndCallsKeepTheirOrderWhileSessionsComeAndGo() {
        System.out.println("order: seed " + SEED);
        List<String> sure = new ArrayList<>();
        List<String> unsure = new ArrayList<>();
        List<Restless> restless = new ArrayList<>();
        List<SteadyCaller> callers = new ArrayList<>();
        List<Future<?>> sending = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            sure.add(BASE + "sure" + i);
            Session callee = router.join(i);
            long registration = callee.register(sure.get(i));
            crowd.begin(() -> answer(callee, registration));
            Session subscriber = router.join(i);
            TOPICS.forEach(subscriber::subscribe);
            crowd.begin(() -> listen(subscriber));
        }
        for (int i = 0; i < RESTLESS; i++) {
            unsure.add(BASE + "unsure" + i);
            int number = i;
            restless.add(new Restless(
                    new Random(SEED + i), () -> router.connect(number, router.address()), TOPICS, unsure.get(i)));
        }
        for (int i = 0; i < EACH; i++) {
            String name = "peer" + i;
            callers.add(new SteadyCaller(name, router.join(i), sure, unsure));
            Session publisher = router.join(i + 1);
            sending.add(crowd.follow(() -> publish(name, publisher)));
        }
        callers.forEach(caller -> sending.add(crowd.follow(() -> caller.run(crowd))));
        restless.forEach(one -> crowd.begin(() -> one.run(crowd)));

        crowd.work(TIME);
        sending.forEach(crowd::await);
        answered = true;
        crowd.finish();

        report(callers, restless);
    }

    private void report(List<SteadyCaller> callers, List<Restless> restless) {
        int results = callers.stream().mapToInt(SteadyCaller::results).sum();
        int errors = callers.stream().mapToInt(SteadyCaller::errors).sum();
        System.out.println("order: in " + TIME.toSeconds() + " s " + events + " events, " + results + " results, "
                + errors + " errors of procedures that come and go");
        restless.forEach(one -> System.out.println("order: restless: " + one.account()));
        assertTrue(restless.stream().allMatch(Restless::heard), "somebody heard nothing");
        assertTrue(errors < results, () -> errors + " errors, " + results + " results");
    }

    /** Publishes as fast as it is acknowledged, to one topic and the other. */
    private void publish(String name, Session session) {
        long number = 0;
        int unanswered = 0;
        while (!crowd.enough() || unanswered > 0) {
            if (crowd.enough() || unanswered == WINDOW) {
                session.receive(Type.PUBLISHED);
                unanswered--;
                continue;
            }
            long next = number++;
            List<Object> arguments = List.of(name, next / TOPICS.size() + 1, next + 1);
            session.request(
                    Type.PUBLISH, Map.of("acknowledge", true), TOPICS.get((int) (next % TOPICS.size())), arguments);
            unanswered++;
        }
        published.put(name, number);
    }

    /** Expects every event, those of one publisher in order over both topics. */
    private void listen(Session session) {
        Sequences sequences = new Sequences();
        while (published.size() < EACH || !whole(sequences)) {
            for (Peer.Arrival next :
                    session.peer().next(Duration.ofMillis(100)).stream().toList()) {
                JsonNode event = ((Peer.Message) next).fields();
                assertEquals(Type.EVENT, event.get(0).asInt(), event::toString);
                sequences.nextFromOne(
                        event.get(4).get(0).asText(), event.get(4).get(2).asLong());
                events.incrementAndGet();
            }
        }
        session.expectNothingMore();
    }

    private boolean whole(Sequences sequences) {
        return published.entrySet().stream().allMatch(each -> sequences.last(each.getKey()) == each.getValue());
    }

    /** Answers every call, those of one caller in order. */
    private void answer(Session session, long registration) {
        Sequences sequences = new Sequences();
        while (!answered) {
            session.peer().next(Duration.ofMillis(100)).ifPresent(next -> {
                JsonNode invocation = ((Peer.Message) next).fields();
                assertEquals(Type.INVOCATION, invocation.get(0).asInt(), invocation::toString);
                assertEquals(registration, invocation.get(2).asLong(), invocation::toString);
                sequences.nextFromOne(
                        invocation.get(4).get(0).asText(),
                        invocation.get(4).get(1).asLong());
                session.yieldTo(invocation);
            });
        }
    }
}
