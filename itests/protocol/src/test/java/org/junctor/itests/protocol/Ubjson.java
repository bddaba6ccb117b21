package org.junctor.itests.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Trees to Binary JData, the dialect of UBJSON that autobahn-python speaks, and back: the least significant octet comes first, octets are
 * a list of type B.
 */
final class Ubjson {
    private final ByteBuffer in;

    private Ubjson(ByteBuffer in) {
        this.in = in;
    }

    static byte[] write(JsonNode value) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            write(new DataOutputStream(octets), value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toByteArray();
    }

    private static void write(DataOutputStream out, JsonNode value) throws IOException {
        switch (value.getNodeType()) {
            case ARRAY -> {
                out.write('[');
                for (JsonNode item : value) {
                    write(out, item);
                }
                out.write(']');
            }
            case OBJECT -> {
                out.write('{');
                for (Map.Entry<String, JsonNode> entry : value.properties()) {
                    writeText(out, entry.getKey());
                    write(out, entry.getValue());
                }
                out.write('}');
            }
            case STRING -> {
                out.write('S');
                writeText(out, value.asText());
            }
            case BOOLEAN -> out.write(value.asBoolean() ? 'T' : 'F');
            case NULL -> out.write('Z');
            case BINARY -> {
                out.write(new byte[] {'[', '$', 'B', '#'});
                writeInteger(out, value.binaryValue().length);
                out.write(value.binaryValue());
            }
            case NUMBER -> writeNumber(out, value);
            default -> throw new IOException("no UBJSON for " + value);
        }
    }

    private static void writeNumber(DataOutputStream out, JsonNode value) throws IOException {
        if (!value.isIntegralNumber()) {
            out.write('D');
            out.writeLong(Long.reverseBytes(Double.doubleToLongBits(value.asDouble())));
        } else if (value.canConvertToLong()) {
            writeInteger(out, value.asLong());
        } else {
            out.write('H');
            writeText(out, value.asText());
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        writeInteger(out, octets.length);
        out.write(octets);
    }

    private static void writeInteger(DataOutputStream out, long value) throws IOException {
        if (value >= 0 && value <= 255) {
            out.write('U');
            out.write((int) value);
        } else if (value > 0 && value <= 0xffff) {
            out.write('u');
            out.writeShort(Short.reverseBytes((short) value));
        } else if (value > 0 && value <= 0xffff_ffffL) {
            out.write('m');
            out.writeInt(Integer.reverseBytes((int) value));
        } else if (value > 0) {
            out.write('M');
            out.writeLong(Long.reverseBytes(value));
        } else if (value == (short) value) {
            out.write('I');
            out.writeShort(Short.reverseBytes((short) value));
        } else if (value == (int) value) {
            out.write('l');
            out.writeInt(Integer.reverseBytes((int) value));
        } else {
            out.write('L');
            out.writeLong(Long.reverseBytes(value));
        }
    }

    static JsonNode read(byte[] octets) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        try {
            JsonNode value = new Ubjson(in).value(in.get());
            if (in.hasRemaining()) {
                throw new IOException("more than one value");
            }
            return value;
        } catch (BufferUnderflowException e) {
            throw new IOException("cut off", e);
        }
    }

    private JsonNode value(byte marker) throws IOException {
        return switch (marker) {
            case 'Z' -> NullNode.instance;
            case 'T' -> BooleanNode.TRUE;
            case 'F' -> BooleanNode.FALSE;
            case 'd' -> DoubleNode.valueOf(in.getFloat());
            case 'D' -> DoubleNode.valueOf(in.getDouble());
            case 'S' -> TextNode.valueOf(text());
            case 'C' -> TextNode.valueOf(String.valueOf((char) in.get()));
            case 'H' -> BigIntegerNode.valueOf(new BigInteger(text()));
            case 'M' -> BigIntegerNode.valueOf(new BigInteger(Long.toUnsignedString(in.getLong())));
            case '[' -> array();
            case '{' -> object();
            default -> LongNode.valueOf(integer(marker));
        };
    }

    private long integer(byte marker) throws IOException {
        return switch (marker) {
            case 'i' -> in.get();
            case 'U' -> in.get() & 0xff;
            case 'I' -> in.getShort();
            case 'u' -> in.getShort() & 0xffff;
            case 'l' -> in.getInt();
            case 'm' -> in.getInt() & 0xffff_ffffL;
            case 'L', 'M' -> in.getLong();
            default -> throw new IOException("unknown marker " + marker + " at " + in.position());
        };
    }

    private String text() throws IOException {
        return new String(octets((int) integer(in.get())), StandardCharsets.UTF_8);
    }

    private byte[] octets(int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] octets = new byte[length];
        in.get(octets);
        return octets;
    }

    /** Any list, and octets, which are a list of unsigned octets in the form that has their type and number in front. */
    private JsonNode array() throws IOException {
        byte type = taken((byte) '$') ? in.get() : 0;
        long count = taken((byte) '#') ? integer(in.get()) : -1;
        if (type == 'B' && count >= 0) {
            return BinaryNode.valueOf(octets((int) count));
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        while (count < 0 ? !taken((byte) ']') : list.size() < count) {
            list.add(value(type == 0 ? in.get() : type));
        }
        return list;
    }

    private ObjectNode object() throws IOException {
        byte type = taken((byte) '$') ? in.get() : 0;
        long count = taken((byte) '#') ? integer(in.get()) : -1;
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        while (count < 0 ? !taken((byte) '}') : map.size() < count) {
            String key = text();
            map.set(key, value(type == 0 ? in.get() : type));
        }
        return map;
    }

    private boolean taken(byte marker) {
        if (in.get(in.position()) != marker) {
            return false;
        }
        in.get();
        return true;
    }
}
