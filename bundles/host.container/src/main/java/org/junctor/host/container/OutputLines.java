package org.junctor.host.container;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Cuts what a process writes into lines that may be logged: of 64 KiB at most, without control characters and escape sequences. It
 * keeps no more than one line, however much is written; a process that writes faster than it is logged waits.
 */
final class OutputLines {
    static final int LINE_BYTES = 64 * 1024;
    private static final Pattern ESCAPES =
            Pattern.compile("\u001b(\\[[0-9;?]*[ -/]*[@-~]|\\][^\u0007\u001b]*\u0007?|.)?");
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069&&[^\t]]");

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Consumer<String> lines;
    private long leftOut;

    OutputLines(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Reads to the end of the stream. */
    void read(InputStream in) throws IOException {
        byte[] chunk = new byte[8192];
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            for (int i = 0; i < read; i++) {
                take(chunk[i]);
            }
        }
        end();
    }

    private void take(byte octet) {
        if (octet == '\n') {
            end();
        } else if (line.size() < LINE_BYTES) {
            line.write(octet);
        } else {
            if (leftOut == 0) {
                lines.accept(clean(line.toString(StandardCharsets.UTF_8)) + " …");
            }
            leftOut++;
        }
    }

    private void end() {
        if (leftOut > 0) {
            lines.accept("… " + leftOut + " more octets of this line are left out");
        } else {
            String text = clean(line.toString(StandardCharsets.UTF_8));
            if (!text.isBlank()) {
                lines.accept(text);
            }
        }
        line.reset();
        leftOut = 0;
    }

    private static String clean(String text) {
        String plain = ESCAPES.matcher(text.stripTrailing()).replaceAll("");
        return CONTROLS.matcher(plain).replaceAll("\ufffd");
    }
}
