package org.junctor.transport.longpoll;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junctor.api.wire.SerializerType;

/**
 * What a client and this path speak: a serializer, plain or batched.
 *
 * @param batched whether one request carries several messages
 */
record Protocol(SerializerType serializer, boolean batched) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Its name as a subprotocol of WebSocket. */
    String name() {
        return batched ? serializer.batchedSubprotocol() : serializer.subprotocol();
    }

    /** The content type of its messages. */
    String mime() {
        return serializer.text() ? serializer.mime() + ";charset=utf-8" : serializer.mime();
    }

    /**
     * All that there are.
     *
     * @param present the serializers of the router
     * @param allowed names of the configuration; empty for all
     */
    static List<Protocol> all(List<SerializerType> present, List<String> allowed) {
        List<Protocol> all = new ArrayList<>();
        for (SerializerType type : present) {
            if (allowed.isEmpty() || allowed.contains(type.name())) {
                all.add(new Protocol(type, false));
            }
            if (type.batched() && (allowed.isEmpty() || allowed.contains(type.name() + SerializerType.BATCHED))) {
                all.add(new Protocol(type, true));
            }
        }
        return all;
    }

    /** The first of the names that one of {@code all} has. */
    static Optional<Protocol> choose(List<String> names, List<Protocol> all) {
        return names.stream()
                .flatMap(name -> all.stream().filter(protocol -> protocol.name().equals(name)))
                .findFirst();
    }

    /** The names in the body of a request to open a transport; none if it is not what the specification says. */
    static Optional<List<String>> names(byte[] body) {
        try {
            JsonNode list = JSON.readTree(body).path("protocols");
            List<String> names = new ArrayList<>();
            for (JsonNode name : list) {
                if (!name.isTextual()) {
                    return Optional.empty();
                }
                names.add(name.textValue());
            }
            return list.isArray() ? Optional.of(names) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** What the client is told that has opened a transport. */
    byte[] opened(String id) {
        try {
            return JSON.writeValueAsBytes(
                    JSON.createObjectNode().put("protocol", name()).put("transport", id));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("two strings are always JSON", e);
        }
    }
}
