package org.junctor.core;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.security.Match;

/** Roughly how many bytes of the heap things take, so that sessions can be charged for them. Rather too much than too little. */
final class Footprint {
    /** What HELLO may say without being charged: more than clients say that do nothing but announce what they can. */
    private static final long HELLO_FREE = 8 << 10;

    /** A session's part in a subscription. */
    static final long SUBSCRIBER = 112;

    /** A session's part in a registration. */
    static final long CALLEE = 128;

    /** A retained event, beside what it carries. */
    static final long RETAINED = 448;

    private static final long SUBSCRIPTION = 256;
    private static final long REGISTRATION = 448;
    private static final long DECLARATION = 256;
    private static final long CALL = 256;
    private static final long ALARM = 192;
    private static final long PATTERN = 128;

    /** An object of a dict or list, with the place where it stands. */
    private static final int VALUE = 56;

    private Footprint() {}

    /** What a session keeps of its HELLO, beyond what everybody says. */
    static long hello(Options details) {
        return Math.max(0, value(details.entries()) - HELLO_FREE);
    }

    /** A topic or pattern that is subscribed. */
    static long subscription(Match match, String uri) {
        return SUBSCRIPTION + uri(match, uri);
    }

    /** A procedure or pattern that is registered. */
    static long registration(Match match, String uri) {
        return REGISTRATION + uri(match, uri);
    }

    private static long uri(Match match, String uri) {
        return match == Match.EXACT ? 2L * uri.length() : PATTERN + 4L * uri.length();
    }

    /** What a session declares of a URI. */
    static long declaration(String uri, Map<String, ? extends @Nullable Object> declaration) {
        return DECLARATION + 2L * uri.length() + value(declaration);
    }

    /** A call that is not answered, without its payload. */
    static long call(String procedure, Options options, boolean timed) {
        return CALL + procedure.length() + (options.isEmpty() ? 0 : value(options.entries())) + (timed ? ALARM : 0);
    }

    /** A decoded value. */
    static int value(@Nullable Object value) {
        int size = VALUE;
        if (value instanceof String text) {
            size += text.length();
        } else if (value instanceof byte[] octets) {
            size += octets.length;
        } else if (value instanceof Collection<?> list) {
            for (Object item : list) {
                size += value(item);
            }
        } else if (value instanceof Map<?, ?> dict) {
            for (Map.Entry<?, ?> entry : dict.entrySet()) {
                size += value(entry.getKey()) + value(entry.getValue());
            }
        }
        return size;
    }
}
