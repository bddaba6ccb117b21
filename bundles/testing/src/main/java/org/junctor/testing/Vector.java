package org.junctor.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;

/** One file of the test vectors of wamp-proto. */
final class Vector {
    private static final String PROPERTY = "junctor.vectors";

    private final String name;
    private final Map<?, ?> file;

    private Vector(String name, Map<?, ?> file) {
        this.name = name;
        this.file = file;
    }

    /** All vectors of single messages. */
    static List<Vector> all() throws IOException, ProtocolViolation {
        Path folder = Path.of(System.getProperty(PROPERTY, "vectors")).resolve("singlemessage");
        assertTrue(
                Files.isDirectory(folder),
                () -> "no test vectors in " + folder.toAbsolutePath().normalize()
                        + ": check out github.com/wamp-proto/wamp-proto and pass -D" + PROPERTY
                        + "=<the absolute path of its folder testsuite>");
        Serializer json = json();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        List<Vector> vectors = new ArrayList<>();
        for (Path path : files) {
            byte[] octets = Files.readAllBytes(path);
            Payload text = Payload.of(json.format(), 1, octets, 0, octets.length);
            vectors.add(new Vector(folder.relativize(path).toString(), (Map<?, ?>)
                    Values.decode(text, json).get(0)));
        }
        return vectors;
    }

    /** The type code of its messages. */
    long code() {
        return (Long) member(file, "wamp_message_code");
    }

    /** Its samples that have a member of this name. */
    List<Map<?, ?>> samples(String member) {
        List<Map<?, ?>> samples = new ArrayList<>();
        for (Object sample : (List<?>) member(file, "samples")) {
            if (sample instanceof Map<?, ?> map && map.containsKey(member)) {
                samples.add(map);
            }
        }
        return samples;
    }

    /** What a test of this sample is called. */
    String title(Map<?, ?> sample) {
        return name + ": " + member(sample, "description");
    }

    /** A message whose payload is a binary value, which the vectors write as hexadecimal digits. */
    List<@Nullable Object> withBinary(List<?> message) {
        List<@Nullable Object> elements = new ArrayList<>(message);
        int payload = 4; // of PUBLISH and EVENT
        if (elements.size() > payload && elements.get(payload) instanceof String hex) {
            elements.set(payload, HexFormat.of().parseHex(hex));
        }
        return elements;
    }

    /** A member that must be there. */
    static Object member(Map<?, ?> map, String key) {
        Object value = map.get(key);
        if (value == null) {
            throw new AssertionError("a vector has no member '" + key + "'");
        }
        return value;
    }

    private static Serializer json() {
        for (Serializer serializer : ServiceLoader.load(Serializer.class)) {
            if (serializer.type().name().equals("json")) {
                return serializer;
            }
        }
        throw new AssertionError("vectors are JSON: put org.junctor.serializer.json on the class path of the test");
    }
}
