package org.junctor.web.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/**
 * Headers that the configuration adds to every answer, such as a content security policy.
 *
 * @param fields checked
 */
record ExtraHeaders(List<HttpField> fields) {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    /** What would frame messages otherwise than the server does, or contradict what it says of a file. */
    private static final Set<String> OWN = Set.of(
            "accept-ranges",
            "allow",
            "connection",
            "content-encoding",
            "content-length",
            "content-range",
            "content-type",
            "date",
            "etag",
            "keep-alive",
            "last-modified",
            "location",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "vary");
    /** Those for which there are keys. */
    private static final Map<String, String> KEYS = Map.of(
            "cache-control",
            "cache_timeout or cache_control",
            "strict-transport-security",
            "hsts of the transport's options",
            "access-control-allow-origin",
            "allowed_origins",
            "access-control-allow-credentials",
            "allow_credentials");

    static ExtraHeaders of(@Nullable Object value) throws PartFailure {
        List<HttpField> fields = new ArrayList<>();
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String name = String.valueOf(entry.getKey());
                String lower = name.toLowerCase(Locale.ROOT);
                if (!NAME.matcher(name).matches()) {
                    throw refused(name, "is no name of a header");
                }
                if (OWN.contains(lower)) {
                    throw refused(name, "is set by the server itself; remove it");
                }
                if (KEYS.containsKey(lower)) {
                    throw refused(name, "has a key of its own; use " + KEYS.get(lower));
                }
                fields.add(new HttpField(name, SiteOptions.text("headers." + name, entry.getValue())));
            }
        }
        return new ExtraHeaders(List.copyOf(fields));
    }

    private static PartFailure refused(String name, String why) {
        return new PartFailure(
                PartFailure.Cause.CONFIGURATION, "options.headers: \"%s\" %s".formatted(name.strip(), why));
    }

    /** Puts them on an answer. */
    void put(HttpFields.Mutable answer) {
        fields.forEach(answer::put);
    }
}
