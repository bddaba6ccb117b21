package org.junctor.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;
import org.junctor.api.wire.WriteBuffer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What goes through another serializer comes back: the part of {@link SerializerContract} about conversion. The others are those
 * that {@link ServiceLoader} finds on the class path of the test.
 */
public interface SerializerConversions {
    /** How many payloads are sent to and fro. */
    int ROUNDS = 1000;

    /** The serializer under test. */
    Serializer serializer();

    /** One test for each serializer. */
    @TestFactory
    default Stream<DynamicTest> randomValuesSurviveConversionThereAndBack() {
        return others().map(other -> DynamicTest.dynamicTest(other.type().name(), () -> {
            for (int seed = 0; seed < ROUNDS; seed++) {
                RandomValues random = new RandomValues(seed);
                assertSurvive(random.list(), random.dict(), other);
            }
        }));
    }

    /** One test for each serializer. */
    @TestFactory
    default Stream<DynamicTest> sampleValuesSurviveConversionThereAndBack() {
        return others().map(other -> DynamicTest.dynamicTest(
                other.type().name(), () -> assertSurvive(Samples.values(), Map.of("k", Samples.values()), other)));
    }

    /** One test for each serializer. */
    @TestFactory
    default Stream<DynamicTest> valuesThatAnotherFormatDoesNotHaveBecomeNullThere() {
        List<Object> rare = List.of(
                Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, "\u0000", "\u0000AAAA", "\u0000\u0000");
        return others().map(other -> DynamicTest.dynamicTest(other.type().name(), () -> {
            Payload written = Values.payload(serializer(), rare, Map.of());

            List<?> values = (List<?>) Values.decode(converted(written, serializer(), other), other)
                    .get(0);

            assertEquals(rare.size(), values.size());
            for (int i = 0; i < rare.size(); i++) {
                assertTrue(
                        values.get(i) == null || rare.get(i).equals(values.get(i)), rare.get(i) + ": " + values.get(i));
            }
        }));
    }

    private void assertSurvive(List<?> arguments, Map<String, ?> keywords, Serializer other) throws ProtocolViolation {
        Payload written = Values.payload(serializer(), arguments, keywords);

        Payload there = converted(written, serializer(), other);
        Payload back = converted(there, other, serializer());

        String expected = ValueText.of(Values.decode(written, serializer()));
        assertEquals(expected, ValueText.of(Values.decode(there, other)));
        assertEquals(expected, ValueText.of(Values.decode(back, serializer())));
        assertArrayEquals(octets(written), octets(back), "keys keep their order");
    }

    private static byte[] octets(Payload payload) {
        return Arrays.copyOfRange(payload.octets(), payload.offset(), payload.offset() + payload.length());
    }

    /** Converts also where both are the same. */
    private static Payload converted(Payload payload, Serializer from, Serializer to) throws ProtocolViolation {
        WriteBuffer out = new WriteBuffer(8);
        from.read(payload, to.writer(out));
        return Payload.of(to.format(), payload.items(), out.array(), out.start(), out.length());
    }

    private static Stream<Serializer> others() {
        return ServiceLoader.load(Serializer.class).stream().map(ServiceLoader.Provider::get);
    }
}
