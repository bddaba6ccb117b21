package org.junctor.serializer.flatbuffers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.ProtocolViolation;

/** A table: fields, each of which may be absent. */
final class Table {
    private static final int VTABLE_HEAD = 4;
    private static final List<Field> PRINCIPAL =
            List.of(Field.id(0, "session"), Field.text(1, "authid"), Field.text(2, "authrole"));

    private final Octets octets;
    private final int at;
    private final int vtable;
    private final int slots;
    private final int size;

    /** The table at {@code at}. */
    Table(Octets octets, int at) throws ProtocolViolation {
        this.octets = octets;
        this.at = at;
        vtable = octets.check(at - (long) octets.int32(at), VTABLE_HEAD);
        int vtableOctets = octets.uint16(vtable);
        size = octets.uint16(vtable + Short.BYTES);
        octets.check(vtable, vtableOctets);
        octets.check(at, size);
        if (vtableOctets < VTABLE_HEAD || size < Integer.BYTES) {
            throw octets.malformed("a table smaller than its own head");
        }
        slots = (vtableOctets - VTABLE_HEAD) / Short.BYTES;
    }

    /** The table that the message begins with. */
    static Table root(Octets octets) throws ProtocolViolation {
        return new Table(octets, octets.follow(octets.start()));
    }

    /** The table that a field refers to; null if it is absent. */
    @Nullable
    Table table(int slot) throws ProtocolViolation {
        int place = place(slot, Integer.BYTES);
        return place < 0 ? null : new Table(octets, octets.follow(place));
    }

    /** Where the vector of a field is; -1 if it is absent. */
    int vector(int slot) throws ProtocolViolation {
        int place = place(slot, Integer.BYTES);
        return place < 0 ? place : octets.follow(place);
    }

    /** The number of a field; {@code fallback} if it is absent. */
    long number(int slot, Kind kind, long fallback) throws ProtocolViolation {
        int place = place(slot, kind.octets());
        if (place < 0) {
            return fallback;
        }
        return switch (kind) {
            case UINT64 -> octets.int64(place);
            case UINT32 -> octets.uint32(place);
            case UINT16 -> octets.uint16(place);
            default -> octets.uint8(place);
        };
    }

    /** The value of a field as an object; null if it is absent, or stands for nothing. */
    @Nullable
    Object value(Field field) throws ProtocolViolation {
        if (place(field.slot(), field.kind().octets()) < 0) {
            return null;
        }
        return switch (field.kind()) {
            case UINT64, UINT32, UINT16 -> integer(field);
            case BOOL -> flag(field);
            case NAME -> name(field, number(field.slot(), Kind.NAME, 0));
            case TEXT -> octets.text(vector(field.slot()));
            case UINT64S, NAMES, TEXTS, PRINCIPALS -> list(field);
            case OCTETS, ROLES -> throw new IllegalArgumentException(field + " is not read as a value");
        };
    }

    /** The values of several fields, by their keys. */
    private Map<String, Object> values(List<Field> fields) throws ProtocolViolation {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Field field : fields) {
            Object value = value(field);
            if (value != null) {
                values.put(field.key(), value);
            }
        }
        return values;
    }

    private Long integer(Field field) throws ProtocolViolation {
        return notNegative(field, number(field.slot(), field.kind(), 0));
    }

    private static Long notNegative(Field field, long value) throws ProtocolViolation {
        if (value < 0) {
            throw new ProtocolViolation("'" + field.key() + "' must be below 2^63");
        }
        return value;
    }

    private Boolean flag(Field field) throws ProtocolViolation {
        long value = number(field.slot(), field.kind(), 0);
        if (value > 1) {
            throw new ProtocolViolation("'" + field.key() + "' must be a bool");
        }
        return value == 1;
    }

    private static @Nullable String name(Field field, long value) throws ProtocolViolation {
        if (value >= field.names().size()) {
            throw new ProtocolViolation("'" + field.key() + "' has no value " + value);
        }
        String name = field.names().get((int) value);
        return name.isEmpty() ? null : name;
    }

    private List<Object> list(Field field) throws ProtocolViolation {
        int vector = vector(field.slot());
        int elementOctets = field.kind() == Kind.UINT64S ? Long.BYTES : field.kind() == Kind.NAMES ? 1 : Integer.BYTES;
        int count = octets.count(vector, elementOctets);
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int element = vector + Integer.BYTES + i * elementOctets;
            Object value =
                    switch (field.kind()) {
                        case UINT64S -> notNegative(field, octets.int64(element));
                        case NAMES -> name(field, octets.uint8(element));
                        case TEXTS -> octets.text(octets.follow(element));
                        default -> new Table(octets, octets.follow(element)).values(PRINCIPAL);
                    };
            if (value != null) {
                list.add(value);
            }
        }
        return list;
    }

    /** Where a field is; -1 if it is absent. */
    private int place(int slot, int fieldOctets) throws ProtocolViolation {
        int offset = slot < slots ? octets.uint16(vtable + VTABLE_HEAD + slot * Short.BYTES) : 0;
        if (offset == 0) {
            return -1;
        }
        if (offset < Integer.BYTES || offset + fieldOctets > size) {
            throw octets.malformed("a field outside of its table");
        }
        return at + offset;
    }
}
