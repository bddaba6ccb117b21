package org.junctor.itests.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** JSON text to trees and back, for messages and for configuration files. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** The text of a list, map, string, number, bool or tree. */
    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value: " + value, e);
        }
    }

    /** The text of a value over several lines, as people write configuration. */
    static String pretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value: " + value, e);
        }
    }

    /** The tree of a list, map, string, number, bool or octets. */
    static JsonNode node(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** The tree of a text, in the form in which messages are compared. */
    static JsonNode tree(String text) {
        try {
            return Values.normal(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            throw new AssertionError("this text is no JSON: " + text, e);
        }
    }
}
