package org.junctor.itests.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** Trees of values in one form, whatever serialization they came in, so that they can be compared. */
final class Values {
    /** What a string begins with in JSON when it stands for octets (spec: "Binary support in JSON"). */
    private static final String BINARY = "\u0000";

    private Values() {}

    /** Integers as long if they fit, other numbers as double, octets as octets. */
    static JsonNode normal(JsonNode value) {
        return mapped(value, Values::normalLeaf);
    }

    /** Octets as the text that JSON has for them. */
    static JsonNode forJson(JsonNode value) {
        return mapped(value, leaf -> leaf.isBinary() ? TextNode.valueOf(BINARY + base64(leaf)) : leaf);
    }

    private static JsonNode mapped(JsonNode value, UnaryOperator<JsonNode> leaf) {
        if (value instanceof ArrayNode array) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> list.add(mapped(item, leaf)));
            return list;
        }
        if (value instanceof ObjectNode object) {
            ObjectNode map = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(entry -> map.set(entry.getKey(), mapped(entry.getValue(), leaf)));
            return map;
        }
        return leaf.apply(value);
    }

    private static JsonNode normalLeaf(JsonNode leaf) {
        if (leaf.isIntegralNumber()) {
            return leaf.canConvertToLong()
                    ? LongNode.valueOf(leaf.asLong())
                    : BigIntegerNode.valueOf(leaf.bigIntegerValue());
        }
        if (leaf.isNumber()) {
            return DoubleNode.valueOf(leaf.asDouble());
        }
        if (leaf.isTextual() && leaf.asText().startsWith(BINARY)) {
            return binary(leaf);
        }
        return leaf;
    }

    private static JsonNode binary(JsonNode text) {
        try {
            return BinaryNode.valueOf(Base64.getDecoder().decode(text.asText().substring(1)));
        } catch (IllegalArgumentException e) {
            return text; // a string with a NUL that is nothing else
        }
    }

    private static String base64(JsonNode binary) {
        try {
            return Base64.getEncoder().encodeToString(binary.binaryValue());
        } catch (IOException e) {
            throw new IllegalArgumentException("no octets in " + binary, e);
        }
    }
}
