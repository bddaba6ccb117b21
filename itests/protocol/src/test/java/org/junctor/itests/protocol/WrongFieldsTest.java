package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junctor.itests.protocol.Wire.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each field of each message with each kind of wrong value: ABORT that names the field, the end, and nothing for anybody else. */
@ExtendWith(RouterExtension.class)
final class WrongFieldsTest {
    /** Of how many cases one is tried where others have tried all. */
    private static final int SAMPLE = 17;

    private static final Pattern VIOLATIONS = Pattern.compile("protocol\\.violations\\s*\\|?\\s*(\\d+)");

    static Stream<Wire> others() {
        return Stream.of(
                Wire.of(Transport.WEBSOCKET, Codec.MSGPACK),
                Wire.of(Transport.WEBSOCKET, Codec.CBOR),
                Wire.of(Transport.WEBSOCKET, Codec.UBJSON),
                Wire.batched(Transport.WEBSOCKET, Codec.CBOR),
                Wire.RAWSOCKET,
                Wire.of(Transport.RAWSOCKET, Codec.MSGPACK),
                Wire.of(Transport.LONGPOLL, Codec.JSON));
    }

    /** What is wrong with what the router did, or an empty text. */
    private static String wrong(Router router, Wire wire, WrongFields.Case each) {
        Peer peer = each.opening() ? router.connect(wire) : router.join(wire).peer();
        peer.sendText(each.message());
        try {
            JsonNode abort = peer.receive(Type.ABORT);
            String text = abort.get(1).path("message").asText();
            peer.awaitEnd();
            if (!abort.get(2).asText().equals("wamp.error.protocol_violation")) {
                return each.message() + " -> " + abort;
            }
            return text.length() < 10 || !text.contains(each.field()) ? each.message() + " -> unclear: " + text : "";
        } catch (AssertionError e) {
            return each.message() + " -> " + e.getMessage();
        } finally {
            peer.cut();
        }
    }

    private static void allAreViolations(Router router, Wire wire, List<WrongFields.Case> cases) {
        List<String> wrong = new ArrayList<>();
        Bystander bystander = Bystander.of(router, cases.size() + " messages with a wrong field over " + wire);
        for (WrongFields.Case each : cases) {
            String problem = wrong(router, wire, each);
            if (!problem.isEmpty()) {
                wrong.add(problem);
            }
        }
        bystander.close();
        assertEquals("", String.join("\n", wrong));
    }

    private static long violations(Router router) {
        Matcher counter = VIOLATIONS.matcher(router.node().shell("junctor:counters"));
        assertTrue(counter.find(), "there is a counter of violations");
        return Long.parseLong(counter.group(1));
    }

    @Test
    void S15_everyWrongFieldIsAViolation(Router router) {
        List<WrongFields.Case> cases = WrongFields.cases();
        assertTrue(cases.size() > 900, () -> cases.size() + " cases");
        long before = violations(router);

        allAreViolations(router, Wire.WEBSOCKET, cases);

        assertEquals(before + cases.size(), violations(router), "each is counted");
    }

    @ParameterizedTest
    @MethodSource("others")
    void S15_wrongFieldsAreViolationsOverEachTransport(Wire wire, Router router) {
        List<WrongFields.Case> all = WrongFields.cases();
        int first = wire.toString().length() % SAMPLE;
        List<WrongFields.Case> some = Stream.iterate(first, i -> i < all.size(), i -> i + SAMPLE)
                .map(all::get)
                .toList();

        allAreViolations(router, wire, some);
    }

    @Test
    void S26_theIdBehindTheLastOneIsOne(Router router) {
        Wire wire = Wire.of(Transport.WEBSOCKET, Codec.CBOR);
        Peer peer = router.keep(
                WebSocketPeer.connect(router.file().webUrl("/monotonic"), wire)); // or it would take 2^53 requests
        Session session = Session.join(peer, Router.OPEN);

        session.peer().send(Type.SUBSCRIBE, 1L << 53, Map.of(), "org.junctor.test.s26");
        assertEquals(1L << 53, session.receive(Type.SUBSCRIBED).get(1).asLong());
        session.peer().send(Type.SUBSCRIBE, 1, Map.of(), "org.junctor.test.s26");
        assertEquals(1, session.receive(Type.SUBSCRIBED).get(1).asLong());
        session.peer().send(Type.SUBSCRIBE, 2, Map.of(), "org.junctor.test.s26");
        assertEquals(2, session.receive(Type.SUBSCRIBED).get(1).asLong());
    }
}
