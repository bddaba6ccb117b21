package org.junctor.http.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/**
 * Which web pages may connect: patterns such as {@code https://*.example.com} or {@code *://localhost:*}. A star stands for any part of
 * a host or port, but not for a whole host with port and scheme, unless it stands alone.
 */
public final class Origins {
    private final List<Pattern> allowed = new ArrayList<>();
    private final boolean any;
    private final boolean allowNull;

    /**
     * The origins that a path names.
     *
     * @param allowNull whether pages without an origin of their own (files, sandboxes) may connect
     */
    public Origins(List<String> patterns, boolean allowNull) {
        this.any = patterns.contains("*");
        this.allowNull = allowNull;
        patterns.stream()
                .filter(pattern -> !pattern.equals("*"))
                .map(pattern -> Pattern.compile(expression(pattern.toLowerCase(Locale.ROOT))))
                .forEach(allowed::add);
    }

    private static String expression(String pattern) {
        return "\\Q" + pattern.replace("\\E", "").replace("*", "\\E[^/:@]*\\Q") + "\\E";
    }

    /**
     * What {@code options} of a path say: {@code allowed_origins}, all if absent, and {@code allow_null_origin}.
     *
     * @throws PartFailure if the first is no list
     */
    public static Origins of(Map<?, ? extends @Nullable Object> options) throws PartFailure {
        return new Origins(
                PathConfig.texts(options, "allowed_origins", List.of("*")),
                !Boolean.FALSE.equals(options.get("allow_null_origin")));
    }

    /** Whether a request with this {@code Origin} may connect; what is no browser sends none. */
    public boolean allow(@Nullable String origin) {
        if (origin == null) {
            return true;
        }
        if (origin.equals("null")) {
            return allowNull;
        }
        return any || names(origin);
    }

    /** Whether a pattern that is more than a star stands for this origin, so that it was meant. */
    public boolean names(String origin) {
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
