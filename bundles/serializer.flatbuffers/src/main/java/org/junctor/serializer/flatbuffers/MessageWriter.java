package org.junctor.serializer.flatbuffers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.FieldWriter;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.wire.WriteBuffer;

/** Writes one message: each element, option and detail that its table has a field for. The others are left out. */
final class MessageWriter implements FieldWriter {
    private static final long UINT16_MAX = 0xffffL;
    private static final long UINT32_MAX = 0xffffffffL;
    private static final int SLOTS = 21; // of the largest table

    private final FlatBuilder builder = new FlatBuilder();
    private final Map<String, Object> elements = new HashMap<>();
    private final Map<Field, Integer> references = new HashMap<>();
    private final int type;
    private final Layout layout;
    private final Serializer cbor;
    private Options options = Options.EMPTY;
    private int given;

    MessageWriter(int type, Layout layout, Serializer cbor) {
        this.type = type;
        this.layout = layout;
        this.cbor = cbor;
    }

    static void write(Message message, Serializer cbor, WriteBuffer out) {
        Layout layout = Layout.of(message.type());
        if (layout == null) {
            throw new IllegalArgumentException("no table for messages of type " + message.type());
        }
        MessageWriter writer = new MessageWriter(message.type(), layout, cbor);
        message.write(writer);
        writer.finish(out);
    }

    @Override
    public void integer(long value) {
        elements.put(layout.elements().get(given++), value);
    }

    @Override
    public void text(String value) {
        elements.put(layout.elements().get(given++), value);
    }

    @Override
    public void dict(Options value) {
        given++;
        options = value;
    }

    @Override
    public void payload(Payload value) {
        if (value.isEmpty() || !layout.elements().contains(Layout.PAYLOAD)) {
            return;
        }
        if (value.format() != cbor.format()) {
            throw new IllegalArgumentException("payload is " + value.format() + ", not " + cbor.format());
        }
        byte[] octets = value.octets();
        byte[] binary = new PayloadParts(cbor).binaryOf(value);
        int end = value.offset() + value.length();
        int argumentsEnd = value.items() == 1 ? end : CborItem.end(octets, value.offset());
        if (binary != null) {
            refer(Layout.BINARY, builder.octets(binary, 0, binary.length));
            return;
        }
        refer(Layout.ARGUMENTS, builder.octets(octets, value.offset(), argumentsEnd - value.offset()));
        if (argumentsEnd < end) {
            refer(Layout.KEYWORDS, builder.octets(octets, argumentsEnd, end - argumentsEnd));
        }
    }

    private void refer(String key, int distance) {
        references.put(layout.field(key), distance);
    }

    private void finish(WriteBuffer out) {
        for (Field field : layout.fields()) {
            if (field.kind() == Kind.TEXT && value(field) instanceof String text) {
                references.put(field, builder.text(utf8(text)));
            }
        }
        for (Field field : layout.fields()) {
            if (value(field) instanceof List<?> list) {
                vector(field, list);
            } else if (field.kind() == Kind.ROLES && value(field) instanceof Map<?, ?> roles) {
                roles(field, roles);
            }
        }
        builder.startTable(SLOTS);
        for (Field field : layout.fields()) {
            Integer reference = references.get(field);
            if (reference != null) {
                builder.reference(field.slot(), reference);
            } else {
                number(field, value(field));
            }
        }
        int message = builder.endTable();
        builder.startTable(2);
        builder.number(0, type, 1, 0);
        builder.reference(1, message);
        builder.finish(builder.endTable(), out);
    }

    private void number(Field field, @Nullable Object value) {
        int octets = field.kind().octets();
        if (value instanceof Number number) {
            switch (field.kind()) {
                case UINT64 -> builder.number(field.slot(), number.longValue(), octets, field.fallback());
                case UINT32 -> builder.number(field.slot(), Math.min(number.longValue(), UINT32_MAX), octets, 0);
                case UINT16 -> builder.number(field.slot(), Math.min(number.longValue(), UINT16_MAX), octets, 0);
                default -> {} // the field is of another type
            }
        } else if (value instanceof Boolean flag && field.kind() == Kind.BOOL) {
            builder.number(field.slot(), flag ? 1 : 0, octets, field.fallback());
        } else if (value instanceof String name && field.kind() == Kind.NAME) {
            int index = field.names().indexOf(name);
            if (index >= 0) {
                builder.number(field.slot(), index, octets, field.fallback());
            }
        }
    }

    private void vector(Field field, List<?> list) {
        switch (field.kind()) {
            case UINT64S -> {
                builder.startVector(Long.BYTES, list.size());
                for (Object item : reversed(list)) {
                    builder.number(item instanceof Number id ? id.longValue() : 0, Long.BYTES);
                }
                references.put(field, builder.endVector(list.size()));
            }
            case NAMES -> {
                byte[] names = new byte[list.size()];
                int count = 0;
                for (Object item : list) {
                    int index = field.names().indexOf(item);
                    if (index >= 0) {
                        names[count++] = (byte) index;
                    }
                }
                references.put(field, builder.octets(names, 0, count));
            }
            case TEXTS -> {
                List<Integer> texts = new ArrayList<>();
                list.forEach(item -> texts.add(builder.text(utf8(String.valueOf(item)))));
                references.put(field, vector(texts));
            }
            case PRINCIPALS -> {
                List<Integer> tables = new ArrayList<>();
                list.forEach(item -> tables.add(principal(item)));
                references.put(field, vector(tables));
            }
            default -> {} // the field is of another type
        }
    }

    private int vector(List<Integer> distances) {
        builder.startVector(Integer.BYTES, distances.size());
        reversed(distances).forEach(builder::reference);
        return builder.endVector(distances.size());
    }

    private int principal(@Nullable Object item) {
        Map<?, ?> principal = item instanceof Map<?, ?> map ? map : Map.of();
        int authid = principal.get("authid") instanceof String text ? builder.text(utf8(text)) : 0;
        int authrole = principal.get("authrole") instanceof String text ? builder.text(utf8(text)) : 0;
        builder.startTable(3);
        builder.number(0, principal.get("session") instanceof Number id ? id.longValue() : 0, Long.BYTES, 0);
        if (authid != 0) {
            builder.reference(1, authid);
        }
        if (authrole != 0) {
            builder.reference(2, authrole);
        }
        return builder.endTable();
    }

    /** Writes the roles if any of them has features; else they say no more than none do, which is what the vectors have. */
    private void roles(Field field, Map<?, ?> roles) {
        if (roles.values().stream().noneMatch(role -> features(role).containsValue(true))) {
            return;
        }
        Map<Integer, Integer> tables = new HashMap<>();
        int slot = 0;
        for (Map.Entry<String, List<String>> role : Features.of(type).entrySet()) {
            if (roles.containsKey(role.getKey())) {
                tables.put(slot, features(role.getValue(), features(roles.get(role.getKey()))));
            }
            slot++;
        }
        builder.startTable(slot);
        tables.forEach(builder::reference);
        references.put(field, builder.endTable());
    }

    private static Map<?, ?> features(@Nullable Object role) {
        return role instanceof Map<?, ?> map && map.get(Features.KEY) instanceof Map<?, ?> features
                ? features
                : Map.of();
    }

    private int features(List<String> names, Map<?, ?> features) {
        builder.startTable(names.size());
        for (int slot = 0; slot < names.size(); slot++) {
            builder.number(slot, Boolean.TRUE.equals(features.get(names.get(slot))) ? 1 : 0, 1, 0);
        }
        return builder.endTable();
    }

    private @Nullable Object value(Field field) {
        if (!layout.isOption(field)) {
            return elements.get(field.key());
        }
        Object value = options.entries().get(field.key());
        return value == null && !field.alias().isEmpty() ? options.entries().get(field.alias()) : value;
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.reverse(copy);
        return copy;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
