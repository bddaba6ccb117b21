package org.junctor.transport.websocket;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.Deflater;
import org.junctor.api.wire.WriteBuffer;

/** Compresses messages, each by itself. Any thread may call. */
final class Deflation {
    /** What a sync flush ends with, and a message leaves out (RFC 7692, 7.2.1). */
    private static final int TAIL_BYTES = 4;

    private static final int WINDOW_BITS_MAX = 15;
    private static final int IDLE = 4;
    private static final int SCRATCH_BYTES = 16 << 10;

    private final ArrayBlockingQueue<Press> idle = new ArrayBlockingQueue<>(IDLE);

    /** One deflater and where it writes. */
    private static final class Press {
        final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        final byte[] scratch = new byte[SCRATCH_BYTES];
    }

    /**
     * Replaces a message by its compressed form if that is shorter.
     *
     * @param windowBits how far back the peer can look, as a power of two
     */
    boolean deflate(WriteBuffer message, int windowBits) {
        Press press = idle.poll();
        if (press == null) {
            press = new Press();
        }
        int length = message.length();
        byte[] out = length <= SCRATCH_BYTES ? press.scratch : new byte[length];
        int written = write(press.deflater, message, windowBits, out, Math.min(length, out.length));
        press.deflater.reset();
        if (!idle.offer(press)) {
            press.deflater.end();
        }
        if (written == 0) {
            return false;
        }
        message.clear().put(out, 0, written);
        return true;
    }

    /** Answers how many octets were written, 0 if not fewer than {@code room}. */
    private static int write(Deflater deflater, WriteBuffer message, int windowBits, byte[] out, int room) {
        // Java's deflater has no smaller window; but where it is flushed fully, nothing behind refers to what was
        // before.
        int chunk = windowBits == WINDOW_BITS_MAX ? message.length() : 1 << windowBits;
        int written = 0;
        for (int at = message.start(); at < message.end(); at += chunk) {
            boolean last = message.end() - at <= chunk;
            deflater.setInput(message.array(), at, last ? message.end() - at : chunk);
            int flush = last ? Deflater.SYNC_FLUSH : Deflater.FULL_FLUSH;
            int more;
            do {
                more = deflater.deflate(out, written, room - written, flush);
                written += more;
            } while (more > 0 && written < room);
            if (written == room) {
                return 0;
            }
        }
        return Math.max(0, written - TAIL_BYTES);
    }

    /** Lets go of what is kept for the next message. */
    void close() {
        for (Press press = idle.poll(); press != null; press = idle.poll()) {
            press.deflater.end();
        }
    }
}
