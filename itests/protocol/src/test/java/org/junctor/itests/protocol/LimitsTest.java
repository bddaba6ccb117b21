package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of the router core, each at the limit and one beyond, on a node that has small ones. */
final class LimitsTest {
    private static final int SESSIONS = 6;
    private static final String QUOTA = "wamp.error.quota_exceeded";
    private static final int NAMED = NodeFile.freePort();

    private static Node node;
    private static NodeFile file;

    private final List<Peer> peers = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path folder) {
        Map<String, Object> joe = Map.of("anonymous", Map.of("type", "static", "authid", "joe"));
        file = NodeFile.plain(folder)
                .rawTransport()
                .transport("named", "rawsocket", NodeFile.tcp(NAMED), Map.of("auth", joe))
                .limits(Map.of(
                        "uri.check", "strict",
                        "uri.max.length", 30,
                        "uri.max.components", 4,
                        "sessions.max", SESSIONS,
                        "principal.sessions.max", 2,
                        "session.subscriptions.max", 3,
                        "session.registrations.max", 3,
                        "session.calls.max", 2,
                        "hello.timeout.ms", 2000))
                .write();
        node = Node.in(folder).start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void cut() {
        peers.forEach(Peer::cut);
    }

    private Peer connect(InetSocketAddress address) {
        Peer peer = RawSocketPeer.connect(address);
        peers.add(peer);
        return peer;
    }

    /** A session; those of the test before may be there for a moment. */
    private Session join() {
        List<Session> joined = new ArrayList<>();
        Waiting.until(Peer.LIMIT, () -> joins(file.rawAddress(), joined), () -> "nobody is let in");
        return joined.get(0);
    }

    private boolean joins(InetSocketAddress address, List<Session> joined) {
        Peer peer = connect(address);
        try {
            joined.add(Session.join(peer, Router.OPEN));
            return true;
        } catch (AssertionError refused) {
            assertTrue(String.valueOf(refused.getMessage()).contains(QUOTA), refused::getMessage);
            return false;
        }
    }

    @Test
    void U04_strictRuleTakesLettersDigitsAndUnderscoresOnly() {
        Session session = join();

        session.unsubscribe(session.subscribe("org.junctor.test_1"));
        session.unsubscribe(session.subscribe("org.junctor.", "prefix"));
        session.unsubscribe(session.subscribe("org..test_1", "wildcard"));
        session.result("wamp.session.count");
        for (String uri : List.of("org.Junctor", "org.j\u00fcnctor", "org.junctor-test", "org.junctor.(a)")) {
            for (int type : List.of(Type.SUBSCRIBE, Type.REGISTER, Type.CALL)) {
                session.error(type, session.request(type, Map.of(), uri), "wamp.error.invalid_uri");
            }
            long publish = session.request(Type.PUBLISH, Map.of("acknowledge", true), uri);
            session.error(Type.PUBLISH, publish, "wamp.error.invalid_uri");
        }
        long pattern = session.request(Type.SUBSCRIBE, Map.of("match", "wildcard"), "org..Test");
        session.error(Type.SUBSCRIBE, pattern, "wamp.error.invalid_uri");
    }

    @Test
    void G12_lengthAndComponentsOfUris() {
        Session session = join();

        session.subscribe("a.".repeat(3) + "x".repeat(24));
        for (String uri : List.of("a.".repeat(3) + "x".repeat(25), "a.a.a.a.a")) {
            session.error(Type.SUBSCRIBE, session.request(Type.SUBSCRIBE, Map.of(), uri), "wamp.error.invalid_uri");
        }
    }

    @Test
    void G12_subscriptionsRegistrationsAndCallsOfASession() {
        Session session = join();
        for (int i = 0; i < 3; i++) {
            session.subscribe("org.topic" + i);
            session.register("org.procedure" + i);
        }

        session.error(Type.SUBSCRIBE, session.request(Type.SUBSCRIBE, Map.of(), "org.topic3"), QUOTA);
        session.error(Type.REGISTER, session.request(Type.REGISTER, Map.of(), "org.procedure3"), QUOTA);
        Session caller = join();
        caller.call("org.procedure0");
        caller.call("org.procedure0");
        caller.error(Type.CALL, caller.call("org.procedure0"), QUOTA);
        session.yieldTo(session.receive(Type.INVOCATION));
        caller.receive(Type.RESULT);
        caller.call("org.procedure0");
        session.receive(Type.INVOCATION);
        session.receive(Type.INVOCATION);
    }

    @Test
    void G12_sessionsOfTheNode() {
        List<Session> joined = new ArrayList<>();
        Waiting.until(
                Peer.LIMIT,
                () -> joins(file.rawAddress(), joined) && joined.size() == SESSIONS,
                () -> "only " + joined.size());

        Peer beyond = connect(file.rawAddress());
        beyond.send(Type.HELLO, Router.OPEN, Map.of("roles", Session.PLAIN_ROLES));
        Session.expectAbort(beyond, QUOTA);

        joined.get(0).leave();
        join();
    }

    @Test
    void G12_sessionsOfAPrincipal() {
        InetSocketAddress named = new InetSocketAddress(InetAddress.getLoopbackAddress(), NAMED);
        List<Session> joined = new ArrayList<>();
        Waiting.until(Peer.LIMIT, () -> joins(named, joined) && joined.size() == 2, () -> "only " + joined.size());

        Peer third = connect(named);
        third.send(Type.HELLO, Router.OPEN, Map.of("roles", Session.PLAIN_ROLES));
        Session.expectAbort(third, QUOTA);

        assertEquals("joe", joined.get(0).welcomeDetails().get("authid").asText());
        join();
    }

    @Test
    void G12_timeUntilHello() {
        Peer silent = connect(file.rawAddress());

        Session.expectAbort(silent, "wamp.error.timeout");
        silent.awaitEnd(Duration.ofSeconds(5));
    }
}
