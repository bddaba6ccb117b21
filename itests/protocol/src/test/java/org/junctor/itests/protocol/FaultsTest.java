package org.junctor.itests.protocol;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connections that break at any octet, more than 200 of them: what is acknowledged reaches everyone who was there from before it was
 * sent, once, and the router keeps nothing of those who are gone. Longer: {@code -Djunctor.faults=5000}; with the same cuts again: {@code
 * -Djunctor.faults.seed=N}, with the N that was printed.
 */
final class FaultsTest {
    private static final int FAULTS = Integer.getInteger("junctor.faults", 220);
    private static final long SEED = Long.getLong("junctor.faults.seed", System.nanoTime());
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final String TOPIC = "org.junctor.test.faults";
    private static final int WINDOW = 16;
    private static final int MOST_OCTETS = 30_000;

    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final int SILENCES = 5;

    /** Threads of the router's pools that come with the first work for them, and need not have come before. */
    private static final int POOLED = 8;

    private final TwoSelectors router;
    private final Crowd crowd;
    private final Publications publications = new Publications();
    private final Queue<Listening> lives = new ConcurrentLinkedQueue<>();

    FaultsTest(@TempDir Path folder) {
        router = new TwoSelectors(folder);
        crowd = router.crowd;
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void whatIsAcknowledgedReachesEveryoneOnceThoughConnectionsBreak() {
        System.out.println("faults: seed " + SEED);
        router.join(0).close();
        router.join(1).close();
        int threads = count("task");
        int descriptors = count("fd");
        try (CuttingProxy proxy = new CuttingProxy(router.address(), new Random(SEED), MOST_OCTETS)) {
            List<Future<?>> publishing = new ArrayList<>();
            List<Future<?>> listening = new ArrayList<>();
            List<Session> open = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                int number = i;
                Session steady = subscribe(router.join(i));
                Listening all = new Listening(Map.of());
                listening.add(crowd.follow(() -> listenToAll(steady, all, publishing)));
                open.add(steady);
                crowd.begin(() -> listenInLives(number, proxy.address()));
                crowd.begin(() -> listenInLives(number, proxy.address()));
            }
            for (int i = 0; i < 2; i++) {
                int number = i;
                publishing.add(crowd.follow(() -> publishInLives("steady" + number, number, router.address())));
                publishing.add(crowd.follow(() -> publishInLives("cut" + number, number, proxy.address())));
            }
            Waiting.until(
                    LIMIT.multipliedBy(3 + FAULTS / 100),
                    () -> proxy.cuts() >= FAULTS || crowd.failed(),
                    () -> "only " + proxy.cuts() + " connections were cut");
            crowd.work(Duration.ZERO);
            publishing.forEach(crowd::await);
            listening.forEach(crowd::await);
            crowd.finish();
            open.forEach(Session::close);
            report(proxy);
        }
        lives.forEach(session -> session.expectNoGap(publications));
        assertTrue(lives.stream().anyMatch(session -> session.size() > 0), "nobody who was cut had heard anything");
        awaitAtMost("fd", descriptors);
        awaitAtMost("task", threads + POOLED);
    }

    private void report(CuttingProxy proxy) {
        int heard = lives.stream().mapToInt(Listening::size).sum();
        System.out.println("faults: " + proxy.cuts() + " connections cut, " + publications.size()
                + " publications acknowledged, " + heard + " events in " + lives.size() + " sessions that were cut");
    }

    private static Session subscribe(Session session) {
        session.subscribe(TOPIC);
        return session;
    }

    /** Joins, and subscribes if need be; nothing if the connection breaks meanwhile. */
    private Optional<Session> tryJoin(int number, InetSocketAddress address, boolean subscribes) {
        try {
            Session session = router.join(number, address);
            return Optional.of(subscribes ? subscribe(session) : session);
        } catch (AssertionError | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Publishes with acknowledgement in one session after the other, until it is enough. */
    private void publishInLives(String name, int number, InetSocketAddress address) {
        for (int life = 1; !crowd.enough(); life++) {
            String publisher = name + "." + life;
            publications.begin(publisher);
            tryJoin(number, address, false).ifPresent(session -> {
                publish(publisher, session);
                session.close();
            });
        }
    }

    /**
     * Publishes until it is enough, or the connection breaks. The WebSocket of the JDK does not always say that it has ended, even when
     * its socket has: then it cannot send, though, sooner or later.
     */
    private void publish(String publisher, Session session) {
        Map<Long, Long> unanswered = new HashMap<>();
        int silent = 0;
        while (!crowd.enough() || !unanswered.isEmpty()) {
            while (!crowd.enough() && unanswered.size() < WINDOW) {
                if (!publishNext(publisher, session, unanswered)) {
                    return;
                }
            }
            Peer.Arrival next = session.peer().next(SILENCE).orElse(null);
            if (next == null) {
                silent++;
                if (silent > SILENCES) {
                    throw new AssertionError(publisher + " over "
                            + session.peer().wire() + " waits for answers to " + unanswered + " of "
                            + publications.now());
                }
                if (!publishNext(publisher, session, unanswered)) {
                    return;
                }
                continue;
            }
            if (next instanceof Peer.End) {
                return;
            }
            silent = 0;
            JsonNode published = ((Peer.Message) next).fields();
            assertEquals(Type.PUBLISHED, published.get(0).asInt(), published::toString);
            publications.acknowledged(
                    publisher, requireNonNull(unanswered.remove(published.get(1).asLong())));
        }
    }

    /** Publishes once; false if it cannot. */
    private boolean publishNext(String publisher, Session session, Map<Long, Long> unanswered) {
        long next = publications.next(publisher);
        long request = session.nextRequest();
        unanswered.put(request, next);
        Map<String, Object> options = Map.of("acknowledge", true);
        return session.peer().send(Type.PUBLISH, request, options, TOPIC, List.of(publisher, next));
    }

    /** Is subscribed in one session after the other, until it is enough. */
    private void listenInLives(int number, InetSocketAddress address) {
        while (!crowd.enough()) {
            tryJoin(number, address, true).ifPresent(session -> {
                Listening heard = new Listening(publications.now());
                lives.add(heard);
                listen(session, heard);
                session.close();
            });
        }
    }

    private void listen(Session session, Listening heard) {
        while (!crowd.enough()) {
            Peer.Arrival next = session.peer().next(GLANCE).orElse(null);
            if (next instanceof Peer.End) {
                return;
            }
            if (next instanceof Peer.Message message) {
                heard.take(message.fields());
            }
        }
    }

    /** Hears everything, to the end. */
    private void listenToAll(Session session, Listening heard, List<Future<?>> publishing) {
        long end = Long.MAX_VALUE;
        while (!heard.complete(publications) || end == Long.MAX_VALUE) {
            session.peer().next(GLANCE).ifPresent(next -> heard.take(((Peer.Message) next).fields()));
            if (end == Long.MAX_VALUE && crowd.enough() && publishing.stream().allMatch(Future::isDone)) {
                end = System.nanoTime() + LIMIT.toNanos();
            }
            if (System.nanoTime() > end) {
                break;
            }
        }
        heard.expectAll(publications);
    }

    /** How many entries a folder of the router's process has: {@code fd} for descriptors, {@code task} for threads. */
    private int count(String kind) {
        Path folder = Path.of("/proc/" + router.pid() + "/" + kind);
        try (Stream<Path> entries = Files.list(folder)) {
            return Math.toIntExact(entries.count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAtMost(String kind, int most) {
        Waiting.until(
                LIMIT, () -> count(kind) <= most, () -> count(kind) + " left in " + kind + ", " + most + " before");
        System.out.println("faults: " + kind + ": " + count(kind) + ", at most " + most + " expected");
    }
}
