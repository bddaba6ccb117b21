package org.junctor.itests.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The serializations of messages as a client has them: none of the router's code, so that both must follow the specification to
 * understand each other.
 */
enum Codec {
    JSON("json", 1) {
        @Override
        byte[] write(JsonNode message) {
            return Json.text(Values.forJson(message)).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        JsonNode read(byte[] octets) throws IOException {
            return PLAIN.readTree(octets);
        }
    },
    MSGPACK("msgpack", 2) {
        @Override
        byte[] write(JsonNode message) throws IOException {
            return MessagePack.write(message);
        }

        @Override
        JsonNode read(byte[] octets) throws IOException {
            return MessagePack.read(octets);
        }
    },
    CBOR("cbor", 3) {
        @Override
        byte[] write(JsonNode message) throws IOException {
            return BINARY.writeValueAsBytes(message);
        }

        @Override
        JsonNode read(byte[] octets) throws IOException {
            return BINARY.readTree(octets);
        }
    },
    UBJSON("ubjson", 4) {
        @Override
        byte[] write(JsonNode message) {
            return Ubjson.write(message);
        }

        @Override
        JsonNode read(byte[] octets) throws IOException {
            return Ubjson.read(octets);
        }
    };

    private static final ObjectMapper PLAIN = new ObjectMapper();
    private static final ObjectMapper BINARY = new CBORMapper();

    private final String serializer;
    private final int rawSocketId;

    Codec(String serializer, int rawSocketId) {
        this.serializer = serializer;
        this.rawSocketId = rawSocketId;
    }

    abstract byte[] write(JsonNode message) throws IOException;

    abstract JsonNode read(byte[] octets) throws IOException;

    /** The octets of a message. */
    final byte[] encode(JsonNode message) {
        try {
            return write(message);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be written as " + serializer + ": " + message, e);
        }
    }

    /** The message in these octets, equal to what any other codec makes of the same message. */
    final JsonNode decode(byte[] octets) {
        try {
            return Values.normal(read(octets));
        } catch (IOException e) {
            throw new AssertionError(
                    "the router sent what is no " + serializer + ": " + new String(octets, StandardCharsets.ISO_8859_1),
                    e);
        }
    }

    /** The name in the specification, which subprotocols end with. */
    String serializer() {
        return serializer;
    }

    /** The serializer's number in the handshake of RawSocket. */
    int rawSocketId() {
        return rawSocketId;
    }

    /** Whether it is text, which WebSocket carries in another kind of frame. */
    boolean isText() {
        return this == JSON;
    }
}
