package org.junctor.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;

/** Decodes payload into arguments and keyword arguments. */
record Arguments(Supplier<Serializer> serializer) {

    Invoked invoked(Payload payload, Options details) throws ProtocolViolation {
        List<?> items = Values.decode(payload, serializer.get());
        return new Invoked(positional(items), keywords(items), details);
    }

    private static List<Object> positional(List<?> items) throws ProtocolViolation {
        if (items.isEmpty()) {
            return List.of();
        }
        Object first = items.get(0);
        if (first instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        if (first
                instanceof
                byte[] octets) { // one binary value in the list's place: payload transparency of Autobahn and Crossbar
            return List.of(octets);
        }
        throw new ProtocolViolation("arguments must be a list");
    }

    private static Map<String, Object> keywords(List<?> items) throws ProtocolViolation {
        if (items.size() < 2) {
            return Map.of();
        }
        if (!(items.get(1) instanceof Map<?, ?> map)) {
            throw new ProtocolViolation("keyword arguments must be a dict");
        }
        Map<String, Object> keywords = new LinkedHashMap<>();
        map.forEach((name, value) -> keywords.put(String.valueOf(name), value));
        return keywords;
    }
}
