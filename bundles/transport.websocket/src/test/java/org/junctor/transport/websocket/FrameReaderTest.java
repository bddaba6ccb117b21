package org.junctor.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.eclipse.jetty.websocket.core.exception.ProtocolException;
import org.junctor.http.api.MessageSender;
import org.junit.jupiter.api.Test;

/** Frames that come in pieces, and how many octets they may have. */
final class FrameReaderTest {
    private static final int MAX_BYTES = 100_000;
    private static final int TEXT = 0x81;
    private static final int[] LENGTHS = {0, 1, 3, 7, 8, 9, 125, 126, 127, 1000, 65_535, 65_536, 99_999, MAX_BYTES, 5};

    private final Random random = new Random(1);
    private final FrameReader frames = new FrameReader(ByteBufferPool.NON_POOLING, MessageSender.NONE, MAX_BYTES);

    private byte[] random(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    /** A frame with the length that is stated, in the shortest form, and what there is of its payload. */
    private byte[] frame(int first, long stated, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        out.write(0x80 | (int) (stated < 126 ? stated : stated <= 0xFFFF ? 126 : 127));
        int bits = stated < 126 ? 0 : stated <= 0xFFFF ? 16 : 64;
        for (int shift = bits - 8; shift >= 0; shift -= 8) {
            out.write((int) (stated >> shift));
        }
        byte[] key = random(4);
        out.writeBytes(key);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ key[i % 4]);
        }
        return out.toByteArray();
    }

    /** A piece of input, somewhere in a larger array. */
    private ByteBuffer piece(byte[] octets, int from, int length) {
        int before = random.nextInt(10);
        byte[] array = random(before + length + 5);
        System.arraycopy(octets, from, array, before, length);
        return ByteBuffer.wrap(array, before, length).slice();
    }

    private void take(List<byte[]> taken) {
        taken.add(Arrays.copyOfRange(frames.octets(), frames.offset(), frames.offset() + frames.length()));
        assertEquals((byte) TEXT, frames.first());
        frames.drop();
    }

    private void assertTaken(int mostAtOnce, boolean intoRoom) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        List<byte[]> sent = new ArrayList<>();
        for (int length : LENGTHS) {
            byte[] payload = random(length);
            sent.add(payload);
            stream.writeBytes(frame(TEXT, length, payload));
        }
        byte[] octets = stream.toByteArray();

        List<byte[]> taken = new ArrayList<>();
        int at = 0;
        while (at < octets.length) {
            ByteBuffer room = intoRoom ? frames.room(1000) : null;
            int more = Math.min(1 + random.nextInt(mostAtOnce), octets.length - at);
            if (room == null) {
                ByteBuffer input = piece(octets, at, more);
                while (frames.next(input)) {
                    take(taken);
                }
            } else {
                BufferUtil.flipToFill(room);
                more = Math.min(more, room.remaining());
                room.put(octets, at, more);
                if (frames.filled(more)) {
                    take(taken);
                }
            }
            at += more;
        }

        assertEquals(sent.size(), taken.size());
        for (int i = 0; i < sent.size(); i++) {
            assertArrayEquals(sent.get(i), taken.get(i));
        }
    }

    @Test
    void framesComeInPiecesOfAnySize() {
        assertTaken(3, false);
        assertTaken(100, false);
        assertTaken(20_000, false);
        assertTaken(400_000, false);
    }

    @Test
    void longFramesAreReadIntoTheirOwnMemory() {
        assertTaken(100, true);
        assertTaken(20_000, true);
        assertTaken(100_000, true);
    }

    @Test
    void thereIsRoomOnlyForWhatIsMissingOfALongFrame() {
        assertNull(frames.room(1));

        byte[] begun = frame(TEXT, 2000, new byte[1500]);
        assertFalse(frames.next(ByteBuffer.wrap(begun)));

        ByteBuffer room = frames.room(500);
        assertNotNull(room);
        assertEquals(500, room.capacity());
        assertNull(frames.room(501));
    }

    @Test
    void whatAPeerOnlyClaimsTakesLittleMemory() {
        CountingPool counting = new CountingPool();
        FrameReader claimed = new FrameReader(counting, MessageSender.NONE, MAX_BYTES);
        assertFalse(claimed.next(ByteBuffer.wrap(frame(TEXT, MAX_BYTES, new byte[1]))));
        assertEquals(16 * 1024, counting.held);

        byte[] whole = frame(TEXT, MAX_BYTES, new byte[MAX_BYTES]);
        claimed.next(ByteBuffer.wrap(whole, whole.length - MAX_BYTES + 1, MAX_BYTES - 1));
        assertEquals(MAX_BYTES, counting.held);
        claimed.drop();
        assertEquals(0, counting.held);

        assertFalse(claimed.next(ByteBuffer.wrap(frame(TEXT, MAX_BYTES, new byte[1]))));
        assertEquals(MAX_BYTES, counting.held);
    }

    @Test
    void aFrameMayHaveTheLimitAndNotMore() {
        assertTrue(frames.next(ByteBuffer.wrap(frame(TEXT, MAX_BYTES, new byte[MAX_BYTES]))));
        frames.drop();

        for (long length : new long[] {MAX_BYTES + 1, 1L << 31, 1L << 32, -1}) {
            byte[] begun = frame(TEXT, length < 0 ? Long.MAX_VALUE : length, new byte[0]);
            FrameReader fresh = new FrameReader(ByteBufferPool.NON_POOLING, MessageSender.NONE, MAX_BYTES);
            assertThrows(MessageTooLargeException.class, () -> fresh.next(ByteBuffer.wrap(begun)));
        }
    }

    @Test
    void headersThatBreakTheRulesAreRefused() {
        for (int[] head : new int[][] {{TEXT, 5}, {0x83, 0x80}, {0x8B, 0x80}, {0x09, 0x80}, {0x89, 0x80 | 126}}) {
            FrameReader fresh = new FrameReader(ByteBufferPool.NON_POOLING, MessageSender.NONE, MAX_BYTES);
            ByteBuffer octets = ByteBuffer.wrap(new byte[] {(byte) head[0], (byte) head[1]});
            assertThrows(ProtocolException.class, () -> fresh.next(octets));
        }
    }
}
