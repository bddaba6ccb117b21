package org.junctor.host.container;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a worker tells of one of its components, in a line such as {@code junctor-part PID started TEXT}. */
record Report(String pid, String event, String text) {
    private static final Pattern LINE = Pattern.compile("junctor-part (\\S+) (started|failed|stopped)(?: (.*))?");

    /** Reads a line; null if it is an ordinary one. */
    static @Nullable Report of(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return null;
        }
        String text = matcher.group(3);
        return new Report(matcher.group(1), matcher.group(2), text == null ? "" : text);
    }
}
