package org.junctor.api.serializer;

import java.util.Arrays;
import org.junctor.api.message.FieldWriter;
import org.junctor.api.message.Format;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.wire.Utf8;
import org.junctor.api.wire.WriteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Writes messages and values in an encoding whose lists and dicts begin with their size, which nobody knows yet when they begin:
 * each is given a header of one octet, and moved up when it ends larger than that can say. A serializer adds what its headers and
 * numbers look like.
 */
@ConsumerType
public abstract class SizedWriter implements FieldWriter, Tokens {
    private static final int MAX_ASCII = 0x7f;

    /** Where the octets go. */
    protected final WriteBuffer out;

    private final Format format;

    /** Start and size of each list and dict that has begun, the innermost last. */
    private int[] open = new int[8];

    /** Index behind the last one in {@link #open}. */
    private int top;

    /** A writer of values in {@code format}. */
    protected SizedWriter(WriteBuffer out, Format format) {
        this.out = out;
        this.format = format;
    }

    /** How many octets the header of a list or dict of {@code size} elements or keys has. */
    protected abstract int headerLength(int size);

    /** Puts the header of a list or dict into {@code array}. */
    protected abstract void header(boolean dict, int size, byte[] array, int at);

    /** Appends the header of a string of so many octets. */
    protected abstract void textHeader(int length);

    /** Appends the header of a binary value of so many octets. */
    protected abstract void binaryHeader(int length);

    /** Counts one more element of the innermost list; to be called before a value is written. */
    protected final void count() {
        if (top > 0) {
            open[top - 1]++;
        }
    }

    /** Writes a message: its type and its fields. */
    public final void message(Message message) {
        startList();
        integer(message.type());
        message.write(this);
        endList();
    }

    @Override
    public final void dict(Options value) {
        Values.write(value.entries(), this);
    }

    @Override
    public final void payload(Payload value) {
        if (value.isEmpty()) {
            return;
        }
        if (value.format() != format) {
            throw new IllegalArgumentException("payload is " + value.format() + ", not " + format);
        }
        for (int item = 0; item < value.items(); item++) {
            count();
        }
        out.put(value.octets(), value.offset(), value.length());
    }

    @Override
    public final void text(String value) {
        count();
        string(value);
    }

    @Override
    public final void binary(byte[] value) {
        count();
        binaryHeader(value.length);
        out.put(value, 0, value.length);
    }

    @Override
    public final void startList() {
        start();
    }

    @Override
    public final void endList() {
        end(false);
    }

    @Override
    public final void startDict() {
        start();
    }

    /** Does not count as an element: its value will. */
    @Override
    public final void key(String name) {
        string(name);
    }

    @Override
    public final void endDict() {
        end(true);
    }

    private void start() {
        count();
        if (top == open.length) {
            open = Arrays.copyOf(open, 2 * top);
        }
        open[top++] = out.end();
        open[top++] = 0;
        out.put(0);
    }

    private void end(boolean dict) {
        int size = open[--top];
        int start = open[--top];
        int more = headerLength(size) - 1;
        if (more > 0) {
            out.reserve(more);
            System.arraycopy(out.array(), start + 1, out.array(), start + 1 + more, out.end() - start - 1);
            out.advance(more);
        }
        header(dict, size, out.array(), start);
    }

    private void string(String text) {
        if (isAscii(text)) {
            textHeader(text.length());
            out.reserve(text.length());
            copyAscii(text);
        } else {
            byte[] octets = Utf8.of(text);
            textHeader(octets.length);
            out.put(octets, 0, octets.length);
        }
    }

    @SuppressWarnings(
            "deprecation") // it drops the high octets of characters, which are zero here, and allocates nothing
    private void copyAscii(String text) {
        text.getBytes(0, text.length(), out.array(), out.end());
        out.advance(text.length());
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > MAX_ASCII) {
                return false;
            }
        }
        return true;
    }
}
