package org.junctor.serializer.flatbuffers;

/** The types that fields of the schema have, and how many octets each takes in its table. */
enum Kind {
    /** An integer of 64 bits without a sign. */
    UINT64(8),
    /** An integer of 32 bits without a sign. */
    UINT32(4),
    /** An integer of 16 bits without a sign. */
    UINT16(2),
    /** A bool. */
    BOOL(1),
    /** An enumeration of 8 bits, which stands for a string. */
    NAME(1),
    /** A string. */
    TEXT(4),
    /** A vector of octets. */
    OCTETS(4),
    /** A vector of {@link #UINT64}. */
    UINT64S(4),
    /** A vector of {@link #NAME}. */
    NAMES(4),
    /** A vector of strings. */
    TEXTS(4),
    /** A vector of tables: session, authid and authrole of those who forwarded a message. */
    PRINCIPALS(4),
    /** A table of a table of features for each role. */
    ROLES(4);

    private final int octets;

    Kind(int octets) {
        this.octets = octets;
    }

    int octets() {
        return octets;
    }
}
