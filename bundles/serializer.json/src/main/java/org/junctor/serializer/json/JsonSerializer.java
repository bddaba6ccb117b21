package org.junctor.serializer.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
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
 * WAMP messages as JSON (spec: "Serializers"), binary values as strings that begin with U+0000 and go on in base64. Also found by
 * {@link java.util.ServiceLoader} on a plain class path, with the default configuration.
 */
@Component(configurationPid = "org.junctor.serializer.json")
@Designate(ocd = JsonSerializer.Config.class)
public final class JsonSerializer implements Serializer {
    static final Format FORMAT = Format.of("json");

    private static final SerializerType TYPE = new SerializerType("json", "wamp.2.json", 1, "application/json", true);
    private static final int DEFAULT_DEPTH = 64;

    /** Digits of one number: more than any 64-bit integer or double needs, too few to make the conversion of one expensive. */
    private static final int MAX_NUMBER_LENGTH = 40;

    private final JsonFactory factory;

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
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .build();
        // Names are never looked up again, and a shared table of names that peers choose would grow with them.
        factory = new JsonFactoryBuilder()
                .streamReadConstraints(limits)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
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
        int start = Utf8.startOfList(octets, offset, length);
        int end = offset + length;
        try (JsonParser parser = factory.createParser(octets, start, end - start)) {
            return new HeadReader(parser, octets, start, start - offset).message();
        } catch (IOException e) {
            throw Malformed.violation(e, start - offset);
        }
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
        int start = payload.offset();
        int end = start + payload.length();
        for (int item = 1; item <= payload.items(); item++) {
            try (JsonParser parser = factory.createParser(payload.octets(), start, end - start)) {
                parser.nextToken();
                ValueReader.unlimited(parser).value(sink);
                start = Utf8.behindComma(payload.octets(), start + ValueReader.position(parser), end);
            } catch (IOException e) {
                throw Malformed.violation(e, start - payload.offset());
            }
        }
    }

    @Override
    public Tokens writer(WriteBuffer out) {
        return new JsonWriter(out);
    }
}
