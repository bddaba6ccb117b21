package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose memory is nearly full. */
final class MemoryTest {
    private static final int ROUND = 1000;

    /** Publications that are sent at once while they are let in four times a second. */
    private static final int HELD_BACK = 40;

    private static final String LONG = "org.junctor." + "x".repeat(225);

    /** Nothing but the memory itself is to limit what one session has. */
    private static final Map<String, Object> LIMITS = Map.of(
            "memory.high.percent", 60,
            "memory.critical.percent", 75,
            "session.subscriptions.max", 10_000_000,
            "tables.total.bytes", 1L << 30);

    private final Path folder;
    private int topics;

    MemoryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void G13_publishersWaitAndNobodyIsLetInUntilThereIsMemoryAgain() {
        NodeFile file = NodeFile.plain(folder)
                .webTransport()
                .rawTransport()
                .limits(LIMITS)
                .write();
        try (Node node = Node.in(folder).start()) {
            Session watcher = join(file);
            watcher.subscribe("junctor.memory.on_change");
            Session publisher = join(file);
            Session hoarder = join(file);

            fill(hoarder, watcher, "high");
            long last = publishAndBeHeldBack(publisher);

            fill(hoarder, watcher, "critical");
            Peer late = RawSocketPeer.connect(file.rawAddress());
            late.send(Type.HELLO, Router.OPEN, Map.of("roles", Session.PLAIN_ROLES));
            Session.expectAbort(late, "wamp.error.unavailable");
            watcher.expectAlive();

            hoarder.peer().cut();
            awaitLevel(watcher, "normal");
            long acknowledged = publisher.peer().receive().get(1).asLong();
            while (acknowledged < last) {
                acknowledged = publisher.peer().receive().get(1).asLong();
            }
            join(file).expectAlive();
            String log = node.log();
            assertTrue(
                    log.contains("publishers are held back until") && log.contains("publishers are held back no more"),
                    log);
        }
    }

    /** Publishes more than is let in; answers the last request. */
    private static long publishAndBeHeldBack(Session publisher) {
        long last = 0;
        for (int i = 0; i < HELD_BACK; i++) {
            last = publisher.request(Type.PUBLISH, Map.of("acknowledge", true), "org.junctor.memory", List.of());
        }
        int answered = 0;
        while (publisher.peer().next(Duration.ofMillis(100)).isPresent()) {
            answered++;
        }
        assertTrue(answered < HELD_BACK, "the publisher was not held back");
        return last;
    }

    private static Session join(NodeFile file) {
        return Session.join(RawSocketPeer.connect(file.rawAddress()), Router.OPEN);
    }

    /** Subscribes more and more until the watcher hears that the memory is as full as this. */
    private void fill(Session hoarder, Session watcher, String level) {
        for (int round = 0; round < 300; round++) {
            if (level.equals(heard(watcher))) {
                return;
            }
            long last = 0;
            for (int i = 0; i < ROUND; i++) {
                last = hoarder.request(Type.SUBSCRIBE, Map.of(), LONG + "." + topics++);
            }
            long answered = 0; // those behind the one that fills the memory are refused before the watcher hears of it
            while (answered != last) {
                answered = answered(hoarder.peer().receive());
            }
        }
        throw new AssertionError("the memory is never " + level);
    }

    /** The request that this is the answer to. */
    private static long answered(JsonNode answer) {
        int type = answer.get(0).asInt();
        assertTrue(type == Type.SUBSCRIBED || type == Type.ERROR, answer::toString);
        return answer.get(type == Type.ERROR ? 2 : 1).asLong();
    }

    /** The level of the next event, if there is one by now. */
    private static String heard(Session watcher) {
        return watcher.peer()
                .next(Duration.ofMillis(50))
                .map(arrival -> level(((Peer.Message) arrival).fields()))
                .orElse("");
    }

    private static String level(JsonNode event) {
        return event.get(4).get(0).asText();
    }

    private static void awaitLevel(Session watcher, String level) {
        Waiting.until(Duration.ofSeconds(30), () -> level.equals(heard(watcher)), () -> "the memory is not " + level);
    }
}
