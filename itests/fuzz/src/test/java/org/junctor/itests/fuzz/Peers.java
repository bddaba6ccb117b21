package org.junctor.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/** Established parsers, as peers have them: what this project takes, and passes on, must not break them. */
final class Peers {
    private static final StreamReadConstraints NONE = StreamReadConstraints.builder()
            .maxNumberLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .build();
    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(NONE).build();
    private static final JsonFactory CBOR =
            CBORFactory.builder().streamReadConstraints(NONE).build();

    private Peers() {}

    /** One value must be all that is there. */
    static void read(String serializer, byte[] octets) {
        try {
            switch (serializer) {
                case "json" -> read(JSON.createParser(octets));
                case "cbor" -> read(CBOR.createParser(octets));
                case "msgpack" -> {
                    MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(octets);
                    unpacker.skipValue();
                    assertEquals(octets.length, unpacker.getTotalReadBytes());
                }
                default -> {} // nothing to compare with
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(JsonParser parser) throws IOException {
        int depth = 0;
        do {
            JsonToken token = parser.nextToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            parser.finishToken();
        } while (depth > 0);
        assertEquals(null, parser.nextToken());
    }
}
