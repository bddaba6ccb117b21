package org.junctor.serializer.json;

import org.junctor.api.message.Format;
import org.junctor.api.message.Message;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Tokens;
import org.junctor.api.wire.SerializerType;
import org.junctor.api.wire.Utf8;
import org.junctor.api.wire.WriteBuffer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * WAMP messages as JSON (spec: "Serializers"), binary values as strings that begin with U+0000 and go on in base64. Also found by
 * {@link java.util.ServiceLoader} on a plain class path, with the default configuration.
 */
@Component(configurationPid = "org.junctor.serializer.json", property = "name=json")
@Designate(ocd = JsonSerializer.Config.class)
public final class JsonSerializer implements Serializer {
    static final Format FORMAT = Format.of("json");

    private static final SerializerType TYPE = new SerializerType("json", "wamp.2.json", 1, "application/json", true);
    private static final int DEFAULT_DEPTH = 64;

    private final int maxDepth;

    @ObjectClassDefinition(name = "Junctor JSON serializer")
    @interface Config {
        @AttributeDefinition(
                name = "depth.max",
                description = "Deepest nesting of lists and dicts in a message, the message itself included",
                min = "4",
                max = "1000")
        int depth_max() default DEFAULT_DEPTH;
    }

    /** With the default configuration, on a plain class path. */
    public JsonSerializer() {
        this(DEFAULT_DEPTH);
    }

    /** As a component. */
    @Activate
    public JsonSerializer(Config config) {
        this(config.depth_max());
    }

    JsonSerializer(int maxDepth) {
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
        int invalid = Utf8.invalid(octets, offset, length);
        if (invalid >= 0) {
            throw new ProtocolViolation("not UTF-8 at octet " + (invalid - offset));
        }
        return new JsonHead(new JsonReader(octets, offset, length, maxDepth), octets).message();
    }

    @Override
    public void encode(Message message, WriteBuffer out) {
        JsonWriter writer = new JsonWriter(out);
        writer.startList();
        writer.integer(message.type());
        message.write(writer);
        writer.endList();
    }

    @Override
    public void read(Payload payload, Tokens sink) throws ProtocolViolation {
        JsonReader in = new JsonReader(payload.octets(), payload.offset(), payload.length(), maxDepth);
        JsonValues values = new JsonValues(in, Integer.MAX_VALUE);
        for (int item = 0; item < payload.items(); item++) {
            if (item > 0) {
                in.expect(',');
            }
            values.value(sink);
        }
        in.end();
    }

    @Override
    public Tokens writer(WriteBuffer out) {
        return new JsonWriter(out);
    }
}
