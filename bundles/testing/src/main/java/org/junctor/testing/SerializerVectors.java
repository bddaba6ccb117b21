package org.junctor.testing;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junctor.api.message.Message;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;
import org.junctor.api.wire.WriteBuffer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The test vectors of the specification: the part of {@link SerializerContract} that other implementations share. They are read from
 * the folder that the system property {@code junctor.vectors} names.
 */
public interface SerializerVectors {
    /** Types that are in the vectors, but that this router does not know: EVENT_RECEIVED is no part of the specification. */
    Set<Long> UNKNOWN_TYPES = Set.of(337L);

    /** The serializer under test. */
    Serializer serializer();

    /**
     * The roles that a HELLO or WELCOME of the vectors is read with: those that are listed, unless the encoding has no room for them.
     */
    default Object roles(long type, Object listed) {
        return listed;
    }

    /** One test for each sample of bytes. */
    @TestFactory
    default Stream<DynamicTest> vectorsAreDecodedAndEncodedAsListed() throws IOException, ProtocolViolation {
        List<DynamicTest> tests = new ArrayList<>();
        for (Vector vector : Vector.all()) {
            for (Map<?, ?> sample : vector.samples("serializers")) {
                if (!variants(sample).isEmpty()) {
                    tests.add(DynamicTest.dynamicTest(vector.title(sample), () -> check(vector, sample)));
                }
            }
        }
        assertTrue(tests.size() >= 30, "only " + tests.size() + " samples of bytes in the folder of vectors");
        return tests.stream();
    }

    private List<?> variants(Map<?, ?> sample) {
        Object listed = ((Map<?, ?>) Vector.member(sample, "serializers"))
                .get(serializer().type().name());
        return listed instanceof List<?> list ? list : List.of();
    }

    private void check(Vector vector, Map<?, ?> sample) throws ProtocolViolation {
        List<?> variants = variants(sample);
        if (UNKNOWN_TYPES.contains(vector.code())) {
            byte[] octets = octets(variants.get(0));
            assertThrows(ProtocolViolation.class, () -> serializer().decode(octets, 0, octets.length));
            return;
        }
        List<String> encodings = new ArrayList<>();
        for (Object variant : variants) {
            encodings.add(HexFormat.of().formatHex(octets(variant)));
        }
        for (Object variant : variants) {
            byte[] octets = octets(variant);
            Message message = serializer().decode(octets, 0, octets.length);
            assertEquals(vector.code(), message.type());
            assertAttributes((Map<?, ?>) Vector.member(sample, "expected_attributes"), message);
            String encoded = HexFormat.of().formatHex(encoded(message));
            assertTrue(encodings.contains(encoded), encoded + " is none of " + encodings);
        }
    }

    private void assertAttributes(Map<?, ?> expected, Message message) throws ProtocolViolation {
        PayloadCatcher catcher = new PayloadCatcher();
        message.write(catcher);
        List<?> values = Values.decode(catcher.payload(), serializer());
        Object first = values.isEmpty() ? null : values.get(0);
        Object binary =
                expected.get("payload") instanceof String hex ? HexFormat.of().parseHex(hex) : null;
        List<String> attributes = new ArrayList<>();
        expected.forEach((name, value) -> {
            if (name.equals("roles")) { // of the details of HELLO and WELCOME, which the vectors list alone
                attributes.add(ValueText.of(Map.of("roles", roles(message.type(), value))));
            } else if (!Set.of("args", "kwargs", "payload").contains(name)) {
                attributes.add(ValueText.of(value));
            }
        });

        assertAll(
                () -> assertEquals(String.join(" ", attributes), ValueText.attributes(message)),
                () -> assertEquals(ValueText.of(binary == null ? expected.get("args") : binary), ValueText.of(first)),
                () -> assertEquals(
                        ValueText.of(expected.get("kwargs")), ValueText.of(values.size() < 2 ? null : values.get(1))));
    }

    private byte[] encoded(Message message) {
        WriteBuffer out = new WriteBuffer(64);
        serializer().encode(message, out);
        return out.toByteArray();
    }

    private static byte[] octets(Object variant) {
        return HexFormat.of().parseHex(String.valueOf(Vector.member((Map<?, ?>) variant, "bytes_hex")));
    }
}
