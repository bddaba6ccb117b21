package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.junctor.itests.protocol.Wire.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many sessions of which each stays within what one may have: all together they are refused before the heap is full. */
@ExtendWith(RouterExtension.class)
final class NumbersHostileTest {
    private static final int EACH = 10_000;
    private static final int ROUND = 500;
    /** Java collects a heap that fills, and this machine may have much else to do. */
    private static final long PATIENCE_MS = 4 * Bystander.LIMIT_MS;

    private static final long UNKNOWN = 9_007_199_254_740_000L;

    /** Longer than half of what a URI may have, so that numbers fit behind it. */
    private static final String LONG = "org.junctor." + "x".repeat(225);

    private static final Wire WIRE = Wire.of(Transport.RAWSOCKET, Codec.JSON);

    private Bystander bystander;

    @BeforeEach
    void watch(Router router, TestInfo test) {
        // What the last test left behind may not be collected yet.
        Waiting.until(Duration.ofSeconds(60), () -> join(router).isPresent(), () -> "nobody is let in any more");
        bystander = Bystander.of(
                router.listeners().web(), test.getTestMethod().orElseThrow().getName(), PATIENCE_MS);
    }

    @AfterEach
    void nobodyWaited() {
        bystander.close();
    }

    /** A session, unless the router has no memory for one. */
    private static Optional<Session> join(Router router) {
        Peer peer = router.connect(WIRE);
        peer.send(Type.HELLO, Router.OPEN, Map.of("roles", Session.PLAIN_ROLES));
        JsonNode answer = peer.receive();
        if (answer.get(0).asInt() == Type.WELCOME) {
            return Optional.of(new Session(peer, answer));
        }
        assertEquals("wamp.error.unavailable", answer.get(2).asText(), answer::toString);
        return Optional.empty();
    }

    /** Has each of these sessions ask until it is refused, and answers how many requests were granted. */
    private static int attack(Router router, int sessions, int each, ObjIntConsumer<Session> ask) {
        int granted = 0;
        int refused = 0;
        for (int i = 0; i < sessions; i++) {
            Optional<Session> letIn = join(router);
            if (letIn.isEmpty()) {
                refused++;
                continue;
            }
            Session session = letIn.get();
            int refusals = 0;
            for (int sent = 0; sent < each && refusals == 0; sent += ROUND) {
                int round = Math.min(ROUND, each - sent);
                for (int j = 0; j < round; j++) {
                    ask.accept(session, i * each + sent + j);
                }
                refusals = refusals(session);
                granted += round - refusals;
            }
            refused += refusals;
        }
        System.out.printf("%d sessions were granted %d, then refused%n", sessions, granted);
        assertTrue(refused > 0, "nobody was refused, as if there were memory without end");
        return granted;
    }

    /** How many of the requests until now were refused. */
    private static int refusals(Session session) {
        long fence = session.request(Type.UNSUBSCRIBE, UNKNOWN);
        int refusals = 0;
        while (true) {
            JsonNode answer = session.peer().receive();
            boolean error = answer.get(0).asInt() == Type.ERROR;
            if (error && answer.get(2).asLong() == fence) {
                return refusals;
            }
            if (error) {
                assertEquals("wamp.error.quota_exceeded", answer.get(4).asText(), answer::toString);
                refusals++;
            }
        }
    }

    @Test
    void G12_manySubscriptionsOfManySessionsAreRefused(Router router) {
        int granted =
                attack(router, 30, EACH, (session, i) -> session.request(Type.SUBSCRIBE, Map.of(), LONG + "." + i));

        assertTrue(granted >= EACH, () -> "one session alone may have " + EACH + ", not " + granted);
    }

    @Test
    void G12_manyRegistrationsOfManySessionsAreRefused(Router router) {
        attack(router, 30, EACH, (session, i) -> session.request(Type.REGISTER, Map.of(), LONG + "." + i));
    }

    @Test
    void G12_manyCallsOfManySessionsAreRefused(Router router) {
        Session callee = router.join(WIRE);
        callee.register(LONG);

        attack(router, 50, EACH, (session, i) -> session.request(Type.CALL, Map.of(), LONG));
    }

    @Test
    void G12_declarationsThatTakeMoreThanTheySayAreRefused(Router router) {
        Object hollow = Map.of("hollow", Collections.nCopies(1200, Map.of()));

        attack(
                router,
                450,
                60,
                (session, i) -> session.request(
                        Type.CALL, Map.of(), "wamp.reflect.define", List.of("org.junctor.declared." + i, hollow)));
    }
}
