package org.junctor.api.wire;

/**
 * How the messages of a batch are told apart (spec: "Batched WebSocket Transport"). A batch is nothing but its messages, each framed
 * so, one behind the other. The first that a peer sends shows what it is answered with: {@link #of}.
 */
public enum BatchFraming implements Framing {
    /** JSON: each message is followed by the octet 1E, as the specification says. */
    RECORD_SEPARATOR(0x1E),
    /** JSON: each message is followed by the octet 18, as autobahn-python does; neither octet is ever part of a JSON text. */
    CANCEL(0x18),
    /** All other serializers: each message comes after its length, an unsigned integer of 32 bits, big-endian. */
    LENGTH(-1);

    private final int terminator;

    BatchFraming(int terminator) {
        this.terminator = terminator;
    }

    /** How a peer is answered that has sent nothing yet. */
    public static BatchFraming of(SerializerType serializer) {
        return serializer.text() ? RECORD_SEPARATOR : LENGTH;
    }

    /** How a peer of this framing is answered whose batch ends with {@code last}. */
    public BatchFraming answering(byte last) {
        return this == LENGTH ? LENGTH : last == CANCEL.terminator ? CANCEL : RECORD_SEPARATOR;
    }

    @Override
    public void frame(WriteBuffer message) {
        if (this != LENGTH) {
            message.put(terminator);
            return;
        }
        int rest = message.length();
        for (int octet = 0; octet < Integer.BYTES; octet++) {
            message.prepend(rest);
            rest >>>= Byte.SIZE;
        }
    }

    /** Whether {@code octet} ends a message of JSON, whoever wrote it. */
    static boolean ends(byte octet) {
        return octet == RECORD_SEPARATOR.terminator || octet == CANCEL.terminator;
    }
}
