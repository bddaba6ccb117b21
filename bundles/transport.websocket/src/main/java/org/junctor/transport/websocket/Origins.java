package org.junctor.transport.websocket;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may connect: patterns such as {@code https://*.example.com} or {@code *://localhost:*}. A star stands for any part of
 * a host or port, but not for a whole host with port and scheme, unless it stands alone.
 */
final class Origins {
    private final List<Pattern> allowed = new ArrayList<>();
    private final boolean any;
    private final boolean allowNull;

    Origins(List<String> patterns, boolean allowNull) {
        this.any = patterns.contains("*");
        this.allowNull = allowNull;
        for (String pattern : patterns) {
            allowed.add(Pattern.compile(expression(pattern.toLowerCase(Locale.ROOT))));
        }
    }

    private static String expression(String pattern) {
        return "\\Q" + pattern.replace("\\E", "").replace("*", "\\E[^/:@]*\\Q") + "\\E";
    }

    /** Whether a request with this {@code Origin} may connect; what is no browser sends none. */
    boolean allow(@Nullable String origin) {
        if (origin == null) {
            return true;
        }
        if (origin.equals("null")) {
            return allowNull;
        }
        if (any) {
            return true;
        }
        String given = origin.toLowerCase(Locale.ROOT);
        String full = withPort(given);
        return allowed.stream()
                .anyMatch(pattern -> pattern.matcher(given).matches()
                        || pattern.matcher(full).matches());
    }

    /** Patterns may name a scheme's usual port, which browsers leave out. */
    private static String withPort(String origin) {
        try {
            URI uri = new URI(origin);
            if (uri.getHost() == null || uri.getPort() >= 0) {
                return origin;
            }
            return origin + ("https".equals(uri.getScheme()) ? ":443" : ":80");
        } catch (URISyntaxException notAnOrigin) {
            return origin;
        }
    }
}
