package org.junctor.serializer.flatbuffers;

import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;
import org.junctor.api.wire.WriteBuffer;

/** Payload in CBOR, of which a message has arguments and keyword arguments apart, and a binary value without its CBOR head. */
final class PayloadParts {
    private static final int EMPTY_LIST = 0x80;

    private final Serializer cbor;

    PayloadParts(Serializer cbor) {
        this.cbor = cbor;
    }

    /** Arguments alone: a slice of the message. */
    Payload arguments(byte[] octets, int start, int length) throws ProtocolViolation {
        if (!shape(octets, start, length).isList()) {
            throw new ProtocolViolation("args must hold a list in CBOR");
        }
        return Payload.of(cbor.format(), 1, octets, start, length);
    }

    /** Arguments and keyword arguments, one behind the other; an empty list for arguments that are not there. */
    Payload joined(byte[] octets, int start, int length, int keywordStart, int keywordLength) throws ProtocolViolation {
        WriteBuffer out = new WriteBuffer(1 + length + keywordLength);
        if (length == 0) {
            out.put(EMPTY_LIST);
        } else {
            Payload arguments = arguments(octets, start, length);
            out.put(arguments.octets(), arguments.offset(), arguments.length());
        }
        if (!shape(octets, keywordStart, keywordLength).isDict()) {
            throw new ProtocolViolation("kwargs must hold a dict in CBOR");
        }
        out.put(octets, keywordStart, keywordLength);
        return Payload.of(cbor.format(), 2, out.array(), out.start(), out.length());
    }

    /** One binary value in the place of arguments. */
    Payload binary(byte[] octets, int start, int length) {
        byte[] value = new byte[length];
        System.arraycopy(octets, start, value, 0, length);
        WriteBuffer out = new WriteBuffer(length + Long.BYTES + 1);
        cbor.writer(out).binary(value);
        return Payload.of(cbor.format(), 1, out.array(), out.start(), out.length());
    }

    /** What the one value in these octets is, of which is checked that it is whole, and alone. */
    private PayloadShape shape(byte[] octets, int start, int length) throws ProtocolViolation {
        PayloadShape shape = new PayloadShape();
        cbor.read(Payload.of(cbor.format(), 1, octets, start, length), shape);
        return shape;
    }

    /** The binary value that a payload is; null if it is arguments. */
    byte @Nullable [] binaryOf(Payload payload) {
        int majorType = (payload.octets()[payload.offset()] & 0xff) >> 5;
        if (payload.items() != 1 || majorType != CborItem.OCTETS) {
            return null;
        }
        try {
            return Values.decode(payload, cbor).get(0) instanceof byte[] value ? value : null;
        } catch (ProtocolViolation e) {
            throw new IllegalArgumentException("payload was checked, and is no CBOR", e);
        }
    }
}
