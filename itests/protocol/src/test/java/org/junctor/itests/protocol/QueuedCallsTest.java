package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls that wait for one callee. */
@ExtendWith(RouterExtension.class)
final class QueuedCallsTest {
    private static final int CALLERS = 8;
    private static final int EACH = 32;
    private static final String PROCEDURE = "org.junctor.test.queued";
    private static final String PAYLOAD = "x".repeat(16 << 10);

    private final Router router;

    QueuedCallsTest(Router router) {
        this.router = router;
    }

    @Test
    void calls256OfACalleeThatAnswersNoneOfThemYetAllGetAResult() {
        Session callee = router.join(Wire.RAWSOCKET);
        callee.register(PROCEDURE);
        List<Session> callers = callAll(PROCEDURE);
        Deque<JsonNode> asked = new ArrayDeque<>();
        while (asked.size() < CALLERS * EACH) {
            asked.push(callee.receive(Type.INVOCATION));
        }

        asked.forEach(invocation ->
                callee.yieldTo(invocation, invocation.get(4).get(0).asInt()));

        callers.forEach(QueuedCallsTest::expectResults);
    }

    @Test
    void calls256OfACalleeThatReadsNoneOfThemYetAllGetAResult() {
        String procedure = PROCEDURE + ".unread";
        RawSocketPeer callee = RawSocketPeer.open(router.listeners().raw());
        callee.sendHex(RawSocketPeer.JSON_16_MIB);
        callee.readHex(4);
        callee.send(Type.HELLO, Router.OPEN, Map.of("roles", Session.PLAIN_ROLES));
        callee.send(Type.REGISTER, 1, Map.of(), procedure);
        Session witness = router.join(Wire.WEBSOCKET);
        Waiting.until(
                Peer.LIMIT,
                () -> !witness.result("wamp.registration.lookup", procedure)
                        .path(0)
                        .isNull(),
                () -> "the callee is not registered");
        List<Session> callers = callAll(procedure);

        callee.startReading();
        callee.receive(Type.WELCOME);
        callee.receive(Type.REGISTERED);
        for (int i = 0; i < CALLERS * EACH; i++) {
            JsonNode invocation = callee.receive(Type.INVOCATION);
            callee.send(
                    Type.YIELD,
                    invocation.get(1).asLong(),
                    Map.of(),
                    List.of(invocation.get(4).get(0)));
        }

        callers.forEach(QueuedCallsTest::expectResults);
        callee.cut();
    }

    /** Has each caller send all its calls, numbered; every other one over WebSocket. */
    private List<Session> callAll(String procedure) {
        List<Session> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Session caller = router.join(i % 2 == 0 ? Wire.RAWSOCKET : Wire.WEBSOCKET);
            for (int number = 1; number <= EACH; number++) {
                caller.call(procedure, number, PAYLOAD);
            }
            callers.add(caller);
        }
        return callers;
    }

    private static void expectResults(Session caller) {
        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < EACH; i++) {
            JsonNode result = caller.receive(Type.RESULT);
            assertEquals(result.get(1).asInt(), result.get(3).get(0).asInt(), "the result of another call");
            numbers.add(result.get(1).asInt());
        }
        assertEquals(EACH, numbers.size(), () -> "results for " + numbers);
        caller.expectNothingMore();
    }
}
