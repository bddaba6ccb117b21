package org.junctor.serializer.flatbuffers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Elements;
import org.junctor.api.message.FieldReader;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Serializer;

/** Reads one message: turns the fields of its table into what its elements are in the other serializers. */
final class MessageReader implements FieldReader {
    private static final int TYPE_SLOT = 0;
    private static final int MESSAGE_SLOT = 1;

    private final Octets octets;
    private final Serializer cbor;
    private final int type;
    private final Layout layout;
    private final Table table;

    /** How many elements behind the type were taken. */
    private int taken;

    /**
     * A message.
     *
     * @param cbor knows the encoding of the payload
     */
    MessageReader(Octets octets, Serializer cbor) throws ProtocolViolation {
        this.octets = octets;
        this.cbor = cbor;
        Table root = Table.root(octets);
        type = (int) root.number(TYPE_SLOT, Kind.NAME, 0);
        Layout known = Layout.of(type);
        Table message = root.table(MESSAGE_SLOT);
        if (known == null || message == null) {
            throw new ProtocolViolation(
                    known == null ? "unknown message type " + type : Elements.message(type) + " has no table");
        }
        layout = known;
        table = message;
    }

    Message message() throws ProtocolViolation {
        return Message.read(type, this);
    }

    @Override
    public boolean hasNext() {
        return taken < layout.elements().size();
    }

    @Override
    public long integer() throws ProtocolViolation {
        Field field = take();
        long value = table.number(field.slot(), field.kind(), 0);
        if (value < 0) {
            throw wrong("must be an integer of 0 or more, below 2^63");
        }
        return value;
    }

    @Override
    public long id() throws ProtocolViolation {
        long id = integer();
        if (id < 1 || id > MAX_ID) {
            throw wrong("must be an id of 1 to 2^53");
        }
        return id;
    }

    @Override
    public String text() throws ProtocolViolation {
        Field field = take();
        Object value = table.value(field);
        if (value instanceof String text) {
            return text;
        }
        if (field.kind() == Kind.NAME) {
            return field.names().get(0);
        }
        throw wrong("is missing");
    }

    @Override
    public Options dict() throws ProtocolViolation {
        taken++;
        boolean transparent = carries(Layout.BINARY);
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        for (Field field : layout.fields()) {
            if (field.kind() == Kind.ROLES) {
                options.put(field.key(), roles(field.slot()));
            } else if (layout.isOption(field)) {
                Object value = table.value(field);
                if (value != null) {
                    options.put(transparent || field.alias().isEmpty() ? field.key() : field.alias(), value);
                }
            }
        }
        return Options.of(options);
    }

    /** The roles that are announced; all that there are, without features, if none is: the reference client writes none. */
    private Map<String, Object> roles(int slot) throws ProtocolViolation {
        Table announced = table.table(slot);
        Map<String, Object> roles = new LinkedHashMap<>();
        int roleSlot = 0;
        for (Map.Entry<String, List<String>> role : Features.of(type).entrySet()) {
            Table features = announced == null ? null : announced.table(roleSlot++);
            if (announced == null) {
                roles.put(role.getKey(), Map.of());
            } else if (features != null) {
                roles.put(role.getKey(), Map.of(Features.KEY, features(features, role.getValue())));
            }
        }
        return roles;
    }

    private static Map<String, Object> features(Table table, List<String> names) throws ProtocolViolation {
        Map<String, Object> features = new LinkedHashMap<>();
        for (int slot = 0; slot < names.size(); slot++) {
            Object value = table.value(Field.flag(slot, names.get(slot)));
            if (value != null) {
                features.put(names.get(slot), value);
            }
        }
        return features;
    }

    @Override
    public Payload payload() throws ProtocolViolation {
        taken++;
        boolean arguments = carries(Layout.ARGUMENTS);
        boolean keywords = carries(Layout.KEYWORDS);
        PayloadParts parts = new PayloadParts(cbor);
        if (carries(Layout.BINARY)) {
            if (arguments || keywords) {
                throw new ProtocolViolation(Elements.message(type) + " has both arguments and a binary payload");
            }
            return parts.binary(octets.array(), start(Layout.BINARY), length(Layout.BINARY));
        }
        if (!keywords) {
            return arguments
                    ? parts.arguments(octets.array(), start(Layout.ARGUMENTS), length(Layout.ARGUMENTS))
                    : Payload.EMPTY;
        }
        return parts.joined(
                octets.array(),
                arguments ? start(Layout.ARGUMENTS) : 0,
                arguments ? length(Layout.ARGUMENTS) : 0,
                start(Layout.KEYWORDS),
                length(Layout.KEYWORDS));
    }

    /** Whether the message has payload of this kind; a vector without octets is no CBOR, but may be a binary value. */
    private boolean carries(String key) throws ProtocolViolation {
        return layout.elements().contains(Layout.PAYLOAD)
                && table.vector(layout.field(key).slot()) >= 0
                && (length(key) > 0 || key.equals(Layout.BINARY));
    }

    private int start(String key) throws ProtocolViolation {
        return table.vector(layout.field(key).slot()) + Integer.BYTES;
    }

    private int length(String key) throws ProtocolViolation {
        int vector = table.vector(layout.field(key).slot());
        long length = octets.uint32(vector);
        octets.check(vector + (long) Integer.BYTES, length);
        return (int) length;
    }

    private Field take() throws ProtocolViolation {
        if (!hasNext()) {
            throw wrong("is missing");
        }
        return layout.field(layout.elements().get(taken++));
    }

    private ProtocolViolation wrong(String problem) {
        return new ProtocolViolation(Elements.describe(type, 1 + taken) + " " + problem);
    }
}
