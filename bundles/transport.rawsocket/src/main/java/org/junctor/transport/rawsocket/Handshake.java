package org.junctor.transport.rawsocket;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junctor.api.wire.SerializerType;

/** Four octets of a peer that wants to open a connection, and what they are answered (spec: "RawSocket", opening handshake). */
final class Handshake {
    static final int MAGIC = 0x7F;

    private static final int SERIALIZER_UNSUPPORTED = 1;
    private static final int LENGTH_UNACCEPTABLE = 2;
    private static final int RESERVED_BITS_USED = 3;
    private static final int TOO_MANY_CONNECTIONS = 4;

    private final byte[] octets = new byte[Framed.PREFIX];
    private final Scheduler.Task deadline;
    private int count;

    /** A handshake that must be over before {@code deadline}. */
    Handshake(Scheduler.Task deadline) {
        this.deadline = deadline;
    }

    /**
     * What a handshake comes to.
     *
     * @param answer the second of the four octets to send
     * @param serializer what was agreed; empty if the peer is refused
     * @param refusal why, for the log
     */
    record Outcome(int answer, Optional<SerializerType> serializer, String refusal) {
        ByteBuffer reply() {
            return ByteBuffer.wrap(new byte[] {MAGIC, (byte) answer, 0, 0});
        }
    }

    /** Takes one octet of the peer. */
    void add(byte octet) {
        octets[count++] = octet;
    }

    /** Whether the first octet is that of another protocol. */
    boolean foreign() {
        return count > 0 && octets[0] != MAGIC;
    }

    /** Whether all four are there. */
    boolean whole() {
        return count == octets.length;
    }

    /** It is in time, or does not matter any more. */
    void over() {
        deadline.cancel();
    }

    /** How long a message the peer takes, in octets. */
    int peerMaxBytes() {
        return Framed.bytes(octets[1] >> 4 & 0x0F);
    }

    /**
     * Answers.
     *
     * @param room whether one more connection is allowed
     * @param present the serializers that there are
     */
    Outcome outcome(Settings settings, boolean room, List<SerializerType> present) {
        if (octets[2] != 0 || octets[3] != 0) {
            return refused(RESERVED_BITS_USED, "reserved octets of the handshake are used");
        }
        if (!room) {
            return refused(TOO_MANY_CONNECTIONS, "there are " + settings.maxConnections() + " connections already");
        }
        Optional<SerializerType> serializer = chosen(settings.serializers(), present);
        if (serializer.isEmpty()) {
            return refused(SERIALIZER_UNSUPPORTED, "there is no serializer " + (octets[1] & 0x0F));
        }
        if (peerMaxBytes() < settings.peerMinBytes()) {
            return refused(LENGTH_UNACCEPTABLE, "it takes messages of " + peerMaxBytes() + " octets only");
        }
        return new Outcome(settings.lengthExponent() << 4 | serializer.get().rawSocketId(), serializer, "");
    }

    private Optional<SerializerType> chosen(List<String> allowed, List<SerializerType> present) {
        int id = octets[1] & 0x0F;
        return present.stream()
                .filter(type -> id != 0 && type.rawSocketId() == id)
                .filter(type -> allowed.isEmpty() || allowed.contains(type.name()))
                .findFirst();
    }

    private static Outcome refused(int error, String refusal) {
        return new Outcome(error << 4, Optional.empty(), refusal);
    }
}
