package org.junctor.transport.websocket;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.junctor.api.wire.WriteBuffer;

/** Expands messages that were compressed each by itself, and stops where one becomes too long. Any thread may call. */
final class Inflation {
    /** What the sender left out at the end of a message (RFC 7692, 7.2.2). */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private static final int IDLE = 4;
    private static final int ROOM_BYTES = 1024;

    /** Most blocks in one message that say they are the last; each costs more time than it has octets. */
    private static final int FINAL_BLOCKS = 16;

    private final ArrayBlockingQueue<Inflater> idle = new ArrayBlockingQueue<>(IDLE);

    /**
     * The expanded message, or null if it is longer than {@code maxBytes}.
     *
     * @throws DataFormatException if it is not compressed as it should be
     */
    @Nullable
    WriteBuffer inflate(byte[] octets, int offset, int length, int maxBytes) throws DataFormatException {
        Inflater inflater = idle.poll();
        if (inflater == null) {
            inflater = new Inflater(true);
        }
        try {
            byte[] input = Arrays.copyOfRange(octets, offset, offset + length + TAIL.length);
            System.arraycopy(TAIL, 0, input, length, TAIL.length);
            inflater.setInput(input);
            WriteBuffer out = new WriteBuffer((int) Math.min(maxBytes + 1L, length * 3L + ROOM_BYTES));
            return read(inflater, input, out, maxBytes) ? out : null;
        } finally {
            inflater.reset();
            if (!idle.offer(inflater)) {
                inflater.end();
            }
        }
    }

    /** Whether all fitted. */
    private static boolean read(Inflater inflater, byte[] input, WriteBuffer out, int maxBytes)
            throws DataFormatException {
        int finals = 0;
        while (true) {
            out.reserve(1);
            int more = inflater.inflate(out.array(), out.end(), out.array().length - out.end());
            out.advance(more);
            if (out.length() > maxBytes) {
                return false;
            }
            if (more == 0) {
                int rest = inflater.getRemaining();
                if (inflater.finished() && rest > 0 && ++finals <= FINAL_BLOCKS) {
                    inflater.reset();
                    inflater.setInput(input, input.length - rest, rest);
                } else if (rest == 0) {
                    return true;
                } else {
                    throw new DataFormatException("not DEFLATE, or too many last blocks");
                }
            }
        }
    }

    /** Lets go of what is kept for the next message. */
    void close() {
        for (Inflater inflater = idle.poll(); inflater != null; inflater = idle.poll()) {
            inflater.end();
        }
    }
}
