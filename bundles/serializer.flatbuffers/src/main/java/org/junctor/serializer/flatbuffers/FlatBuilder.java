package org.junctor.serializer.flatbuffers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junctor.api.wire.WriteBuffer;

/**
 * Writes from the end to the beginning, as FlatBuffers are: what is referred to comes first, and is known by its distance from the
 * end. Sizes, alignment and shared tables of offsets are those of the reference implementation, so that the octets are too.
 */
final class FlatBuilder {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Where the tables of offsets are, by their entries and the size of their table. */
    private final Map<List<Integer>, Integer> vtables = new HashMap<>();

    private byte[] octets = new byte[256];
    private int head = octets.length;
    private int alignment = 1;

    /** Distance of each field of the table being written from the end; 0 for those that are absent. */
    private int[] fields = {};

    private int tableEnd;

    /** Begins a table, whose fields follow. */
    void startTable(int slots) {
        fields = new int[slots];
        tableEnd = distance();
    }

    /** Writes a number of so many octets as a field, unless it is what is meant without it. */
    void number(int slot, long value, int size, long fallback) {
        if (value != fallback) {
            number(value, size);
            fields[slot] = distance();
        }
    }

    /** Writes a field that refers to what was written before. */
    void reference(int slot, int distance) {
        reference(distance);
        fields[slot] = distance();
    }

    /** Ends the table, and answers its distance. */
    int endTable() {
        number(0, Integer.BYTES);
        int table = distance();
        int used = fields.length;
        while (used > 0 && fields[used - 1] == 0) {
            used--;
        }
        List<Integer> content = new ArrayList<>();
        for (int slot = 0; slot < used; slot++) {
            content.add(fields[slot] == 0 ? 0 : table - fields[slot]);
        }
        content.add(table - tableEnd);
        Integer known = vtables.get(content);
        int vtable = known == null ? vtable(content) : known;
        INT.set(octets, octets.length - table, vtable - table);
        return table;
    }

    private int vtable(List<Integer> content) {
        int used = content.size() - 1;
        for (int slot = used - 1; slot >= 0; slot--) {
            number(content.get(slot), Short.BYTES);
        }
        number(content.get(used), Short.BYTES);
        number((used + 2) * (long) Short.BYTES, Short.BYTES);
        vtables.put(content, distance());
        return distance();
    }

    /** Writes octets as a vector, and answers its distance. */
    int octets(byte[] source, int offset, int length) {
        prepare(Integer.BYTES, length);
        put(source, offset, length);
        return endVector(length);
    }

    /** Writes a string, which ends with a zero that does not count. */
    int text(byte[] utf8) {
        prepare(Integer.BYTES, utf8.length + 1);
        octets[--head] = 0;
        put(utf8, 0, utf8.length);
        return endVector(utf8.length);
    }

    /** Begins a vector, whose elements follow from the last to the first. */
    void startVector(int elementOctets, int count) {
        prepare(Integer.BYTES, elementOctets * count);
        prepare(elementOctets, elementOctets * count);
    }

    int endVector(int count) {
        head -= Integer.BYTES;
        INT.set(octets, head, count);
        return distance();
    }

    /** Writes a number of so many octets as an element of a vector, or into a table. */
    void number(long value, int size) {
        prepare(size, 0);
        head -= size;
        switch (size) {
            case 1 -> octets[head] = (byte) value;
            case Short.BYTES -> SHORT.set(octets, head, (short) value);
            case Integer.BYTES -> INT.set(octets, head, (int) value);
            default -> LONG.set(octets, head, value);
        }
    }

    /** Writes where what was written before is, as an element of a vector. */
    void reference(int distance) {
        prepare(Integer.BYTES, 0);
        number(distance() - distance + Integer.BYTES, Integer.BYTES);
    }

    /** Ends the message with the table that it begins with, and appends it to {@code out}. */
    void finish(int root, WriteBuffer out) {
        prepare(alignment, Integer.BYTES);
        reference(root);
        out.put(octets, head, distance());
    }

    private int distance() {
        return octets.length - head;
    }

    private void put(byte[] source, int offset, int length) {
        head -= length;
        System.arraycopy(source, offset, octets, head, length);
    }

    /** Makes room, and adds zeros so that what has {@code size} octets is aligned once {@code more} octets stand behind it. */
    private void prepare(int size, int more) {
        alignment = Math.max(alignment, size);
        int padding = -(distance() + more) & size - 1;
        int needed = padding + size + more;
        if (head < needed) {
            int length = Math.max(octets.length * 2, Math.addExact(distance(), needed));
            byte[] larger = new byte[length];
            System.arraycopy(octets, head, larger, length - distance(), distance());
            head += length - octets.length;
            octets = larger;
        }
        Arrays.fill(octets, head - padding, head, (byte) 0);
        head -= padding;
    }
}
