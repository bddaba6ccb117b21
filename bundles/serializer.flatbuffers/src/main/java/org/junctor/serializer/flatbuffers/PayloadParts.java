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
        return checked(1, octets, start, length);
    }

    /** Arguments and keyword arguments, one behind the other; an empty list for arguments that are not there. */
    Payload joined(byte[] octets, int start, int length, int keywordStart, int keywordLength) throws ProtocolViolation {
        WriteBuffer out = new WriteBuffer(1 + length + keywordLength);
        if (length == 0) {
            out.put(EMPTY_LIST);
        } else {
            out.put(octets, start, length);
        }
        out.put(octets, keywordStart, keywordLength);
        return checked(2, out.array(), out.start(), out.length());
    }

    /** One binary value in the place of arguments. */
    Payload binary(byte[] octets, int start, int length) {
        byte[] value = new byte[length];
        System.arraycopy(octets, start, value, 0, length);
        WriteBuffer out = new WriteBuffer(length + Long.BYTES + 1);
        cbor.writer(out).binary(value);
        return Payload.of(cbor.format(), 1, out.array(), out.start(), out.length());
    }

    private Payload checked(int items, byte[] octets, int start, int length) throws ProtocolViolation {
        Payload payload = Payload.of(cbor.format(), items, octets, start, length);
        PayloadShape shape = new PayloadShape();
        cbor.read(payload, shape);
        if (!shape.fits(items)) {
            throw new ProtocolViolation("args must hold a list, and kwargs a dict, in CBOR");
        }
        return payload;
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
