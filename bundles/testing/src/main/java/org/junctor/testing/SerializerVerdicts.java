package org.junctor.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junctor.api.message.Message;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;
import org.junctor.api.wire.WriteBuffer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The verdicts of the specification's test vectors: messages that must be accepted, and messages that must be refused. For encodings
 * in which every list of values can be written.
 */
public interface SerializerVerdicts {
    /** The serializer under test. */
    Serializer serializer();

    /** One test for each sample that says what must be accepted, or refused. */
    @TestFactory
    default Stream<DynamicTest> vectorsAreAcceptedOrRefusedAsListed() throws IOException, ProtocolViolation {
        List<DynamicTest> tests = new ArrayList<>();
        for (Vector vector : Vector.all()) {
            for (Map<?, ?> sample : vector.samples("wmsg")) {
                tests.add(DynamicTest.dynamicTest(vector.title(sample), () -> validate(vector, sample)));
            }
        }
        assertTrue(tests.size() >= 60, "only " + tests.size() + " samples of validation in the folder of vectors");
        return tests.stream();
    }

    private void validate(Vector vector, Map<?, ?> sample) throws ProtocolViolation {
        WriteBuffer out = new WriteBuffer(64);
        Values.write(
                vector.withBinary((List<?>) Vector.member(sample, "wmsg")),
                serializer().writer(out));
        byte[] octets = out.toByteArray();
        Message message = serializer().decode(octets, 0, octets.length);
        Object error = sample.get("expected_error");
        String key = error instanceof Map<?, ?> map ? String.valueOf(map.get("contains")) : "";

        if (key.isEmpty() || !KnownOptions.knows(key)) { // unknown keys must be ignored
            KnownOptions.check(message);
        } else {
            ProtocolViolation violation = assertThrows(ProtocolViolation.class, () -> KnownOptions.check(message));
            assertTrue(
                    String.valueOf(violation.getMessage()).contains(key),
                    "'" + violation.getMessage() + "' names " + key);
        }
    }
}
