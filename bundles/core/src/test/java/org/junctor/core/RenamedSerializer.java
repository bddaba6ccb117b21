package org.junctor.core;

import org.junctor.api.message.Format;
import org.junctor.api.message.Message;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Tokens;
import org.junctor.api.wire.SerializerType;
import org.junctor.api.wire.WriteBuffer;

/** A serializer under another name: as a second one that writes what the first one writes, but does not promise it. */
final class RenamedSerializer implements Serializer {
    private final SerializerType type;
    private final Format format;
    private final Serializer inner;

    RenamedSerializer(String name, Serializer inner) {
        this(name, inner, 0);
    }

    RenamedSerializer(String name, Serializer inner, int rawSocketId) {
        this.type = new SerializerType(name, "wamp.2." + name, rawSocketId, "application/" + name, true);
        this.format = Format.of(name);
        this.inner = inner;
    }

    @Override
    public SerializerType type() {
        return type;
    }

    @Override
    public Format format() {
        return format;
    }

    @Override
    public Message decode(byte[] octets, int offset, int length) throws ProtocolViolation {
        Message message = inner.decode(octets, offset, length);
        return Payloads.with(message, as(Payloads.of(message), format));
    }

    @Override
    public void encode(Message message, WriteBuffer out) {
        Payload payload = Payloads.of(message);
        if (!payload.isEmpty() && payload.format() != format) {
            throw new IllegalArgumentException("payload in a foreign format: " + payload);
        }
        inner.encode(Payloads.with(message, as(payload, inner.format())), out);
    }

    @Override
    public void read(Payload payload, Tokens sink) throws ProtocolViolation {
        inner.read(as(payload, inner.format()), sink);
    }

    @Override
    public Tokens writer(WriteBuffer out) {
        return inner.writer(out);
    }

    private static Payload as(Payload payload, Format format) {
        return Payload.of(format, payload.items(), payload.octets(), payload.offset(), payload.length());
    }
}
