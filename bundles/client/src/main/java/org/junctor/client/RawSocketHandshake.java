package org.junctor.client;

import java.io.IOException;
import java.net.URI;
import org.junctor.api.wire.SerializerType;

/** The four octets each way that open a RawSocket connection (spec: "RawSocket", opening handshake). */
record RawSocketHandshake(URI url, SerializerType serializer) {
    private static final int MAGIC = 0x7F;
    private static final int LONGEST = 0xF0;

    /** What the client says: it takes messages of up to 2^24 octets. */
    byte[] request() {
        return new byte[] {MAGIC, (byte) (LONGEST | serializer.rawSocketId()), 0, 0};
    }

    /**
     * How long a message the router takes.
     *
     * @throws IOException if it refused, or is no RawSocket router
     */
    int maxMessageBytes(byte[] answer) throws IOException {
        if (answer[0] != MAGIC || answer[2] != 0 || answer[3] != 0) {
            throw new IOException("what answers there does not speak RawSocket");
        }
        int chosen = answer[1] & 0x0F;
        if (chosen == 0) {
            throw new IOException("the router refuses: " + refusal(answer[1] >> 4 & 0x0F));
        }
        if (chosen != serializer.rawSocketId()) {
            throw new IOException("the router chose serializer " + chosen + " instead of " + serializer.rawSocketId());
        }
        return 1 << (9 + (answer[1] >> 4 & 0x0F));
    }

    private String refusal(int code) {
        return switch (code) {
            case 1 -> "it has no serializer " + serializer.name();
            case 2 -> "it wants another maximum length of messages";
            case 3 -> "reserved bits were used";
            case 4 -> "it has as many connections as it takes";
            default -> "error " + code;
        };
    }
}
