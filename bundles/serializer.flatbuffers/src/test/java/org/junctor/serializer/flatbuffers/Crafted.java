package org.junctor.serializer.flatbuffers;

import org.junctor.api.wire.WriteBuffer;

/** Messages put together field by field. */
final class Crafted {
    private Crafted() {}

    /** A message of this type whose table was written. */
    static byte[] message(FlatBuilder builder, int type, int table) {
        builder.startTable(2);
        builder.number(0, type, 1, 0);
        builder.reference(1, table);
        WriteBuffer out = new WriteBuffer(64);
        builder.finish(builder.endTable(), out);
        return out.toByteArray();
    }
}
