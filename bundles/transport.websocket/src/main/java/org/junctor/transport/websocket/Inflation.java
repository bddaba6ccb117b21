package org.junctor.transport.websocket;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junctor.http.api.PartialMessage;

/** Expands messages that were compressed each by itself, and stops where one becomes too long. Any thread may call. */
final class Inflation {
    /** What the sender left out at the end of a message (RFC 7692, 7.2.2). */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private static final int IDLE = 4;
    private static final int ROOM_BYTES = 8192;

    /** Most blocks in one message that say they are the last; each costs more time than it has octets. */
    private static final int FINAL_BLOCKS = 16;

    private final ArrayBlockingQueue<Tool> idle = new ArrayBlockingQueue<>(IDLE);

    private static final class Tool {
        final Inflater inflater = new Inflater(true);
        final byte[] room = new byte[ROOM_BYTES];
    }

    /**
     * Expands {@code message} into {@code expanded}.
     *
     * @return TAKEN, TOO_LARGE if it becomes longer than {@code maxBytes}, or NO_ROOM
     * @throws DataFormatException if it is not compressed as it should be
     */
    Reassembly.Outcome inflate(ByteBuffer message, int maxBytes, PartialMessage expanded) throws DataFormatException {
        Tool tool = idle.poll();
        if (tool == null) {
            tool = new Tool();
        }
        try {
            return read(tool, message, maxBytes, expanded);
        } finally {
            tool.inflater.reset();
            if (!idle.offer(tool)) {
                tool.inflater.end();
            }
        }
    }

    private static Reassembly.Outcome read(Tool tool, ByteBuffer message, int maxBytes, PartialMessage expanded)
            throws DataFormatException {
        Inflater inflater = tool.inflater;
        ByteBuffer input = message;
        inflater.setInput(input);
        boolean tail = false;
        int finals = 0;
        while (true) {
            int more = inflater.inflate(tool.room);
            if (more > maxBytes - expanded.length()) {
                return Reassembly.Outcome.TOO_LARGE;
            }
            if (more > 0) {
                if (!expanded.add(ByteBuffer.wrap(tool.room), more, maxBytes)) {
                    return Reassembly.Outcome.NO_ROOM;
                }
            } else if (inflater.finished() && input.hasRemaining() && ++finals <= FINAL_BLOCKS) {
                inflater.reset();
                inflater.setInput(input);
            } else if (input.hasRemaining()) {
                throw new DataFormatException("not DEFLATE, or too many last blocks");
            } else if (tail || inflater.finished()) {
                return Reassembly.Outcome.TAKEN;
            } else {
                tail = true;
                input = ByteBuffer.wrap(TAIL);
                inflater.setInput(input);
            }
        }
    }

    /** Lets go of what is kept for the next message. */
    void close() {
        for (Tool tool = idle.poll(); tool != null; tool = idle.poll()) {
            tool.inflater.end();
        }
    }
}
