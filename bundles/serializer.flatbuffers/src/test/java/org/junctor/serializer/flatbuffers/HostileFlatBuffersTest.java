package org.junctor.serializer.flatbuffers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribe;
import org.junctor.api.serializer.Values;
import org.junctor.api.wire.WriteBuffer;
import org.junit.jupiter.api.Test;

/** A peer may send anything. */
final class HostileFlatBuffersTest {
    private final FlatBuffersSerializer flatbuffers = new FlatBuffersSerializer();

    @Test
    void fieldsThatAreMissingOrWrongAreNamed() {
        int type = Subscribe.TYPE;

        assertEquals(
                "element 2 of SUBSCRIBE (Request) must be an id of 1 to 2^53", refusal(subscribe(type, 0, true, 0)));
        assertEquals(
                "element 2 of SUBSCRIBE (Request) must be an id of 1 to 2^53",
                refusal(subscribe(type, (1L << 53) + 1, true, 0)));
        assertEquals(
                "element 2 of SUBSCRIBE (Request) must be an integer of 0 or more, below 2^63",
                refusal(subscribe(type, -1, true, 0)));
        assertEquals("element 4 of SUBSCRIBE (Topic) is missing", refusal(subscribe(type, 7, false, 0)));
        assertEquals("'match' has no value 3", refusal(subscribe(type, 7, true, 3)));
        assertEquals("unknown message type 37", refusal(subscribe(37, 7, true, 0)));
        assertEquals("unknown message type 0", refusal(subscribe(0, 7, true, 0)));
    }

    @Test
    void argumentsThatAreNoListAreRefused() {
        for (byte[] args : List.of(
                new byte[] {(byte) 0xa0},
                new byte[] {1},
                new byte[] {0x61, 'a'},
                new byte[] {(byte) 0x80, (byte) 0x80},
                new byte[] {(byte) 0x9f},
                new byte[] {(byte) 0x9b, 127, -1, -1, -1, -1, -1, -1, -1},
                new byte[] {(byte) 0xff})) {
            refusal(result(args, 2));
        }
        assertEquals("kwargs must hold a dict in CBOR", refusal(result(new byte[] {(byte) 0x80}, 3)));
    }

    @Test
    void argumentsThatReachIntoTheKeywordsAreRefused() {
        FlatBuilder builder = new FlatBuilder();
        int args = builder.octets(new byte[] {(byte) 0x82, 1}, 0, 2);
        int kwargs = builder.octets(new byte[] {2, (byte) 0xa0}, 0, 2);
        builder.startTable(14);
        builder.number(1, 7, Long.BYTES, 0);
        builder.reference(2, args);
        builder.reference(3, kwargs);

        refusal(Crafted.message(builder, Result.TYPE, builder.endTable()));
    }

    @Test
    void argumentsBesideABinaryPayloadAreRefused() {
        FlatBuilder builder = new FlatBuilder();
        int vector = builder.octets(new byte[] {(byte) 0x80}, 0, 1);
        builder.startTable(14);
        builder.number(1, 7, Long.BYTES, 0);
        builder.reference(2, vector);
        builder.reference(4, vector);

        assertEquals(
                "RESULT has both arguments and a binary payload",
                refusal(Crafted.message(builder, Result.TYPE, builder.endTable())));
    }

    @Test
    void offsetsAndLengthsOutOfTheMessageAreRefused() {
        byte[] whole = whole();
        int refused = 0;

        for (int at = 0; at + Integer.BYTES <= whole.length; at++) {
            for (int value : new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, whole.length, -8}) {
                byte[] octets = whole.clone();
                ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
                refused += outcome(octets);
            }
        }

        assertTrue(refused > 2 * whole.length, refused + " of " + 5 * whole.length + " refused");
    }

    @Test
    void stringsThatAreSharedDoNotMakeTheMessageGrow() {
        FlatBuilder builder = new FlatBuilder();
        int topic = builder.text("x".repeat(10_000).getBytes(StandardCharsets.UTF_8));
        builder.startVector(Integer.BYTES, 10_000);
        for (int i = 0; i < 10_000; i++) {
            builder.reference(topic);
        }
        int texts = builder.endVector(10_000);
        builder.startTable(21);
        builder.number(1, 7, Long.BYTES, 0);
        builder.reference(2, topic);
        builder.reference(13, texts);

        assertEquals(
                "malformed FlatBuffers: parts are used several times, and together larger than the message",
                refusal(Crafted.message(builder, Publish.TYPE, builder.endTable())));
    }

    @Test
    void truncatedMessageIsRefused() {
        byte[] whole = whole();

        for (int length = 0; length < whole.length - Integer.BYTES; length++) { // up to three octets may be padding
            refusal(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void anyOctetsGiveAMessageOrAViolation() {
        Random random = new Random(20260101);
        byte[] whole = whole();
        int refused = 0;

        for (int round = 0; round < 50_000; round++) {
            byte[] octets = round % 5 == 0 ? new byte[random.nextInt(60)] : whole.clone();
            if (round % 5 == 0) {
                random.nextBytes(octets);
            } else {
                for (int change = 0; change <= random.nextInt(3); change++) {
                    octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
                }
            }
            refused += outcome(octets);
        }

        assertTrue(refused > 10_000 && refused < 50_000, refused + " of 50000 refused");
    }

    private byte[] whole() {
        WriteBuffer out = new WriteBuffer(8);
        Options options = Options.of(Map.of("acknowledge", true, "exclude_authid", List.of("a", "b")));
        flatbuffers.encode(
                new Publish(1234, options, "com.example", Values.payload(flatbuffers, List.of("a"), Map.of("k", 1))),
                out);
        return out.toByteArray();
    }

    private static byte[] subscribe(int type, long request, boolean topic, int match) {
        FlatBuilder builder = new FlatBuilder();
        int text = builder.text(new byte[] {'a'});
        builder.startTable(5);
        builder.number(1, request, Long.BYTES, 0);
        builder.number(3, match, 1, 0);
        if (topic) {
            builder.reference(2, text);
        }
        return Crafted.message(builder, type, builder.endTable());
    }

    private static byte[] result(byte[] cbor, int slot) {
        FlatBuilder builder = new FlatBuilder();
        int vector = builder.octets(cbor, 0, cbor.length);
        builder.startTable(14);
        builder.number(1, 7, Long.BYTES, 0);
        builder.reference(slot, vector);
        return Crafted.message(builder, Result.TYPE, builder.endTable());
    }

    private String refusal(byte[] octets) {
        return String.valueOf(assertThrows(ProtocolViolation.class, () -> flatbuffers.decode(octets, 0, octets.length))
                .getMessage());
    }

    private int outcome(byte[] octets) {
        try {
            Message message = flatbuffers.decode(octets, 0, octets.length);
            message.write(new ElementList(new ArrayList<>(), flatbuffers));
            return 0;
        } catch (ProtocolViolation e) {
            return 1;
        }
    }
}
