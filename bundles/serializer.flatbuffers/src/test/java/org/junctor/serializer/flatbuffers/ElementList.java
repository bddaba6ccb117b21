package org.junctor.serializer.flatbuffers;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.FieldWriter;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;

/**
 * Collects the elements of a message in a form that can be compared: keys in their order, binary values as hexadecimal digits.
 *
 * @param serializer reads the payload
 */
record ElementList(List<Object> elements, Serializer serializer) implements FieldWriter {
    @Override
    public void integer(long value) {
        elements.add(value);
    }

    @Override
    public void text(String value) {
        elements.add(value);
    }

    @Override
    public void dict(Options value) {
        elements.add(comparable(value.entries()));
    }

    @Override
    public void payload(Payload value) {
        try {
            Values.decode(value, serializer).forEach(item -> elements.add(comparable(item)));
        } catch (ProtocolViolation e) {
            throw new AssertionError(e);
        }
    }

    private static Object comparable(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, entry) -> sorted.put(String.valueOf(key), comparable(entry)));
            return sorted;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ElementList::comparable).toList();
        }
        return value instanceof byte[] octets ? HexFormat.of().formatHex(octets) : String.valueOf(value);
    }
}
