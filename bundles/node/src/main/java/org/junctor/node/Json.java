package org.junctor.node;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON text to and from plain values: texts, numbers, booleans, lists and maps. */
public final class Json {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Json() {}

    /** The JSON text of a value, on one line. */
    public static String text(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(value, generator);
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory failed", impossible);
        }
        return text.toString();
    }

    /**
     * The object that a JSON text is.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Map<String, @Nullable Object> object(String text) {
        Findings findings = new Findings(Path.of(""));
        try {
            Tree tree = JsonTree.read(text, findings);
            if (tree instanceof Tree.Mapping mapping && findings.errors() == 0) {
                return mapping.plain();
            }
            throw new IllegalArgumentException("not a JSON object with each key once");
        } catch (SyntaxProblem problem) {
            throw new IllegalArgumentException(problem.getMessage(), problem);
        }
    }

    private static void write(@Nullable Object value, JsonGenerator generator) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(String.valueOf(entry.getKey()));
                write(entry.getValue(), generator);
            }
            generator.writeEndObject();
        } else if (value instanceof Collection<?> list) {
            generator.writeStartArray();
            for (Object item : list) {
                write(item, generator);
            }
            generator.writeEndArray();
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Double || value instanceof Float) {
            generator.writeNumber(((Number) value).doubleValue());
        } else if (value instanceof Number number) {
            generator.writeNumber(number.longValue());
        } else {
            generator.writeString(value.toString());
        }
    }
}
