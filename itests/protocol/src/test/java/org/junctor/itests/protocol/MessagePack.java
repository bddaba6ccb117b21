package org.junctor.itests.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Map;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessageUnpacker;

/** Trees to MessagePack and back, with the library of msgpack.org. */
final class MessagePack {
    private MessagePack() {}

    static byte[] write(JsonNode value) throws IOException {
        try (MessageBufferPacker packer = org.msgpack.core.MessagePack.newDefaultBufferPacker()) {
            write(packer, value);
            return packer.toByteArray();
        }
    }

    private static void write(MessageBufferPacker packer, JsonNode value) throws IOException {
        switch (value.getNodeType()) {
            case ARRAY -> {
                packer.packArrayHeader(value.size());
                for (JsonNode item : value) {
                    write(packer, item);
                }
            }
            case OBJECT -> {
                packer.packMapHeader(value.size());
                for (Map.Entry<String, JsonNode> entry : value.properties()) {
                    packer.packString(entry.getKey());
                    write(packer, entry.getValue());
                }
            }
            case STRING -> packer.packString(value.asText());
            case BOOLEAN -> packer.packBoolean(value.asBoolean());
            case NULL -> packer.packNil();
            case BINARY -> packer.packBinaryHeader(value.binaryValue().length).writePayload(value.binaryValue());
            case NUMBER -> writeNumber(packer, value);
            default -> throw new IOException("no MessagePack for " + value);
        }
    }

    private static void writeNumber(MessageBufferPacker packer, JsonNode value) throws IOException {
        if (!value.isIntegralNumber()) {
            packer.packDouble(value.asDouble());
        } else if (value.canConvertToLong()) {
            packer.packLong(value.asLong());
        } else {
            packer.packBigInteger(value.bigIntegerValue());
        }
    }

    static JsonNode read(byte[] octets) throws IOException {
        try (MessageUnpacker unpacker = org.msgpack.core.MessagePack.newDefaultUnpacker(octets)) {
            JsonNode value = read(unpacker);
            if (unpacker.hasNext()) {
                throw new IOException("more than one value");
            }
            return value;
        }
    }

    private static JsonNode read(MessageUnpacker unpacker) throws IOException {
        return switch (unpacker.getNextFormat().getValueType()) {
            case NIL -> {
                unpacker.unpackNil();
                yield NullNode.instance;
            }
            case BOOLEAN -> BooleanNode.valueOf(unpacker.unpackBoolean());
            case INTEGER -> BigIntegerNode.valueOf(unpacker.unpackBigInteger());
            case FLOAT -> DoubleNode.valueOf(unpacker.unpackDouble());
            case STRING -> TextNode.valueOf(unpacker.unpackString());
            case BINARY -> BinaryNode.valueOf(unpacker.readPayload(unpacker.unpackBinaryHeader()));
            case ARRAY -> readArray(unpacker);
            case MAP -> readMap(unpacker);
            case EXTENSION -> throw new IOException("an extension, which WAMP has no use for");
        };
    }

    private static ArrayNode readArray(MessageUnpacker unpacker) throws IOException {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        int size = unpacker.unpackArrayHeader();
        for (int i = 0; i < size; i++) {
            list.add(read(unpacker));
        }
        return list;
    }

    private static ObjectNode readMap(MessageUnpacker unpacker) throws IOException {
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        int size = unpacker.unpackMapHeader();
        for (int i = 0; i < size; i++) {
            map.set(unpacker.unpackString(), read(unpacker));
        }
        return map;
    }
}
