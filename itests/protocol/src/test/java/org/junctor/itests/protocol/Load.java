package org.junctor.itests.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A program of its own: numbered calls and numbered events at a steady rate, until a line comes on standard input. Then it prints its account as one line of JSON. See {@link LoadProcess}.
 */
final class Load {
    /** Calls per second, and as many events. */
    static final int RATE = 550;

    /** After how many further calls a line is printed. */
    static final int STEP = 50;

    private static final String URI_BASE = "org.junctor.test.load.";
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final Duration HOPELESS = Duration.ofMillis(500);

    private final Numbered invocations = new Numbered();
    private final Numbered results = new Numbered();
    private final Numbered events = new Numbered();
    private final Map<String, String> ended = new ConcurrentHashMap<>();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final AtomicBoolean stop = new AtomicBoolean();

    private Load() {}

    /** Runs against the URL in the first argument, WebSocket or {@code tcp://} for RawSocket; the second makes the URIs differ from another run's. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Load load = new Load();
        URI url = URI.create(arguments[0]);
        String suffix = arguments[1];
        Session callee = join(url);
        callee.register(URI_BASE + suffix);
        Session subscriber = join(url);
        subscriber.subscribe(URI_BASE + suffix);
        Session caller = join(url);
        Session publisher = join(url);
        load.read("callee", callee, message -> load.invoked(callee, message));
        load.read("subscriber", subscriber, load::event);
        load.read("caller", caller, load::answered);
        load.read("publisher", publisher, message -> {});
        Thread sender = new Thread(() -> load.send(caller, publisher, URI_BASE + suffix), "sender");
        sender.start();
        System.in.read();
        load.stop.set(true);
        sender.join();
        load.settle();
        System.out.println(Json.text(load.report()));
        System.exit(0);
    }

    private static Session join(URI url) {
        Peer peer = url.getScheme().equals("tcp")
                ? RawSocketPeer.connect(new InetSocketAddress(url.getHost(), url.getPort()))
                : WebSocketPeer.connect(url);
        return Session.join(peer, Router.OPEN);
    }

    /** Sends on an absolute schedule: what a pause held up is sent at once behind it. */
    private void send(Session caller, Session publisher, String uri) {
        long begin = System.nanoTime();
        long interval = 1_000_000_000L / RATE;
        for (int i = 0; !stop.get() && ended.isEmpty(); i++) {
            LockSupport.parkNanos(begin + i * interval - System.nanoTime());
            int number = results.next();
            invocations.next();
            caller.call(uri, number);
            publisher.request(Type.PUBLISH, Map.of(), uri, List.of(events.next()));
            if (number % STEP == 0) {
                System.out.println("sent " + number);
            }
        }
    }

    private void read(String name, Session session, Consumer<JsonNode> messages) {
        Thread reader = new Thread(() -> readAll(name, session, messages), name);
        reader.setDaemon(true);
        reader.start();
    }

    private void readAll(String name, Session session, Consumer<JsonNode> messages) {
        while (true) {
            Peer.Arrival next = session.peer().next(Duration.ofHours(1)).orElseThrow();
            if (next instanceof Peer.End end) {
                ended(name, "closed " + end.code() + " " + end.reason());
                return;
            }
            JsonNode message = ((Peer.Message) next).fields();
            int type = message.get(0).asInt();
            if (type == Type.GOODBYE || type == Type.ABORT) {
                ended(
                        name,
                        (type == Type.GOODBYE ? "GOODBYE " : "ABORT ")
                                + message.get(2).asText());
                if (type == Type.GOODBYE) {
                    session.peer().send(Type.GOODBYE, Map.of(), "wamp.close.goodbye_and_out");
                }
            } else {
                messages.accept(message);
            }
        }
    }

    private void ended(String name, String how) {
        if (ended.putIfAbsent(name, how) == null) {
            System.out.println("ended " + name);
        }
    }

    private void invoked(Session callee, JsonNode invocation) {
        int number = invocation.get(4).get(0).asInt();
        invocations.arrived(number);
        callee.peer().send(Type.YIELD, invocation.get(1).asLong(), Map.of(), List.of(number));
    }

    private void answered(JsonNode message) {
        if (message.get(0).asInt() == Type.RESULT) {
            results.arrived(message.get(3).get(0).asInt());
        } else {
            refused.merge(message.path(4).asText(), 1, Integer::sum);
        }
    }

    private void event(JsonNode event) {
        events.arrived(event.get(4).get(0).asInt());
    }

    /** Waits for what is on its way, until all is there or nothing has moved for a while. */
    private void settle() {
        int before = -1;
        int now = results.count() + events.count();
        while (now != before && !complete()) {
            before = now;
            long end = System.nanoTime() + (ended.isEmpty() ? QUIET : HOPELESS).toNanos();
            while (System.nanoTime() < end && !complete()) {
                LockSupport.parkNanos(10_000_000);
            }
            now = results.count() + events.count();
        }
    }

    private boolean complete() {
        return results.count() == results.sent() && events.count() == events.sent();
    }

    private Map<String, Object> report() {
        return Map.of(
                "invocations", invocations.report(),
                "results", results.report(),
                "events", events.report(),
                "refused", refused,
                "ended", ended);
    }
}
