package org.junctor.serializer.msgpack;

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
 * WAMP messages as MessagePack (spec: "Serializers"), with its types for strings and binary values. Also found by
 * {@link java.util.ServiceLoader} on a plain class path, with the default configuration.
 */
@Component(configurationPid = "org.junctor.serializer.msgpack", property = "name=msgpack")
@Designate(ocd = MsgpackSerializer.Config.class)
public final class MsgpackSerializer implements Serializer {
    static final Format FORMAT = Format.of("msgpack");

    private static final SerializerType TYPE =
            new SerializerType("msgpack", "wamp.2.msgpack", 2, "application/x-msgpack", false);
    private static final int DEFAULT_DEPTH = 64;

    private final int maxDepth;

    @ObjectClassDefinition(name = "Junctor MessagePack serializer")
    @interface Config {
        @AttributeDefinition(
                name = "depth.max",
                description = "Deepest nesting of lists and dicts in a message, the message itself included",
                min = "4",
                max = "1000")
        int depth_max() default DEFAULT_DEPTH;
    }

    /** With the default configuration, on a plain class path. */
    public MsgpackSerializer() {
        this(DEFAULT_DEPTH);
    }

    /** As a component. */
    @Activate
    public MsgpackSerializer(Config config) {
        this(config.depth_max());
    }

    MsgpackSerializer(int maxDepth) {
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
        return new MsgpackHead(new MsgpackReader(octets, offset, length, maxDepth), octets).message();
    }

    @Override
    public void encode(Message message, WriteBuffer out) {
        new MsgpackWriter(out).message(message);
    }

    @Override
    public void read(Payload payload, Tokens sink) throws ProtocolViolation {
        MsgpackReader in = new MsgpackReader(payload.octets(), payload.offset(), payload.length(), maxDepth);
        MsgpackValues values = new MsgpackValues(in, Integer.MAX_VALUE);
        for (int item = 0; item < payload.items(); item++) {
            values.value(sink);
        }
        in.end();
    }

    @Override
    public Tokens writer(WriteBuffer out) {
        return new MsgpackWriter(out);
    }
}
