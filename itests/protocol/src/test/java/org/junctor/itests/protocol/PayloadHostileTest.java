package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junctor.itests.protocol.Wire.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Payloads that are made to hurt: whoever sends them loses the session or gets an error, and nobody else notices. */
@ExtendWith(RouterExtension.class)
final class PayloadHostileTest {
    private static final String TOPIC = "org.junctor.hostile";

    private Bystander bystander;

    @BeforeEach
    void watch(Router router, TestInfo test) {
        bystander = Bystander.of(router, test.getTestMethod().orElseThrow().getName() + " " + test.getDisplayName());
    }

    @AfterEach
    void nobodyWaited() {
        bystander.close();
    }

    /** Octets of a PUBLISH up to its arguments, which are to follow as one value. */
    private static ByteArrayOutputStream publish(Codec codec) {
        byte[] whole = codec.encode(Json.node(List.of(Type.PUBLISH, 1, Map.of(), TOPIC, List.of())));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int tail =
                switch (codec) {
                    case JSON, UBJSON -> 3; // an empty list and the end of the message
                    case MSGPACK, CBOR -> 1;
                };
        head.write(whole, 0, whole.length - tail);
        return head;
    }

    /** What opens a list of one item. */
    private static int opening(Codec codec) {
        return switch (codec) {
            case JSON, UBJSON -> '[';
            case MSGPACK -> 0x91;
            case CBOR -> 0x81;
        };
    }

    private static Session join(Router router, Codec codec) {
        return router.join(Wire.of(Transport.RAWSOCKET, codec));
    }

    private static void violates(Router router, Codec codec, byte[] octets) {
        Session offender = join(router, codec);
        offender.peer().sendMessage(octets);
        offender.expectViolation();
    }

    private static void violates(Router router, String text) {
        violates(router, Codec.JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Publishes this payload in JSON; a subscriber with MessagePack must get nothing, a subscriber with JSON what was sent. */
    private static void passesToItsKindOnly(Router router, String arguments) {
        Session publisher = router.join(Wire.WEBSOCKET);
        Session same = router.join(Wire.WEBSOCKET);
        Session other = join(router, Codec.MSGPACK);
        long subscription = same.subscribe(TOPIC);
        other.subscribe(TOPIC);

        publisher.peer().sendText("[16,1,{\"acknowledge\":true},\"" + TOPIC + "\"," + arguments + "]");

        publisher.receive(Type.PUBLISHED);
        same.event(subscription);
        other.expectNothingMore();
    }

    /** Calls with this payload in JSON a callee with MessagePack: it cannot be told, which is an error of the caller. */
    private static void cannotBeConverted(Router router, String arguments) {
        Session caller = router.join(Wire.WEBSOCKET);
        Session callee = join(router, Codec.MSGPACK);
        callee.register("org.junctor.hostile.convert");

        caller.peer().sendText("[48,1,{},\"org.junctor.hostile.convert\"," + arguments + "]");

        caller.error(Type.CALL, 1, "wamp.error.invalid_argument");
        callee.expectNothingMore();
        callee.peer().cut();
    }

    @ParameterizedTest
    @EnumSource
    void S2_nestingIsRefusedFromDepth65(Codec codec, Router router) {
        for (int depth : new int[] {66, 1_000, 100_000, 900_000}) {
            ByteArrayOutputStream octets = publish(codec);
            for (int i = 0; i < depth; i++) {
                octets.write(opening(codec));
            }
            violates(router, codec, octets.toByteArray());
        }
    }

    @Test
    void S2_nestingOfDictsAndOfBothIsRefusedToo(Router router) {
        violates(router, "[16,1,{},\"" + TOPIC + "\",[" + "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000) + "]]");
        violates(router, "[16,1,{},\"" + TOPIC + "\",[" + "{\"a\":[".repeat(50_000) + "]}".repeat(50_000) + "]]");
        violates(router, "[16,1," + "{\"abc\":".repeat(70) + "1" + "}".repeat(70) + ",\"" + TOPIC + "\"]");
        Session session = router.join(Wire.WEBSOCKET);
        session.peer().sendText("[16,1,{},\"" + TOPIC + "\"," + "[".repeat(63) + "]".repeat(63) + "]");
        session.expectAliveAfter(1);
    }

    @Test
    void S3_numbersWithoutMeasureAreRefused(Router router) {
        for (String number : List.of(
                "1".repeat(100_000), "1e999999999", "-1e999999999", "0." + "1".repeat(100_000), "1e-999999999")) {
            violates(router, "[16,1,{},\"" + TOPIC + "\",[" + number + "]]");
            violates(router, "[16,1,{\"x_number\":" + number + "},\"" + TOPIC + "\"]");
        }
    }

    @Test
    void S3_idsAreIntegersUpTo2To53(Router router) {
        for (String id : List.of("9007199254740993", "18446744073709551616", "1e0", "1.0", "-0", "1e2", "\"1\"")) {
            violates(router, "[16," + id + ",{},\"" + TOPIC + "\"]");
        }
    }

    @Test
    void S4_keysThatStandTwiceAreRefused(Router router) {
        violates(router, "[16,1,{\"acknowledge\":true,\"acknowledge\":false},\"" + TOPIC + "\"]");
        violates(router, "[16,1,{\"exclude_me\":false,\"x\":1,\"exclude\\u005fme\":true},\"" + TOPIC + "\"]");
        cannotBeConverted(router, "[{\"a\":1,\"a\":2}]");
        passesToItsKindOnly(router, "[{\"a\":1,\"a\":2}]");
    }

    @Test
    void S5_textThatIsNoneIsRefused(Router router) {
        violates(router, "[16,1,{},\"" + TOPIC + "\",[\"\\ud800\"]]");
        violates(router, "[16,1,{},\"" + TOPIC + "\",[\"\\udc00\\ud800\"]]");
        for (String hex : List.of("c0af", "e080af", "f08080af", "eda080", "f4908080", "ff", "c3")) {
            byte[] text = HexFormat.of().parseHex(hex);
            ByteArrayOutputStream json = publish(Codec.JSON);
            json.writeBytes("[\"".getBytes(StandardCharsets.US_ASCII));
            json.writeBytes(text);
            json.writeBytes("\"]]".getBytes(StandardCharsets.US_ASCII));
            violates(router, Codec.JSON, json.toByteArray());
            ByteArrayOutputStream msgpack = publish(Codec.MSGPACK);
            msgpack.write(0x91);
            msgpack.write(0xa0 | text.length);
            msgpack.writeBytes(text);
            violates(router, Codec.MSGPACK, msgpack.toByteArray());
            ByteArrayOutputStream cbor = publish(Codec.CBOR);
            cbor.write(0x81);
            cbor.write(0x60 | text.length);
            cbor.writeBytes(text);
            violates(router, Codec.CBOR, cbor.toByteArray());
        }
    }

    @Test
    void S6_manyKeysAreRefusedInOptionsAndHarmlessElsewhere(Router router) {
        StringBuilder keys = new StringBuilder("{\"x\":0");
        for (int i = 0; i < 20_000; i++) {
            String colliding =
                    Integer.toBinaryString(i | 1 << 15).replace("0", "Aa").replace("1", "BB");
            keys.append(",\"").append(colliding).append("\":1");
        }
        String dict = keys.append('}').toString();

        violates(router, "[16,1," + dict + ",\"" + TOPIC + "\"]");
        Session caller = router.join(Wire.WEBSOCKET);
        Session callee = join(router, Codec.MSGPACK);
        callee.register("org.junctor.hostile.keys");
        caller.peer().sendText("[48,1,{},\"org.junctor.hostile.keys\",[],{\"all\":" + dict + "}]");
        assertEquals(20_001, callee.receive(Type.INVOCATION).get(5).get("all").size());
    }

    @Test
    void S7_badBase64IsNotConverted(Router router) {
        for (String text : List.of("\\u0000AAA", "\\u0000====", "\\u0000A*==", "\\u0000 AAAA")) {
            cannotBeConverted(router, "[\"" + text + "\"]");
            cannotBeConverted(router, "[[{\"deep\":\"" + text + "\"}]]");
            passesToItsKindOnly(router, "[\"" + text + "\"]");
        }
    }

    @Test
    void S7_octetsAreNoUriAndNoKey(Router router) {
        Session session = join(router, Codec.MSGPACK);
        session.peer().sendMessage(HexFormat.of().parseHex("94200180c403612e62")); // SUBSCRIBE of three octets
        session.expectViolation();
        Session text = router.join(Wire.WEBSOCKET);
        text.peer().sendText("[32,1,{},\"\\u0000YS5i\"]");
        Peer.Arrival next = text.peer().next(Peer.LIMIT).orElseThrow();
        JsonNode answer = ((Peer.Message) next).fields();
        assertTrue(answer.get(0).asInt() == Type.ABORT || answer.get(0).asInt() == Type.ERROR, answer::toString);
    }

    @Test
    void S8_integersBeyond64BitsAreNotConverted(Router router) {
        for (String number : List.of("18446744073709551616", "-9223372036854775809")) {
            cannotBeConverted(router, "[" + number + "]");
        }
    }

    @Test
    void S9_extensionsOfMessagePackAreNotConverted(Router router) {
        Session caller = join(router, Codec.MSGPACK);
        Session callee = router.join(Wire.WEBSOCKET);
        callee.register("a.b");
        String call = "95300180a3612e62";
        List<String> arguments = List.of("91d6ff00000000", "91c70100ff", "9181c001", "91810102");

        for (int i = 0; i < arguments.size(); i++) {
            caller.peer()
                    .sendMessage(HexFormat.of().parseHex(call.replace("3001", "300" + (i + 1)) + arguments.get(i)));
            caller.error(Type.CALL, i + 1, "wamp.error.invalid_argument");
        }
        callee.expectNothingMore();
    }

    @Test
    void S10_tagsOfCborNestOnlySoDeep(Router router) {
        for (int tag : new int[] {0xc1, 0xd8}) {
            ByteArrayOutputStream octets = publish(Codec.CBOR);
            octets.write(0x81);
            for (int i = 0; i < 50_000; i++) {
                octets.write(tag);
                if (tag == 0xd8) {
                    octets.write(0x1c);
                }
            }
            octets.write(1);
            violates(router, Codec.CBOR, octets.toByteArray());
        }
    }

    @Test
    void S10_whatOnlyCborHasIsNotConverted(Router router) {
        Session caller = join(router, Codec.CBOR);
        Session callee = router.join(Wire.WEBSOCKET);
        callee.register("a.b");
        List<String> arguments = List.of(
                "81d81d01", // a reference to a shared value
                "81c249010000000000000000", // 2^64
                "81a10102", // a key that is no string
                "81f0"); // a simple value without meaning

        for (int i = 0; i < arguments.size(); i++) {
            caller.peer()
                    .sendMessage(HexFormat.of().parseHex("851830" + "0" + (i + 1) + "a063612e62" + arguments.get(i)));
            caller.error(Type.CALL, i + 1, "wamp.error.invalid_argument");
        }
        callee.expectNothingMore();
    }
}
