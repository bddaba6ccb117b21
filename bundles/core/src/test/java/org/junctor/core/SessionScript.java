package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junctor.api.message.Abort;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Call;
import org.junctor.api.message.Cancel;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Interrupt;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Published;
import org.junctor.api.message.Register;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Unregister;
import org.junctor.api.message.Unregistered;
import org.junctor.api.message.Unsubscribe;
import org.junctor.api.message.Unsubscribed;
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junctor.testing.FakePeer;

/**
 * Octets played as what three clients do to a router: two or more octets for each step. Two bystanders look on: one publishes, the
 * other must get its events, whatever happens. When the clients have left, nothing of them may be left.
 */
final class SessionScript {
    private static final String BYSTANDERS = "by.stander";
    private static final long LONG_MS = 3_600_000;
    private static final int MAX_STEPS = 100;
    private static final String[] URIS = {
        "a",
        "a.b",
        "a.b.c",
        "a.",
        ".b",
        "a..c",
        "",
        "a b",
        "wamp.session.count",
        "wamp.session.list",
        "wamp.session.get",
        "wamp.subscription.list",
        "wamp.subscription.match",
        "wamp.registration.lookup",
        "wamp.registration.get",
        "wamp.session.add_testament",
        "wamp.session.flush_testaments",
        "wamp.subscription.get_events",
        "wamp.none"
    };
    private static final List<Options> OPTIONS = List.of(
            Options.EMPTY,
            Options.of("acknowledge", true),
            Options.of("acknowledge", 1L),
            Options.of("exclude_me", false),
            Options.of("match", "prefix"),
            Options.of("match", "wildcard"),
            Options.of("match", "none"),
            Options.of("invoke", "roundrobin"),
            Options.of("invoke", "random").with("match", "prefix"),
            Options.of("invoke", "last").with("concurrency", 1L),
            Options.of("force_reregister", true),
            Options.of("receive_progress", true),
            Options.of("receive_progress", true).with("progress", true),
            Options.of("progress", true),
            Options.of("progress", false),
            Options.of("mode", "skip"),
            Options.of("mode", "kill"),
            Options.of("mode", "killnowait"),
            Options.of("timeout", 100L),
            Options.of("timeout", -1L),
            Options.of("disclose_me", true).with("acknowledge", true),
            Options.of("retain", true).with("acknowledge", true),
            Options.of("get_retained", true).with("match", "prefix"),
            Options.of("exclude", List.of(1L, 2L)).with("eligible_authrole", List.of("anonymous")),
            Options.of("ppt_scheme", "x_test").with("ppt_serializer", "json"));

    private static final Map<String, Object> CALLING = Map.of(
            "features",
            Map.of(
                    "call_canceling", true,
                    "call_timeout", true,
                    "call_reroute", true,
                    "payload_passthru_mode", true,
                    "progressive_call_results", true,
                    "progressive_call_invocations", true));
    private static final Map<String, Object> EVENTS = Map.of("features", Map.of("payload_passthru_mode", true));
    private static final Map<String, Object> ROLES =
            Map.of("publisher", EVENTS, "subscriber", EVENTS, "caller", CALLING, "callee", CALLING);

    private final byte[] script;
    private final TestRouter router = new TestRouter();
    private final FakePeer publisher = router.join();
    private final FakePeer subscriber = router.join();
    private final List<Client> clients = List.of(new Client(), new Client(), new Client());

    /** Ids of subscriptions and registrations that the router told anyone. */
    private final List<Long> ids = new ArrayList<>(List.of(1L));

    private long publications;
    private int at;

    SessionScript(byte[] script) {
        this.script = script;
    }

    /** What is known of one client. */
    private final class Client {
        FakePeer peer = router.connect();
        long request = 1;
        List<Long> invocations = new ArrayList<>(List.of(1L));
        List<Long> calls = new ArrayList<>(List.of(1L));

        void look() {
            for (Message message : peer.all()) {
                if (message instanceof Invocation invocation) {
                    invocations.add(invocation.request());
                } else if (message instanceof Subscribed subscribed) {
                    ids.add(subscribed.subscription());
                } else if (message instanceof Registered registered) {
                    ids.add(registered.registration());
                }
            }
        }
    }

    /** Plays it to its end. */
    void play() {
        TestRouter.subscribe(subscriber, 1, BYSTANDERS);
        for (int step = 0; step < MAX_STEPS && at < script.length; step++) {
            step(clients.get(octet() % clients.size()));
            clients.forEach(Client::look);
        }
        bystandersAreWell();
        clients.forEach(client -> client.peer.hangUp());
        router.time.pass(LONG_MS);

        bystandersAreWell();
        assertEquals(2, router.core.sessions(TestRouter.REALM).size());
        assertEquals(0, router.core.callsInFlight());
        assertEquals(List.of(), router.core.registrations(TestRouter.REALM));
        assertEquals(
                List.of(BYSTANDERS),
                router.core.subscriptions(TestRouter.REALM).stream()
                        .filter(subscription -> !subscription.sessions().isEmpty())
                        .map(subscription -> subscription.uri())
                        .toList());
        assertEquals(0, router.counter("failures"));
    }

    private void bystandersAreWell() {
        publisher.send(TestRouter.publish(++publications, BYSTANDERS, publications));

        assertEquals(publications, TestRouter.argument(subscriber.next(Event.class)));
        assertNull(publisher.closed());
        assertNull(subscriber.closed());
        publisher.nothing();
        subscriber.nothing();
    }

    private void step(Client client) {
        int what = octet() % 30;
        switch (what) {
            case 0, 1 -> {
                client.peer.hangUp();
                client.peer = router.connect();
                client.request = 1;
            }
            case 2, 3, 4 -> join(client);
            case 5 -> client.peer.takeOnly(octet() % 4);
            case 6 -> client.peer.takeAll();
            case 7 -> router.time.pass(octet() * 100L);
            case 8 -> client.peer.sendOctets(octets(octet() % 40));
            case 9 -> client.peer.violate("a script says so");
            case 10 -> client.peer.send(fromTheRouter());
            default -> client.peer.send(fromAClient(what, client));
        }
        router.time.run();
    }

    private void join(Client client) {
        if (client.peer.closed() != null) {
            client.peer = router.connect();
        }
        client.request = 1;
        client.peer.send(TestRouter.hello(octet() % 8 == 0 ? Map.of("callee", Map.of()) : ROLES));
    }

    private Message fromAClient(int what, Client client) {
        return switch (what) {
            case 11, 12 -> new Subscribe(request(client), options(), uri());
            case 13 -> new Unsubscribe(request(client), id(), Options.EMPTY);
            case 14, 15 -> new Publish(request(client), options(), uri(), payload());
            case 16, 17 -> new Register(request(client), options(), uri());
            case 18 -> new Unregister(request(client), id(), Options.EMPTY);
            case 19, 20, 21 -> call(client);
            case 22, 23 -> new Cancel(of(client.calls), options());
            case 24, 25 -> new Yield(of(client.invocations), options(), payload());
            case 26, 27 -> new Error(Invocation.TYPE, of(client.invocations), Options.EMPTY, uri(), payload());
            case 28 -> new Goodbye(Options.EMPTY, "wamp.close.close_realm");
            default ->
                octet() % 2 == 0 ? new Authenticate("x", Options.EMPTY) : new Abort(Options.EMPTY, "a", Payload.EMPTY);
        };
    }

    private Message call(Client client) {
        long request = octet() % 8 == 0 ? of(client.calls) : request(client);
        client.calls.add(request);
        return new Call(request, options(), uri(), payload());
    }

    private Message fromTheRouter() {
        return switch (octet() % 12) {
            case 0 -> new Welcome(1, options());
            case 1 -> new Challenge("ticket", options());
            case 2 -> new Subscribed(1, 2);
            case 3 -> new Unsubscribed(1, options());
            case 4 -> new Published(1, 2);
            case 5 -> new Event(id(), 2, options(), payload());
            case 6 -> new Registered(1, 2);
            case 7 -> new Unregistered(1, options());
            case 8 -> new Result(1, options(), payload());
            case 9 -> new Invocation(1, id(), options(), payload());
            case 10 -> new Interrupt(1, options());
            default -> new Hello("no realm", options());
        };
    }

    /** In order as a rule. */
    private long request(Client client) {
        int octet = octet();
        return octet % 16 == 15 ? octet : client.request++;
    }

    private long id() {
        return of(ids);
    }

    /** The newest as a rule. */
    private long of(List<Long> known) {
        int octet = octet();
        return octet == 255 ? octet : known.get(Math.max(0, known.size() - 1 - octet % 4));
    }

    private Options options() {
        return OPTIONS.get(octet() % OPTIONS.size());
    }

    private String uri() {
        return URIS[octet() % URIS.length];
    }

    private Payload payload() {
        return switch (octet() % 4) {
            case 0 -> Payload.EMPTY;
            case 1 -> TestRouter.payload(id());
            case 2 -> TestRouter.payload(uri(), List.of(), Map.of());
            default -> TestRouter.payload("a", 1);
        };
    }

    private byte[] octets(int length) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) octet();
        }
        return octets;
    }

    /** The next octet of the script; 0 behind its end. */
    private int octet() {
        return at < script.length ? script[at++] & 0xff : 0;
    }
}
