package org.junctor.web.files;

import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.Origins;
import org.junctor.http.api.PathConfig;

/**
 * Which pages of other origins may read the files (Fetch standard, CORS).
 *
 * @param any whether all may, without credentials
 * @param listed those that may; null if the configuration names none
 * @param credentials whether those that are listed may send cookies with their requests
 * @param open whether all may because the configuration says nothing of it
 */
record CrossOrigin(boolean any, @Nullable Origins listed, boolean credentials, boolean open) {
    private static final String PREFLIGHT_SECONDS = "600";

    static CrossOrigin of(Map<?, ? extends @Nullable Object> options) throws PartFailure {
        Object all = options.get("allow_cross_origin");
        boolean credentials = Boolean.TRUE.equals(options.get("allow_credentials"));
        List<String> patterns = PathConfig.texts(options, "allowed_origins", List.of());
        if (options.get("allowed_origins") == null) {
            if (credentials) {
                throw refused("allow_credentials needs allowed_origins: name the origins whose pages may send cookies");
            }
            return new CrossOrigin(!Boolean.FALSE.equals(all), null, false, all == null);
        }
        if (all != null) {
            throw refused("allow_cross_origin and allowed_origins exclude each other: keep one of them");
        }
        if (credentials && (patterns.contains("*") || patterns.contains("null"))) {
            throw refused("allow_credentials is not for \"*\" or \"null\" in allowed_origins: name each origin");
        }
        return new CrossOrigin(patterns.contains("*"), new Origins(patterns, false), credentials, false);
    }

    private static PartFailure refused(String why) {
        return new PartFailure(PartFailure.Cause.CONFIGURATION, "options." + why);
    }

    /** Says on an answer whether the page that asked may read it; answers whether it may. */
    boolean allow(HttpFields request, HttpFields.Mutable answer) {
        if (any) {
            answer.put("Access-Control-Allow-Origin", "*");
        } else if (listed == null) {
            return false;
        } else {
            answer.add(HttpHeader.VARY, "Origin"); // or a cache would give one page what was meant for another
            String origin = request.get(HttpHeader.ORIGIN);
            if (origin == null || !listed.names(origin)) {
                return false;
            }
            answer.put("Access-Control-Allow-Origin", origin);
            if (credentials) {
                answer.put("Access-Control-Allow-Credentials", "true");
            }
        }
        answer.put("Access-Control-Expose-Headers", "Accept-Ranges, Content-Range, ETag");
        return true;
    }

    /** Says on the answer to OPTIONS what such a page may send. */
    void preflight(HttpFields request, HttpFields.Mutable answer) {
        if (allow(request, answer) && request.contains("Access-Control-Request-Method")) {
            answer.put("Access-Control-Allow-Methods", "GET, HEAD");
            answer.put("Access-Control-Allow-Headers", "If-Match, If-None-Match, If-Range, Range");
            answer.put("Access-Control-Max-Age", PREFLIGHT_SECONDS);
        }
    }
}
