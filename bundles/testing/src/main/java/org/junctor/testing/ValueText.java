package org.junctor.testing;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.FieldWriter;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;

/** Values as text for comparisons, because byte arrays are equal only to themselves. The order of keys does not matter. */
final class ValueText {
    private ValueText() {}

    static String of(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        append(value, text);
        return text.toString();
    }

    /** A message's type, head, and how many values its payload has. */
    static String head(Message message) {
        PayloadCatcher catcher = new PayloadCatcher();
        message.write(catcher);
        return attributes(message) + " payload of " + catcher.payload().items();
    }

    /** A message's type and head. */
    static String attributes(Message message) {
        StringBuilder text = new StringBuilder(of((long) message.type()));
        message.write(new FieldWriter() {
            @Override
            public void integer(long value) {
                append(value, text.append(' '));
            }

            @Override
            public void text(String value) {
                append(value, text.append(' '));
            }

            @Override
            public void dict(Options value) {
                append(value.entries(), text.append(' '));
            }

            @Override
            public void payload(Payload value) {}
        });
        return text.toString();
    }

    private static void append(@Nullable Object value, StringBuilder text) {
        if (value instanceof byte[] octets) {
            text.append("0x").append(HexFormat.of().formatHex(octets));
        } else if (value instanceof String string) {
            text.append('"').append(string).append('"');
        } else if (value instanceof List<?> list) {
            text.append('[');
            list.forEach(item -> append(item, text.append(' ')));
            text.append(" ]");
        } else if (value instanceof Map<?, ?> map) {
            text.append('{');
            new TreeMap<>(map)
                    .forEach((key, item) ->
                            append(item, text.append(' ').append(key).append('=')));
            text.append(" }");
        } else {
            text.append(value);
            text.append(value == null ? "" : value.getClass().getSimpleName().charAt(0));
        }
    }
}
