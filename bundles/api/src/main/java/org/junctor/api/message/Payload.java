package org.junctor.api.message;

import java.util.Arrays;

/**
 * Application payload as it came: {@code Arguments|list} and {@code ArgumentsKw|dict}, still encoded. Nobody between the two peers
 * decodes it (spec: "Message Definitions": a router need not parse it).
 *
 * <p>A payload that a serializer hands out is <em>borrowed</em>: its octets belong to the transport and are valid only during
 * {@link org.junctor.api.transport.Receiver#receive}. Whoever keeps it longer calls {@link #keep()}.
 */
public final class Payload {
    /** No arguments at all. */
    public static final Payload EMPTY = new Payload(Format.of("none"), 0, new byte[0], 0, 0);

    private final Format format;
    private final int items;
    private final byte[] octets;
    private final int offset;
    private final int length;

    private Payload(Format format, int items, byte[] octets, int offset, int length) {
        this.format = format;
        this.items = items;
        this.octets = octets;
        this.offset = offset;
        this.length = length;
    }

    /**
     * A payload in a slice of {@code octets}, which is not copied.
     *
     * @param items how many values it holds: 1 (arguments, or one binary value in their place) or 2 (arguments, keyword arguments)
     */
    public static Payload of(Format format, int items, byte[] octets, int offset, int length) {
        return items == 0 ? EMPTY : new Payload(format, items, octets, offset, length);
    }

    /** How it is encoded; means nothing when it {@link #isEmpty()}. */
    public Format format() {
        return format;
    }

    /** How many values it holds: 0, 1 or 2. */
    public int items() {
        return items;
    }

    /** Whether there are no arguments, so that it fits every format. */
    public boolean isEmpty() {
        return items == 0;
    }

    /** The array that holds it; only {@link #length()} octets from {@link #offset()} on are it. */
    public byte[] octets() {
        return octets;
    }

    /** Index of its first octet. */
    public int offset() {
        return offset;
    }

    /** Its size in octets. */
    public int length() {
        return length;
    }

    /** A payload of the same content that stays valid: a copy of the octets, its owner's alone. */
    public Payload keep() {
        return isEmpty()
                ? this
                : new Payload(format, items, Arrays.copyOfRange(octets, offset, offset + length), 0, length);
    }

    @Override
    public String toString() {
        return format + "[" + items + " items, " + length + " octets]";
    }
}
