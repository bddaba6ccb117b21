package org.junctor.itests.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A client that joins, subscribes, registers, takes it back and leaves at random, and looks at every message: none may come outside of
 * the life of what it belongs to, and what comes within has no gap.
 */
final class Restless {
    private static final Duration GLANCE = Duration.ofMillis(1);
    private static final int ACTIONS = 30;
    private static final int BURST = 60;

    private final Random random;
    private final Supplier<Peer> connecting;
    private final List<String> topics;
    private final String procedure;
    private final Map<Long, Asked> asked = new HashMap<>();
    private final Map<Long, Sequences> subscriptions = new HashMap<>();
    private final Map<Long, String> wanted = new HashMap<>();
    private final Set<Long> registrations = new HashSet<>();
    private boolean offers;
    private boolean leaving;
    /** Whether its last connection was cut, so that what it offered there may be there for a moment. */
    private boolean cut;

    private int sessions;
    private int events;
    private int invocations;

    /** A request that is not answered: what it asks for, and what it takes back. */
    private record Asked(int answer, long id, String uri) {}

    /**
     * One that is not at work yet.
     *
     * @param topics what it subscribes to; each event begins with the name of its publisher and its number in the topic
     * @param procedure what it offers
     */
    Restless(Random random, Supplier<Peer> connecting, List<String> topics, String procedure) {
        this.random = random;
        this.connecting = connecting;
        this.topics = topics;
        this.procedure = procedure;
    }

    /** Has one session after the other, now on the same connection, now on another. */
    void run(Crowd crowd) {
        Peer peer = connecting.get();
        while (!crowd.enough()) {
            live(Session.join(peer, Router.OPEN));
            cut = random.nextBoolean();
            if (cut) {
                peer.cut();
                peer = connecting.get();
            } else {
                leave(peer);
            }
        }
        peer.cut();
    }

    /** What became of it. */
    String account() {
        return sessions + " sessions, " + events + " events, " + invocations + " invocations";
    }

    /** Whether it got events and calls. */
    boolean heard() {
        return events > 0 && invocations > 0;
    }

    private void live(Session session) {
        sessions++;
        asked.clear();
        subscriptions.clear();
        wanted.clear();
        registrations.clear();
        offers = false;
        leaving = false;
        for (int i = random.nextInt(ACTIONS); i > 0; i--) {
            act(session);
            for (int j = random.nextInt(BURST); j > 0; j--) {
                session.peer().next(GLANCE).ifPresent(next -> take(session.peer(), next));
            }
        }
    }

    private void leave(Peer peer) {
        leaving = true;
        peer.send(Type.GOODBYE, Map.of(), "wamp.close.normal");
        JsonNode message = peer.receive();
        while (message.get(0).asInt() != Type.GOODBYE) {
            take(peer, message);
            message = peer.receive();
        }
    }

    private void act(Session session) {
        switch (random.nextInt(5)) {
            case 0, 1 -> subscribe(session, topics.get(random.nextInt(topics.size())));
            case 2 -> unsubscribe(session);
            case 3 -> register(session);
            default -> unregister(session);
        }
    }

    private void subscribe(Session session, String topic) {
        if (wanted.containsValue(topic)) {
            return;
        }
        long request = session.request(Type.SUBSCRIBE, Map.of(), topic);
        wanted.put(-request, topic);
        asked.put(request, new Asked(Type.SUBSCRIBED, -request, topic));
    }

    private void unsubscribe(Session session) {
        wanted.keySet().stream().filter(id -> id > 0).findFirst().ifPresent(id -> {
            String topic = wanted.remove(id);
            asked.put(session.request(Type.UNSUBSCRIBE, id), new Asked(Type.UNSUBSCRIBED, id, topic));
            wanted.put(-id, topic); // not to be subscribed to again before the answer, which would have the same id
        });
    }

    private void register(Session session) {
        if (!offers) {
            offers = true;
            asked.put(session.request(Type.REGISTER, Map.of(), procedure), new Asked(Type.REGISTERED, 0, procedure));
        }
    }

    private void unregister(Session session) {
        registrations.stream().findFirst().ifPresent(id -> {
            if (asked.values().stream().noneMatch(other -> other.answer == Type.UNREGISTERED)) {
                asked.put(session.request(Type.UNREGISTER, id), new Asked(Type.UNREGISTERED, id, procedure));
            }
        });
    }

    private void take(Peer peer, Peer.Arrival next) {
        if (next instanceof Peer.End end) {
            throw new AssertionError("the router closed the connection: " + end);
        }
        take(peer, ((Peer.Message) next).fields());
    }

    private void take(Peer peer, JsonNode message) {
        long id = message.path(1).asLong();
        switch (message.get(0).asInt()) {
            case Type.SUBSCRIBED -> {
                Asked answered = answered(message);
                wanted.remove(answered.id);
                wanted.put(message.get(2).asLong(), answered.uri);
                subscriptions.put(message.get(2).asLong(), new Sequences());
            }
            case Type.UNSUBSCRIBED -> {
                Asked answered = answered(message);
                wanted.remove(-answered.id);
                subscriptions.remove(answered.id);
            }
            case Type.EVENT -> {
                events++;
                sequences(id, message)
                        .next(
                                message.get(4).get(0).asText(),
                                message.get(4).get(1).asLong());
            }
            case Type.REGISTERED -> {
                answered(message);
                registrations.add(message.get(2).asLong());
            }
            case Type.UNREGISTERED -> {
                registrations.remove(answered(message).id);
                offers = false;
            }
            case Type.INVOCATION -> invoked(peer, message);
            case Type.ERROR -> refused(message);
            default -> throw new AssertionError("not expected: " + message);
        }
    }

    private void invoked(Peer peer, JsonNode invocation) {
        invocations++;
        if (!registrations.contains(invocation.get(2).asLong())) {
            throw new AssertionError("outside of its registration: " + invocation);
        }
        if (!leaving) { // behind GOODBYE nothing may be sent
            peer.send(Type.YIELD, invocation.get(1).asLong(), Map.of());
        }
    }

    private void refused(JsonNode error) {
        Asked request = asked.remove(error.get(2).asLong());
        if (!cut
                || request == null
                || request.answer != Type.REGISTERED
                || !"wamp.error.procedure_already_exists".equals(error.get(4).asText())) {
            throw new AssertionError("not expected: " + error);
        }
        offers = false;
    }

    private Sequences sequences(long subscription, JsonNode event) {
        Sequences sequences = subscriptions.get(subscription);
        if (sequences == null) {
            throw new AssertionError("outside of its subscription: " + event);
        }
        return sequences;
    }

    private Asked answered(JsonNode answer) {
        Asked request = asked.remove(answer.path(1).asLong());
        if (request == null || request.answer != answer.get(0).asInt()) {
            throw new AssertionError("answers nothing: " + answer);
        }
        return request;
    }
}
