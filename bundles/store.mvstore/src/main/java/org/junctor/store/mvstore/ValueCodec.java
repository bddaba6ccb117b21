package org.junctor.store.mvstore;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;

/** The values that {@link Options} may have, as they stand in the file: a letter for the type, and what it needs. */
final class ValueCodec {
    private ValueCodec() {}

    static void writeOptions(Options options, DataOutputStream out) throws IOException {
        write(options.entries(), out);
    }

    static Options readOptions(DataInputStream in) throws IOException {
        if (!(read(in) instanceof Map<?, ?> map)) {
            throw new IOException("a dict was expected");
        }
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        map.forEach((key, value) -> entries.put(String.valueOf(key), value));
        return Options.of(entries);
    }

    static void writeText(String text, DataOutputStream out) throws IOException {
        writeOctets(text.getBytes(StandardCharsets.UTF_8), out);
    }

    static String readText(DataInputStream in) throws IOException {
        return new String(readOctets(in), StandardCharsets.UTF_8);
    }

    private static void writeOctets(byte[] octets, DataOutputStream out) throws IOException {
        out.writeInt(octets.length);
        out.write(octets);
    }

    static byte[] readOctets(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a length of " + length + " where " + in.available() + " octets are left");
        }
        return in.readNBytes(length);
    }

    private static void write(@Nullable Object value, DataOutputStream out) throws IOException {
        if (value == null) {
            out.writeByte('n');
        } else if (value instanceof Boolean flag) {
            out.writeByte(flag ? 't' : 'f');
        } else if (value instanceof BigInteger big) {
            out.writeByte('b');
            writeOctets(big.toByteArray(), out);
        } else if (value instanceof Double || value instanceof Float) {
            out.writeByte('d');
            out.writeDouble(((Number) value).doubleValue());
        } else if (value instanceof Number number) {
            out.writeByte('i');
            out.writeLong(number.longValue());
        } else if (value instanceof byte[] octets) {
            out.writeByte('o');
            writeOctets(octets, out);
        } else if (value instanceof List<?> list) {
            out.writeByte('l');
            out.writeInt(list.size());
            for (Object item : list) {
                write(item, out);
            }
        } else if (value instanceof Map<?, ?> map) {
            out.writeByte('m');
            out.writeInt(map.size());
            for (Map.Entry<?, ? extends @Nullable Object> entry : map.entrySet()) {
                writeText(String.valueOf(entry.getKey()), out);
                write(entry.getValue(), out);
            }
        } else {
            out.writeByte('s');
            writeText(String.valueOf(value), out);
        }
    }

    private static @Nullable Object read(DataInputStream in) throws IOException {
        int type = in.readByte();
        return switch (type) {
            case 'n' -> null;
            case 't' -> true;
            case 'f' -> false;
            case 'i' -> in.readLong();
            case 'b' -> new BigInteger(readOctets(in));
            case 'd' -> in.readDouble();
            case 's' -> readText(in);
            case 'o' -> readOctets(in);
            case 'l' -> readList(in);
            case 'm' -> readMap(in);
            default -> throw new IOException("a value of type " + type);
        };
    }

    private static List<@Nullable Object> readList(DataInputStream in) throws IOException {
        int size = in.readInt();
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(read(in));
        }
        return list;
    }

    private static Map<String, @Nullable Object> readMap(DataInputStream in) throws IOException {
        int size = in.readInt();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(readText(in), read(in));
        }
        return map;
    }
}
