package org.junctor.serializer.cbor;

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
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * WAMP messages as CBOR (RFC 8949; spec: "Serializers"). Also found by
 * {@link java.util.ServiceLoader} on a plain class path, with the default configuration.
 */
@Component(configurationPid = "org.junctor.serializer.cbor", property = "name=cbor")
@Designate(ocd = CborSerializer.Config.class)
public final class CborSerializer implements Serializer {
    static final Format FORMAT = Format.of("cbor");

    private static final SerializerType TYPE = new SerializerType("cbor", "wamp.2.cbor", 3, "application/cbor", false);
    private static final int DEFAULT_DEPTH = 64;

    private final int maxDepth;

    @ObjectClassDefinition(name = "Junctor CBOR serializer")
    @interface Config {
        @AttributeDefinition(
                name = "depth.max",
                description = "Deepest nesting of lists and dicts in a message, the message itself included",
                min = "4",
                max = "1000")
        int depth_max() default DEFAULT_DEPTH;
    }

    /** With the default configuration, on a plain class path. */
    public CborSerializer() {
        this(DEFAULT_DEPTH);
    }

    /** As a component. */
    @Activate
    public CborSerializer(Config config) {
        this(config.depth_max());
    }

    CborSerializer(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    @Override
    public SerializerType type() {
        return TYPE;
    }

    @Override
    public Format format() {
        return FORMAT;
    }

    @Override
    public Message decode(byte[] octets, int offset, int length) throws ProtocolViolation {
        return new CborHead(new CborReader(octets, offset, length, maxDepth), octets).message();
    }

    @Override
    public void encode(Message message, WriteBuffer out) {
        new CborWriter(out).message(message);
    }

    @Override
    public void read(Payload payload, Tokens sink) throws ProtocolViolation {
        CborReader in = new CborReader(payload.octets(), payload.offset(), payload.length(), maxDepth);
        CborValues values = new CborValues(in, Integer.MAX_VALUE);
        for (int item = 0; item < payload.items(); item++) {
            values.value(sink);
        }
        in.end();
    }

    @Override
    public Tokens writer(WriteBuffer out) {
        return new CborWriter(out);
    }
}
