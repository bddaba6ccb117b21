package org.junctor.serializer.ubjson;

import org.jspecify.annotations.Nullable;
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
import org.osgi.service.metatype.annotations.Option;

/**
 * WAMP messages as UBJSON. Peers of that name write one of two dialects, which differ in the order of octets, and a HELLO does not
 * show which: it has no number above 255. So the configuration says which one is written. Both are read, as far as a message shows
 * which it is in. Also found by {@link java.util.ServiceLoader} on a plain class path, with the default configuration.
 */
@Component(configurationPid = "org.junctor.serializer.ubjson", property = "name=ubjson")
@Designate(ocd = UbjsonSerializer.Config.class)
public final class UbjsonSerializer implements Serializer {
    private static final SerializerType TYPE =
            new SerializerType("ubjson", "wamp.2.ubjson", 4, "application/ubjson", false);
    private static final int DEFAULT_DEPTH = 64;
    private static final String DEFAULT_DIALECT = "bjdata";

    private final Dialect dialect;
    private final int maxDepth;

    @ObjectClassDefinition(name = "Junctor UBJSON serializer")
    @interface Config {
        @AttributeDefinition(
                name = "depth.max",
                description = "Deepest nesting of lists and dicts in a message, the message itself included",
                min = "4",
                max = "1000")
        int depth_max() default DEFAULT_DEPTH;

        @AttributeDefinition(
                name = "dialect",
                description =
                        "What is written: bjdata, as autobahn-python does from 26.6 on, or ubjson, as it did before. Both are"
                                + " read",
                options = {@Option("bjdata"), @Option("ubjson")})
        String dialect() default DEFAULT_DIALECT;
    }

    /** With the default configuration, on a plain class path. */
    public UbjsonSerializer() {
        this(Dialect.of(DEFAULT_DIALECT), DEFAULT_DEPTH);
    }

    /** As a component. */
    @Activate
    public UbjsonSerializer(Config config) {
        this(Dialect.of(config.dialect()), config.depth_max());
    }

    UbjsonSerializer(Dialect dialect, int maxDepth) {
        this.dialect = dialect;
        this.maxDepth = maxDepth;
    }

    @Override
    public SerializerType type() {
        return TYPE;
    }

    @Override
    public Format format() {
        return dialect.format();
    }

    @Override
    public Message decode(byte[] octets, int offset, int length) throws ProtocolViolation {
        UbjsonReader in = new UbjsonReader(dialect, octets, offset, length, maxDepth);
        Message message;
        try {
            message = new UbjsonHead(in, dialect, maxDepth).message();
        } catch (ProtocolViolation violation) {
            Message other = other(octets, offset, length);
            if (other == null) {
                throw violation;
            }
            return other;
        }
        Message other = in.doubtful() ? other(octets, offset, length) : null;
        return other == null ? message : other;
    }

    /** The message as it reads in the dialect that is not written; null if it is none in it. */
    private @Nullable Message other(byte[] octets, int offset, int length) {
        UbjsonReader in = new UbjsonReader(dialect.other(), octets, offset, length, maxDepth);
        try {
            return new UbjsonHead(in, dialect, maxDepth).message();
        } catch (ProtocolViolation violation) { // the one that counts is found in the dialect that is written
            return null;
        }
    }

    @Override
    public void encode(Message message, WriteBuffer out) {
        UbjsonWriter writer = new UbjsonWriter(dialect, out);
        writer.startList();
        writer.integer(message.type());
        message.write(writer);
        writer.endList();
    }

    @Override
    public void read(Payload payload, Tokens sink) throws ProtocolViolation {
        UbjsonReader in = new UbjsonReader(dialect, payload.octets(), payload.offset(), payload.length(), maxDepth);
        UbjsonHead.read(in, payload.items(), sink);
    }

    @Override
    public Tokens writer(WriteBuffer out) {
        return new UbjsonWriter(dialect, out);
    }
}
