package org.junctor.serializer.flatbuffers;

import java.util.ServiceLoader;
import org.junctor.api.message.Format;
import org.junctor.api.message.Message;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Tokens;
import org.junctor.api.wire.SerializerType;
import org.junctor.api.wire.WriteBuffer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * WAMP messages as tables of the schema that autobahn-python ships, with arguments as CBOR in them: so it works while the serializer
 * {@code cbor} is there, and their payload is interchangeable. Also found by {@link ServiceLoader} on a plain class path.
 */
@Component(property = "name=flatbuffers")
public final class FlatBuffersSerializer implements Serializer {
    private static final SerializerType TYPE =
            new SerializerType("flatbuffers", "wamp.2.flatbuffers", 5, "application/x-flatbuffers", false, false);

    private final Serializer cbor;

    /** On a plain class path, where the serializer {@code cbor} must be too. */
    public FlatBuffersSerializer() {
        this(ServiceLoader.load(Serializer.class).stream()
                .filter(provider ->
                        provider.type() != FlatBuffersSerializer.class) // or it would be made again, and again
                .map(ServiceLoader.Provider::get)
                .filter(serializer -> serializer.type().name().equals("cbor"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "org.junctor.serializer.flatbuffers needs the serializer cbor: put org.junctor.serializer.cbor on the"
                                + " class path")));
    }

    /** As a component. */
    @Activate
    public FlatBuffersSerializer(@Reference(target = "(name=cbor)") Serializer cbor) {
        this.cbor = cbor;
    }

    @Override
    public SerializerType type() {
        return TYPE;
    }

    @Override
    public Format format() {
        return cbor.format();
    }

    @Override
    public Message decode(byte[] octets, int offset, int length) throws ProtocolViolation {
        return new MessageReader(new Octets(octets, offset, length), cbor).message();
    }

    @Override
    public void encode(Message message, WriteBuffer out) {
        MessageWriter.write(message, cbor, out);
    }

    @Override
    public void read(Payload payload, Tokens sink) throws ProtocolViolation {
        cbor.read(payload, sink);
    }

    @Override
    public Tokens writer(WriteBuffer out) {
        return cbor.writer(out);
    }
}
