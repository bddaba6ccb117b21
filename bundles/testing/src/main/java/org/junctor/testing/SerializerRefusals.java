package org.junctor.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Elements;
import org.junctor.api.message.FieldWriter;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Tokens;
import org.junctor.api.serializer.ValueBuilder;
import org.junctor.api.serializer.Values;
import org.junctor.api.wire.WriteBuffer;
import org.junit.jupiter.api.Test;

/** A peer may send anything: the part of {@link SerializerContract} about bad messages. */
public interface SerializerRefusals {
    /** The serializer under test. */
    Serializer serializer();

    @Test
    default void wrongTypeAtAnyPositionIsRefusedByName() {
        for (Message message : Samples.messages(Payload.EMPTY)) {
            List<Object> elements = elements(message);
            for (int i = 1; i < elements.size(); i++) {
                for (Object other : Arrays.asList(null, true, 1.5, "text", 1L, List.of(), Map.of(), new byte[] {1})) {
                    if (other == null || !sameKind(other, elements.get(i))) {
                        List<@Nullable Object> bad = new ArrayList<>(elements);
                        bad.set(i, other);
                        String reason = refusal(bad);
                        String place = Elements.describe(message.type(), i + 1);
                        assertTrue(reason.contains(place), "'" + reason + "' does not name " + place);
                    }
                }
            }
        }
    }

    @Test
    default void missingElementIsRefusedByName() {
        for (Message message : Samples.messages(Payload.EMPTY)) {
            List<Object> elements = elements(message);
            int optional =
                    Elements.describe(message.type(), elements.size()).matches(".*UN[SR].*(Options|Details).*") ? 1 : 0;
            for (int size = 1; size < elements.size() - optional; size++) {
                String reason = refusal(elements.subList(0, size));
                String place = Elements.describe(message.type(), size + 1);
                assertTrue(reason.contains(place), "'" + reason + "' does not name " + place);
            }
        }
    }

    @Test
    default void surplusElementIsRefused() {
        for (Message message : Samples.messages(Payload.EMPTY)) {
            List<Object> bad = new ArrayList<>(elements(message));
            bad.addAll(List.of(List.of(), Map.of(), 1L));

            refusal(bad);
        }
    }

    @Test
    default void wrongArgumentsAreRefused() {
        for (Object arguments : Arrays.asList(null, true, 1L, "text", Map.of())) {
            assertTrue(refusal(Arrays.asList(16L, 1L, Map.of(), "com.example", arguments))
                    .contains("element 5 of PUBLISH (Arguments)"));
        }
        for (Object keywords : Arrays.asList(null, true, 1L, "text", List.of(), new byte[1])) {
            assertTrue(refusal(Arrays.asList(16L, 1L, Map.of(), "com.example", List.of(), keywords))
                    .contains("element 6 of PUBLISH (ArgumentsKw)"));
        }
    }

    @Test
    default void idsOutOfRangeAreRefused() {
        for (Object id : List.of(0L, -1L, Samples.MAX_ID + 1, Long.MAX_VALUE, BigInteger.ONE.shiftLeft(63), 1.5)) {
            String reason = refusal(List.of(16L, id, Map.of(), "com.example"));

            assertTrue(reason.contains("element 2 of PUBLISH (Request)"), reason);
        }
    }

    @Test
    default void unknownTypesAreRefused() {
        for (Object type :
                Arrays.asList(0L, 7L, 71L, 255L, 1023L, Long.MAX_VALUE, -1L, 16.5, "16", null, List.of(16L))) {
            refusal(Arrays.asList(type, 1L, Map.of(), "com.example"));
        }
        refusal(List.of());
    }

    @Test
    default void whatIsNoListIsRefused() {
        for (Object value : Arrays.asList(null, 16L, "text", Map.of("16", 1L), true)) {
            WriteBuffer out = new WriteBuffer(8);
            Values.write(value, serializer().writer(out));
            assertRefused(out.toByteArray());
        }
        assertRefused(new byte[0]);
    }

    @Test
    default void truncatedMessageIsRefusedAtEveryOctet() {
        byte[] whole = wholeMessage();

        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length));
        }
    }

    @Test
    default void octetsBehindTheMessageAreRefused() {
        byte[] whole = wholeMessage();
        byte[] twice = Arrays.copyOf(whole, whole.length * 2);
        System.arraycopy(whole, 0, twice, whole.length, whole.length);

        assertRefused(twice);
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        longer[whole.length] = 'x';
        assertRefused(longer);
    }

    @Test
    default void deepNestingIsRefusedInPayloadAndInHead() {
        for (int depth : new int[] {1_000, 100_000}) {
            assertRefused(nested(depth, true));
            assertRefused(nested(depth, false));
        }
    }

    @Test
    default void repeatedKeyIsRefusedInTheHead() {
        WriteBuffer out = new WriteBuffer(64);
        Tokens writer = serializer().writer(out);
        writer.startList();
        writer.integer(Publish.TYPE);
        writer.integer(1);
        repeatedKey(writer);
        writer.text("com.example");
        writer.endList();

        assertRefused(out.toByteArray());
    }

    @Test
    default void repeatedKeyIsRefusedWhenPayloadIsRead() {
        WriteBuffer out = new WriteBuffer(64);
        Tokens writer = serializer().writer(out);
        writer.startList();
        repeatedKey(writer);
        writer.endList();
        Payload payload = Payload.of(serializer().format(), 1, out.array(), out.start(), out.length());

        assertThrows(ProtocolViolation.class, () -> serializer().read(payload, new ValueBuilder()));
    }

    @Test
    default void integersThatNotEveryFormatHasCannotBeWritten() {
        for (BigInteger value : List.of(
                BigInteger.ONE.shiftLeft(64), BigInteger.ONE.shiftLeft(63).not())) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Values.payload(serializer(), List.of(value), Map.of()),
                    value.toString());
        }
    }

    @Test
    default void tooManyKeysAreRefusedInTheHead() {
        WriteBuffer out = new WriteBuffer(64);
        Tokens writer = serializer().writer(out);
        writer.startList();
        writer.integer(Hello.TYPE);
        writer.text("realm1");
        writer.startDict();
        for (int i = 0; i < 100_000; i++) {
            writer.key("k" + i);
            writer.nil();
        }
        writer.endDict();
        writer.endList();

        assertRefused(out.toByteArray());
    }

    @Test
    default void anyOctetsGiveAMessageOrAViolation() {
        Random random = new Random(20260101);
        byte[] whole = wholeMessage();
        int refused = 0;

        for (int round = 0; round < 50_000; round++) {
            byte[] octets = round % 5 == 0 ? new byte[random.nextInt(40)] : whole.clone();
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

    private int outcome(byte[] octets) {
        try {
            Message message = serializer().decode(octets, 0, octets.length);
            PayloadCatcher catcher = new PayloadCatcher();
            message.write(catcher);
            Values.decode(catcher.payload(), serializer());
            return 0;
        } catch (ProtocolViolation e) {
            return 1;
        }
    }

    private byte[] wholeMessage() {
        WriteBuffer out = new WriteBuffer(64);
        Payload payload = Values.payload(
                serializer(),
                List.of("grüße", 1, -2.5, true, new byte[] {1, 2, 3}),
                Map.of("k", List.of(Map.of("a", 1))));
        serializer().encode(new Publish(1234, Samples.options(), "com.example.topic", payload), out);
        return out.toByteArray();
    }

    private byte[] nested(int depth, boolean inPayload) {
        WriteBuffer out = new WriteBuffer(64);
        Tokens writer = serializer().writer(out);
        writer.startList();
        writer.integer(Publish.TYPE);
        writer.integer(1);
        writer.startDict();
        if (!inPayload) {
            writer.key("deep");
            lists(writer, depth);
        }
        writer.endDict();
        writer.text("com.example");
        if (inPayload) {
            lists(writer, depth);
        }
        writer.endList();
        return out.toByteArray();
    }

    private static void lists(Tokens writer, int depth) {
        for (int i = 0; i < depth; i++) {
            writer.startList();
        }
        for (int i = 0; i < depth; i++) {
            writer.endList();
        }
    }

    private static void repeatedKey(Tokens writer) {
        writer.startDict();
        writer.key("acknowledge");
        writer.bool(true);
        writer.key("acknowledge");
        writer.bool(false);
        writer.endDict();
    }

    private String refusal(List<? extends @Nullable Object> elements) {
        WriteBuffer out = new WriteBuffer(64);
        Values.write(elements, serializer().writer(out));
        return assertRefused(out.toByteArray());
    }

    private String assertRefused(byte[] octets) {
        ProtocolViolation violation =
                assertThrows(ProtocolViolation.class, () -> serializer().decode(octets, 0, octets.length));
        String reason = String.valueOf(violation.getMessage());
        assertTrue(reason.length() > 5 && reason.length() < 1_000, "a reason for the peer: '" + reason + "'");
        assertEquals(-1, reason.indexOf('\n'), "one line: '" + reason + "'");
        return reason;
    }

    private static boolean sameKind(Object one, Object other) {
        return one.getClass() == other.getClass() || (one instanceof Map && other instanceof Map);
    }

    private static List<Object> elements(Message message) {
        List<Object> elements = new ArrayList<>();
        elements.add((long) message.type());
        message.write(new FieldWriter() {
            @Override
            public void integer(long value) {
                elements.add(value);
            }

            @Override
            public void text(String value) {
                elements.add(value);
            }

            @Override
            public void dict(Options value) {
                elements.add(value.entries());
            }

            @Override
            public void payload(Payload value) {}
        });
        return elements;
    }
}
