package org.junctor.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Event;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Tokens;
import org.junctor.api.serializer.ValueBuilder;
import org.junctor.api.serializer.Values;
import org.junctor.api.wire.SerializerType;
import org.junctor.api.wire.WriteBuffer;
import org.junit.jupiter.api.Test;

/** What goes in comes out: the part of {@link SerializerContract} about good messages. */
public interface SerializerRoundTrips {
    /** The serializer under test. */
    Serializer serializer();

    @Test
    default void namesAreFitForHandshakes() {
        SerializerType type = serializer().type();

        assertTrue(type.name().matches("[a-z][a-z0-9.]*"), type.name());
        assertTrue(type.subprotocol().startsWith("wamp.2."), type.subprotocol());
        assertTrue(type.rawSocketId() >= 0 && type.rawSocketId() <= 15, "RawSocket number " + type.rawSocketId());
        assertTrue(type.mime().contains("/"), type.mime());
        assertEquals(type, serializer().type());
        assertSame(serializer().format(), serializer().format());
    }

    @Test
    default void everyMessageWithoutPayloadSurvives() throws ProtocolViolation {
        for (Message message : Samples.messages(Payload.EMPTY)) {
            byte[] octets = encoded(message);

            assertEquals(ValueText.head(message), ValueText.head(serializer().decode(octets, 0, octets.length)));
        }
    }

    @Test
    default void everyMessageWithArgumentsSurvives() throws ProtocolViolation {
        Payload payload = Values.payload(serializer(), Samples.values(), Map.of());

        for (Message message : Samples.messages(payload)) {
            assertSurvives(message, List.of(Samples.values()));
        }
    }

    @Test
    default void everyMessageWithKeywordArgumentsSurvives() throws ProtocolViolation {
        Payload payload = Values.payload(serializer(), List.of(), Map.of("values", Samples.values()));

        for (Message message : Samples.messages(payload)) {
            assertSurvives(message, List.of(List.of(), Map.of("values", Samples.values())));
        }
    }

    @Test
    default void oneBinaryValueMayStandInPlaceOfArguments() throws ProtocolViolation {
        WriteBuffer out = new WriteBuffer(8);
        serializer().writer(out).binary(new byte[] {1, 2, 3});
        Payload payload = Payload.of(serializer().format(), 1, out.array(), out.start(), out.length());

        assertSurvives(new Publish(1, Options.EMPTY, "com.example", payload), List.of(new byte[] {1, 2, 3}));
    }

    @Test
    default void payloadIsPassedOnOctetByOctet() throws ProtocolViolation {
        Payload sent = Values.payload(serializer(), Samples.values(), Map.of("b", 1, "a", 2));
        byte[] publish = encoded(new Publish(1, Samples.options(), "com.example", sent));

        Payload received = payloadOf(serializer().decode(publish, 0, publish.length));
        byte[] event = encoded(new Event(1, 2, Options.EMPTY, received));
        Payload delivered = payloadOf(serializer().decode(event, 0, event.length));

        assertEquals(ValueText.of(octets(sent)), ValueText.of(octets(delivered)));
    }

    @Test
    default void messageMayStandAnywhereInTheArray() throws ProtocolViolation {
        Payload payload = Values.payload(serializer(), List.of("argument"), Map.of());
        byte[] message = encoded(new Publish(1, Samples.options(), "com.example", payload));
        byte[] array = new byte[message.length + 200];
        Arrays.fill(array, (byte) 0x5d);
        System.arraycopy(message, 0, array, 100, message.length);

        Message decoded = serializer().decode(array, 100, message.length);

        assertEquals(ValueText.of(octets(payload)), ValueText.of(octets(payloadOf(decoded))));
    }

    @Test
    default void encodingAppendsToWhatTheBufferHolds() {
        Message message = new Publish(1, Options.EMPTY, "com.example", Payload.EMPTY);
        WriteBuffer out = new WriteBuffer(1);

        serializer().encode(message, out);
        int one = out.length();
        serializer().encode(message, out);

        assertEquals(2 * one, out.length());
    }

    @Test
    default void keptPayloadAndHeadSurviveTheirArray() throws ProtocolViolation {
        byte[] array = encoded(new Publish(
                1, Samples.options(), "com.example", Values.payload(serializer(), List.of("kept"), Map.of())));

        Publish message = (Publish) serializer().decode(array, 0, array.length);
        Payload borrowed = message.payload();
        Payload kept = borrowed.keep();
        Arrays.fill(array, (byte) 0x7e);

        assertSame(array, borrowed.octets(), "the payload is a slice of the input, not a copy");
        assertEquals(ValueText.of(List.of(List.of("kept"))), ValueText.of(Values.decode(kept, serializer())));
        assertEquals("com.example", message.topic());
        assertEquals(
                ValueText.of(Samples.options().entries()),
                ValueText.of(message.options().entries()));
    }

    @Test
    default void tokensOfAPayloadWriteTheSamePayload() throws ProtocolViolation {
        Payload payload = Values.payload(serializer(), Samples.values(), Map.of("values", Samples.values()));
        WriteBuffer out = new WriteBuffer(8);

        serializer().read(payload, serializer().writer(out));

        Payload copy = Payload.of(serializer().format(), 2, out.array(), out.start(), out.length());
        assertEquals(
                ValueText.of(Values.decode(payload, serializer())), ValueText.of(Values.decode(copy, serializer())));
    }

    @Test
    default void valuesThatTheFormatDoesNotHaveBecomeNull() throws ProtocolViolation {
        List<Double> values = List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        Payload payload = Values.payload(serializer(), values, Map.of());
        byte[] message = encoded(new Publish(1, Options.EMPTY, "com.example", payload));

        ValueBuilder builder = new ValueBuilder();
        serializer().read(payloadOf(serializer().decode(message, 0, message.length)), builder);

        List<?> decoded = (List<?>) builder.values().get(0);
        for (int i = 0; i < values.size(); i++) {
            Object value = decoded.get(i);
            assertTrue(value == null || value.equals(values.get(i)), "instead of " + values.get(i) + ": " + value);
        }
    }

    @Test
    default void manyThreadsMayUseItAtOnce() throws Exception {
        Payload payload = Values.payload(serializer(), Samples.values(), Map.of());
        byte[] array = encoded(new Publish(1, Samples.options(), "com.example", payload));
        String expected = ValueText.of(array);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<String>> results = new ArrayList<>();

        for (int i = 0; i < 100; i++) {
            results.add(threads.submit(() -> ValueText.of(encoded(serializer().decode(array, 0, array.length)))));
        }

        for (Future<String> result : results) {
            assertEquals(expected, result.get(30, TimeUnit.SECONDS));
        }
        threads.shutdown();
    }

    /** The octets of a message. */
    default byte[] encoded(Message message) {
        WriteBuffer out = new WriteBuffer(64);
        serializer().encode(message, out);
        return out.toByteArray();
    }

    /** The octets of a list that may be no message. */
    default byte[] encodedList(List<? extends @Nullable Object> elements) {
        WriteBuffer out = new WriteBuffer(64);
        Tokens writer = serializer().writer(out);
        Values.write(elements, writer);
        return out.toByteArray();
    }

    private void assertSurvives(Message message, List<?> values) throws ProtocolViolation {
        byte[] array = encoded(message);

        Message decoded = serializer().decode(array, 0, array.length);

        assertEquals(ValueText.head(message), ValueText.head(decoded));
        Payload payload = payloadOf(decoded);
        if (payload != Payload.EMPTY) {
            assertEquals(ValueText.of(values), ValueText.of(Values.decode(payload, serializer())));
        }
    }

    private static byte[] octets(Payload payload) {
        return Arrays.copyOfRange(payload.octets(), payload.offset(), payload.offset() + payload.length());
    }

    private static Payload payloadOf(Message message) {
        PayloadCatcher catcher = new PayloadCatcher();
        message.write(catcher);
        return catcher.payload();
    }
}
