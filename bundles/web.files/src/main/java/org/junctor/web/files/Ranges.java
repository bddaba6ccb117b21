package org.junctor.web.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a file that a request asks for.
 *
 * @param parts none for the whole file
 * @param unsatisfiable whether all that was asked for lies behind its end
 */
record Ranges(List<Part> parts, boolean unsatisfiable) {
    private static final int PARTS_MAX = 16;
    private static final Pattern ONE = Pattern.compile("([0-9]{0,18})-([0-9]{0,18})");
    private static final Ranges WHOLE = new Ranges(List.of(), false);

    /**
     * A part.
     *
     * @param first offset of its first octet
     * @param bytes how many there are
     */
    record Part(long first, long bytes) {
        /** The value of {@code Content-Range}. */
        String contentRange(long length) {
            return "bytes %d-%d/%d".formatted(first, first + bytes - 1, length);
        }
    }

    /**
     * Reads the header. One that cannot be read, asks for more than 16 parts, or for more octets than the file has, is answered with
     * the whole file, so that no request costs more than that.
     */
    static Ranges of(List<String> headers, long length) {
        if (headers.size() != 1 || !headers.get(0).toLowerCase(Locale.ROOT).startsWith("bytes=")) {
            return WHOLE;
        }
        String[] specs = headers.get(0).substring("bytes=".length()).split(",", PARTS_MAX + 2);
        List<Part> parts = new ArrayList<>();
        long total = 0;
        for (String spec : specs) {
            Matcher matcher = ONE.matcher(spec.strip());
            if (specs.length > PARTS_MAX || !matcher.matches() || !ordered(matcher)) {
                return WHOLE;
            }
            Part part = part(matcher.group(1), matcher.group(2), length);
            if (part.bytes() > 0) {
                parts.add(part);
                total += part.bytes();
            }
        }
        if (parts.isEmpty()) {
            return new Ranges(List.of(), true);
        }
        return total > length ? WHOLE : new Ranges(List.copyOf(parts), false);
    }

    private static boolean ordered(Matcher matcher) {
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty() || last.isEmpty()) {
            return !(first.isEmpty() && last.isEmpty());
        }
        return Long.parseLong(first) <= Long.parseLong(last);
    }

    private static Part part(String first, String last, long length) {
        if (first.isEmpty()) {
            long bytes = Math.min(Long.parseLong(last), length);
            return new Part(length - bytes, bytes);
        }
        long begin = Long.parseLong(first);
        long end = last.isEmpty() ? length : Math.min(Long.parseLong(last) + 1, length);
        return new Part(begin, Math.max(0, end - begin));
    }
}
