package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Subscribers that stop reading: what they get when they read on, what the publisher notices, and what is announced. */
final class SlowSubscriberTest {
    private static final int MESSAGES = 10;
    private static final int EVENTS = 150;
    private static final String TOPIC = "org.junctor.slow.a";
    private static final String OTHER = "org.junctor.slow.b";
    /** A few of them fill what the operating system and the transport keep. */
    private static final String FILLER = "x".repeat(10_000);

    private static Node node;
    private static NodeFile file;

    private final List<Session> sessions = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        Path folder = Files.createTempDirectory("junctor-slow");
        file = NodeFile.ofPolicies(
                folder,
                Map.of("outbox.max.messages", MESSAGES, "publish.pause.ms", 60_000, "outbox.stall.ms", 30_000),
                "disconnect",
                "drop_newest",
                "drop_oldest",
                "conflate",
                "block_publisher");
        node = Node.in(folder).start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void leave() {
        sessions.forEach(Session::close);
    }

    @Test
    void disconnectEndsTheSessionAndThePublisherDoesNotNotice() {
        Session watcher = join();
        watcher.subscribe("junctor.session.on_slow");
        Session slow = subscriber("disconnect");
        long id = slow.id();
        stall(slow);

        publishAll();

        JsonNode announced = watcher.receive(Type.EVENT).get(4);
        assertEquals(Json.node(List.of(id, "disconnect", "disconnect")), without(announced, 1));
        ((RawSocketPeer) slow.peer()).readOn();
        List<Integer> got = untilTheEnd(slow);
        assertEquals(range(1, got.size()), got);
        assertTrue(got.size() < EVENTS, "all events arrived, so the subscriber was not slow");
    }

    @Test
    void dropNewestLeavesAGap() {
        Session watcher = join();
        watcher.subscribe("junctor.session.on_caught_up");
        Session slow = subscriber("drop_newest");
        stall(slow);
        publishAll();

        ((RawSocketPeer) slow.peer()).readOn();
        watcher.eventWhere(event -> event.get(4).get(0).asLong() == slow.id());
        watcher.publish(TOPIC, EVENTS + 1);
        List<Integer> got = until(slow, EVENTS + 1);

        int first = got.size() - 1;
        assertEquals(range(1, first), got.subList(0, first));
        assertTrue(first < EVENTS, "nothing was dropped");
    }

    @Test
    void dropOldestKeepsTheLast() {
        Session slow = subscriber("drop_oldest");
        stall(slow);
        publishAll();

        ((RawSocketPeer) slow.peer()).readOn();
        List<Integer> got = until(slow, EVENTS);

        int first = got.size() - MESSAGES;
        assertEquals(range(1, first), got.subList(0, first));
        assertEquals(range(EVENTS - MESSAGES + 1, EVENTS), got.subList(first, got.size()));
        assertTrue(got.size() < EVENTS, "nothing was dropped");
    }

    @Test
    void conflateKeepsTheLatestOfEachTopic() {
        Session slow = subscriber("conflate");
        stall(slow);
        publishAll();

        ((RawSocketPeer) slow.peer()).readOn();
        List<Integer> got = until(slow, EVENTS);

        int first = got.size() - 2;
        assertEquals(range(1, first), got.subList(0, first));
        assertEquals(List.of(EVENTS - 1, EVENTS), got.subList(first, got.size()));
        assertTrue(first < EVENTS - 2, "nothing was conflated");
    }

    @Test
    void blockPublisherLosesNothingAndHasThePublisherWait() {
        Session slow = subscriber("block_publisher");
        Session bystander = join();
        stall(slow);
        Session publisher = join();
        int published = 0;
        boolean acknowledged = true;
        while (acknowledged && published < EVENTS) {
            send(publisher, ++published);
            acknowledged = publisher.peer().next(Duration.ofMillis(300)).isPresent();
        }
        assertFalse(acknowledged, "the publisher was never blocked");
        send(publisher, ++published); // waits behind the other
        bystander.expectAlive();

        ((RawSocketPeer) slow.peer()).readOn();

        publisher.receive(Type.PUBLISHED);
        publisher.receive(Type.PUBLISHED);
        List<Integer> got = new ArrayList<>();
        while (got.size() < published) {
            got.add(number(slow.receive(Type.EVENT)));
        }
        assertEquals(range(1, published), got);
    }

    @Test
    void rateCountsInOctetsAndNotInMessages() throws IOException {
        Path folder = Files.createTempDirectory("junctor-stall");
        NodeFile.ofPolicies(
                folder, Map.of("outbox.stall.ms", 2000, "outbox.stall.bytes", 20_000), "drop_newest", "drop_oldest");
        try (Node own = Node.in(folder).start()) {
            Session patient = subscriber(folder, "drop_newest");
            Session dead = subscriber(folder, "drop_oldest");
            RawSocketPeer patientPeer = (RawSocketPeer) patient.peer();
            patientPeer.readSlowly(30_000);
            stall(dead);
            Session publisher = Session.join(RawSocketPeer.connect(socket(folder, "drop_newest")), Router.OPEN);
            sessions.add(publisher);
            publisher.publish(TOPIC, 1, "x".repeat(4 << 20));
            publisher.publish(TOPIC, 2, "x");

            own.awaitLog("the peer took less than 20000 octets");
            assertEquals(Optional.empty(), patient.peer().next(Duration.ofSeconds(4)));
            patientPeer.readSlowly(Integer.MAX_VALUE);

            assertEquals(1, number(patient.receive(Type.EVENT)));
            assertEquals(2, number(patient.receive(Type.EVENT)));
            ((RawSocketPeer) dead.peer()).readOn();
            assertFalse(untilTheEnd(dead).contains(2));
        }
    }

    private Session join() {
        Session session = Session.join(WebSocketPeer.connect(file.webUrl("/ws")), Router.OPEN);
        sessions.add(session);
        return session;
    }

    private Session subscriber(String policy) {
        return subscriber(node.folder(), policy);
    }

    private Session subscriber(Path folder, String policy) {
        Session session = Session.join(RawSocketPeer.connect(socket(folder, policy)), Router.OPEN);
        sessions.add(session);
        session.subscribe(TOPIC);
        session.subscribe(OTHER);
        return session;
    }

    private static UnixDomainSocketAddress socket(Path folder, String policy) {
        return UnixDomainSocketAddress.of(folder.resolve(policy + ".sock"));
    }

    private static void stall(Session session) {
        ((RawSocketPeer) session.peer()).stall();
    }

    /** Publishes all events, on two topics in turn; each is acknowledged, so that all is routed when this returns. */
    private void publishAll() {
        Session publisher = join();
        for (int number = 1; number <= EVENTS; number++) {
            send(publisher, number);
            publisher.receive(Type.PUBLISHED);
        }
    }

    private static void send(Session publisher, int number) {
        String topic = number % 2 == 0 ? OTHER : TOPIC;
        publisher.request(Type.PUBLISH, Map.of("acknowledge", true), topic, List.of(number, FILLER));
    }

    /** What a subscriber gets, up to this event. */
    private static List<Integer> until(Session slow, int last) {
        List<Integer> got = new ArrayList<>();
        do {
            got.add(number(slow.receive(Type.EVENT)));
        } while (got.get(got.size() - 1) != last);
        return got;
    }

    private static List<Integer> untilTheEnd(Session session) {
        List<Integer> got = new ArrayList<>();
        while (true) {
            Peer.Arrival next = session.peer().next(Peer.LIMIT).orElseThrow();
            if (next instanceof Peer.Message message) {
                got.add(number(message.fields()));
            } else {
                return got;
            }
        }
    }

    private static int number(JsonNode event) {
        assertEquals(Type.EVENT, event.get(0).asInt(), event::toString);
        return event.get(4).get(0).asInt();
    }

    private static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    private static JsonNode without(JsonNode array, int index) {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (i != index) {
                items.add(array.get(i));
            }
        }
        return Json.node(items);
    }
}
