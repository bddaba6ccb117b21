package org.junctor.store.mvstore;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Format;
import org.junctor.api.message.Payload;
import org.junctor.api.store.RetainedEvent;
import org.junctor.api.store.StoredEvent;

/**
 * Events as they stand in the file. The first octet of each is the version of this layout; the last four are a checksum, because the file
 * itself has none of what is in it.
 */
final class EventCodec {
    private static final int VERSION = 1;
    private static final long NEVER = Long.MAX_VALUE;

    private EventCodec() {}

    static byte[] encode(StoredEvent event) {
        return written(out -> write(event, out));
    }

    static StoredEvent decode(byte[] octets) {
        return read(octets, EventCodec::readEvent);
    }

    /** The id of the publication, without reading the rest. */
    static long publication(byte[] octets) {
        return read(octets, in -> {
            version(in);
            return in.readLong();
        });
    }

    /** When the event came, without reading the rest. */
    static Instant time(byte[] octets) {
        return read(octets, in -> {
            version(in);
            in.readLong();
            return Instant.ofEpochMilli(in.readLong());
        });
    }

    static byte[] encodeRetained(List<RetainedEvent> events) {
        return written(out -> {
            out.writeInt(events.size());
            for (RetainedEvent retained : events) {
                Instant expires = retained.expires();
                out.writeLong(expires == null ? NEVER : expires.toEpochMilli());
                write(retained.event(), out);
            }
        });
    }

    static List<RetainedEvent> decodeRetained(byte[] octets) {
        return read(octets, in -> {
            int size = in.readInt();
            List<RetainedEvent> events = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                long expires = in.readLong();
                StoredEvent event = readEvent(in);
                events.add(new RetainedEvent(event, expires == NEVER ? null : Instant.ofEpochMilli(expires)));
            }
            return events;
        });
    }

    private static void write(StoredEvent event, DataOutputStream out) throws IOException {
        Payload payload = event.payload();
        out.writeByte(VERSION);
        out.writeLong(event.publication());
        out.writeLong(event.time().toEpochMilli());
        ValueCodec.writeText(event.topic(), out);
        ValueCodec.writeOptions(event.details(), out);
        ValueCodec.writeOptions(event.audience(), out);
        out.writeByte(payload.items());
        ValueCodec.writeText(payload.format().name(), out);
        out.writeInt(payload.length());
        out.write(payload.octets(), payload.offset(), payload.length());
    }

    private static StoredEvent readEvent(DataInputStream in) throws IOException {
        version(in);
        return new StoredEvent(
                in.readLong(),
                Instant.ofEpochMilli(in.readLong()),
                ValueCodec.readText(in),
                ValueCodec.readOptions(in),
                ValueCodec.readOptions(in),
                readPayload(in));
    }

    private static Payload readPayload(DataInputStream in) throws IOException {
        int items = in.readByte();
        Format format = Format.of(ValueCodec.readText(in));
        byte[] octets = ValueCodec.readOctets(in);
        return Payload.of(format, items, octets, 0, octets.length);
    }

    private static void version(DataInputStream in) throws IOException {
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("an event of version " + version + ": this is not the version that wrote the file");
        }
    }

    /** Something that reads or writes. */
    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    /** What is in it is damaged. */
    static final class Damage extends RuntimeException {
        Damage(String what, @Nullable Throwable cause) {
            super("an event in the file is damaged: " + what, cause);
        }
    }

    private static <T> T read(byte[] octets, Reading<T> reading) {
        int length = octets.length - Integer.BYTES;
        if (length < 0 || ByteBuffer.wrap(octets).getInt(length) != checksum(octets, length)) {
            throw new Damage("its checksum is wrong", null);
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets, 0, length))) {
            return reading.from(in);
        } catch (IOException e) {
            throw new Damage(String.valueOf(e.getMessage()), e);
        }
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            writing.to(out);
            out.writeInt(checksum(octets.toByteArray(), out.size()));
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written to", e);
        }
        return octets.toByteArray();
    }

    private static int checksum(byte[] octets, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(octets, 0, length);
        return (int) checksum.getValue();
    }
}
