package org.junctor.api.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A batch that a peer has sent, gone through message by message: {@link #fault} first, then {@link #next} as often as it answers true.
 * Copies nothing, and is valid as long as the array is. Belongs to one thread at a time.
 */
public final class Batch {
    private final boolean lengths;
    private final byte[] octets;
    private final int end;

    /** Begin of the message that comes next, with what is before it. */
    private int rest;

    private int offset;
    private int length;

    /** The batch in {@code length} octets of {@code octets} from {@code offset} on. */
    public Batch(BatchFraming framing, byte[] octets, int offset, int length) {
        this.lengths = framing == BatchFraming.LENGTH;
        this.octets = octets;
        this.rest = offset;
        this.end = offset + length;
    }

    /**
     * What is wrong with what is left of the batch: a sentence for the peer, or null if it is made of one to {@code maxMessages} whole
     * messages. Whoever asks before the first message delivers nothing of a batch that is broken.
     */
    public @Nullable String fault(int maxMessages) {
        Batch probe =
                new Batch(lengths ? BatchFraming.LENGTH : BatchFraming.RECORD_SEPARATOR, octets, rest, end - rest);
        int messages = 0;
        while (probe.next()) {
            if (probe.length == 0) {
                return "the batch has an empty message";
            }
            if (++messages > maxMessages) {
                return "the batch has more than %d messages".formatted(maxMessages);
            }
        }
        if (probe.rest < end) {
            return lengths
                    ? "the batch ends within a message or its length"
                    : "the batch does not end with the octet 1E, which every message is followed by";
        }
        return messages == 0 ? "the batch is empty" : null;
    }

    /** Goes on to the next message; false if there is no whole one any more. */
    public boolean next() {
        return lengths ? nextByLength() : nextByTerminator();
    }

    private boolean nextByLength() {
        if (end - rest < Integer.BYTES) {
            return false;
        }
        int claimed = 0;
        for (int octet = 0; octet < Integer.BYTES; octet++) {
            claimed = claimed << Byte.SIZE | (octets[rest + octet] & 0xFF);
        }
        if (claimed < 0 || claimed > end - rest - Integer.BYTES) {
            return false;
        }
        offset = rest + Integer.BYTES;
        length = claimed;
        rest = offset + claimed;
        return true;
    }

    private boolean nextByTerminator() {
        for (int at = rest; at < end; at++) {
            if (BatchFraming.ends(octets[at])) {
                offset = rest;
                length = at - rest;
                rest = at + 1;
                return true;
            }
        }
        return false;
    }

    /** What is left behind the present message, as a copy that may be kept; null if that was the last. */
    public @Nullable Batch kept() {
        if (rest == end) {
            return null;
        }
        byte[] copy = Arrays.copyOfRange(octets, rest, end);
        return new Batch(lengths ? BatchFraming.LENGTH : BatchFraming.RECORD_SEPARATOR, copy, 0, copy.length);
    }

    /** The array that the present message lies in. */
    public byte[] octets() {
        return octets;
    }

    /** Where the present message begins in {@link #octets()}. */
    public int offset() {
        return offset;
    }

    /** How long the present message is. */
    public int length() {
        return length;
    }
}
