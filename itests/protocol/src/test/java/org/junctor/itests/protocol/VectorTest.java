package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junctor.itests.protocol.Wire.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The test vectors of wamp-proto, sent to the router as they are; the serializers have them as contract, too. */
@ExtendWith(RouterExtension.class)
final class VectorTest {
    /** Keys of one implementation, which others must ignore like all that they do not know. */
    private static final Set<String> PRIVATE =
            Set.of("transaction_hash", "forward_for", "enc_algo", "enc_key", "enc_serializer");

    private static JsonNode vector(String name) {
        Path file = Path.of(System.getProperty("junctor.vectors", "vectors"), "singlemessage", name + ".json");
        try {
            return Json.tree(Files.readString(file));
        } catch (IOException e) {
            throw new AssertionError(
                    "no test vectors at " + file.toAbsolutePath().normalize()
                            + ": pass -Djunctor.vectors=<folder testsuite of github.com/wamp-proto/wamp-proto>",
                    e);
        }
    }

    /** A session on a path that takes any rising request ids, as the vectors have them. */
    private static Session join(Router router, Codec codec) {
        Wire wire = Wire.of(Transport.WEBSOCKET, codec);
        return Session.join(router.keep(WebSocketPeer.connect(router.file().webUrl("/monotonic"), wire)), Router.OPEN);
    }

    private static List<byte[]> encodings(JsonNode sample, Codec codec) {
        List<byte[]> octets = new ArrayList<>();
        sample.path("serializers")
                .path(codec.serializer().toLowerCase(Locale.ROOT))
                .forEach(each ->
                        octets.add(HexFormat.of().parseHex(each.get("bytes_hex").asText())));
        return octets;
    }

    private static boolean isForAll(JsonNode options) {
        return Session.keys(options).stream().noneMatch(key -> key.startsWith("ex") || key.startsWith("eligible"));
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void X01_publicationsOfTheVectorsArriveAsExpected(Codec codec, Router router) {
        int sent = 0;
        for (JsonNode sample : vector("basic/publish").get("samples")) {
            JsonNode expected = sample.path("expected_attributes");
            for (byte[] octets : encodings(sample, codec)) {
                Session publisher = join(router, codec);
                Session subscriber = router.join(Wire.WEBSOCKET);
                subscriber.subscribe(expected.get("topic").asText());

                publisher.peer().sendMessage(octets);

                if (isForAll(expected.path("options"))) {
                    arrived(subscriber.receive(Type.EVENT), 4, expected);
                }
                publisher.peer().send(Type.SUBSCRIBE, (1L << 53) - 1, Map.of(), "org.junctor.test.x01");
                JsonNode answer = publisher.peer().receive();
                assertTrue(
                        List.of(Type.PUBLISHED, Type.SUBSCRIBED)
                                .contains(answer.get(0).asInt()),
                        answer::toString);
                sent++;
            }
        }
        assertTrue(sent >= 7, "vectors of " + codec);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void X01_requestsOfTheVectorsAreTaken(Codec codec, Router router) {
        for (String name : List.of("basic/subscribe", "basic/register", "basic/call")) {
            JsonNode sample = vector(name).get("samples").get(0);
            JsonNode expected = sample.get("expected_attributes");
            for (byte[] octets : encodings(sample, codec)) {
                Session client = join(router, codec);
                Session callee = router.join(Wire.WEBSOCKET);
                if (name.endsWith("call")) {
                    callee.register(expected.get("procedure").asText());
                }

                client.peer().sendMessage(octets);

                if (name.endsWith("call")) {
                    arrived(callee.receive(Type.INVOCATION), 4, expected);
                } else {
                    JsonNode answer = client.peer().receive(name.endsWith("subscribe") ? 33 : 65);
                    assertEquals(expected.get("request_id"), answer.get(1));
                }
                client.peer().cut();
                callee.peer().cut();
            }
        }
    }

    /** The payload must be there as the sample says, octets that stand for it included. */
    private static void arrived(JsonNode message, int at, JsonNode expected) {
        if (expected.path("payload").isTextual()) {
            byte[] octets = HexFormat.of().parseHex(expected.get("payload").asText());
            assertEquals(Json.node(octets), message.path(at), message::toString);
            return;
        }
        JsonNode arguments = expected.path("args");
        JsonNode keywords = expected.path("kwargs");
        if (arguments.isArray()) {
            assertEquals(arguments, message.path(at), message::toString);
        }
        if (keywords.isObject()) {
            assertEquals(keywords, message.path(at + 1), message::toString);
        }
    }

    @Test
    void X02_samplesOfValidationAreTakenAndRefused(Router router) {
        int refused = 0;
        int taken = 0;
        for (String name : List.of("basic/publish", "basic/subscribe")) {
            for (JsonNode sample : vector(name).get("samples")) {
                if (!sample.has("wmsg")) {
                    continue;
                }
                boolean unknown =
                        Session.keys(sample.get("wmsg").get(2)).stream().anyMatch(PRIVATE::contains);
                if (sample.has("expected_error") && !unknown) {
                    isRefused(router, sample);
                    refused++;
                } else {
                    isTaken(router, sample);
                    taken++;
                }
            }
        }
        assertEquals(15, refused);
        assertEquals(31, taken, "with those that only other keys than ours make wrong");
    }

    @Test
    void X02_eventsAreRefusedFromClientsWhateverIsInThem(Router router) {
        for (JsonNode sample : vector("basic/event").get("samples")) {
            if (sample.has("wmsg")) {
                Session offender = router.join(Wire.WEBSOCKET);
                offender.peer().sendText(sample.get("wmsg").toString());
                offender.expectViolation();
            }
        }
    }

    private static String message(JsonNode sample) {
        ArrayNode message = (ArrayNode) sample.get("wmsg");
        message.set(1, LongNode.valueOf(1));
        if (message.path(4).isTextual()) { // a hex string stands for octets
            message.set(4, Json.node(HexFormat.of().parseHex(message.get(4).asText())));
        }
        return Json.text(Values.forJson(message));
    }

    private static void isRefused(Router router, JsonNode sample) {
        Session offender = router.join(Wire.WEBSOCKET);
        offender.peer().sendText(message(sample));

        JsonNode abort = offender.peer().receive(Type.ABORT);
        String key = sample.get("expected_error").get("contains").asText();
        assertEquals("wamp.error.protocol_violation", abort.get(2).asText(), abort::toString);
        assertTrue(abort.get(1).get("message").asText().contains(key), () -> abort + " should name " + key);
        offender.peer().awaitEnd();
    }

    private static void isTaken(Router router, JsonNode sample) {
        Session client = router.join(Wire.WEBSOCKET);
        client.peer().sendText(message(sample));

        client.peer().send(Type.SUBSCRIBE, 2, Map.of(), "org.junctor.test.x02");
        JsonNode answer = client.peer().receive();
        assertFalse(answer.get(0).asInt() == Type.ABORT, () -> sample + " -> " + answer);
    }
}
