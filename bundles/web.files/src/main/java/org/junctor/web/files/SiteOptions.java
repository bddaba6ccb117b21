package org.junctor.web.files;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.PathConfig;

/**
 * The {@code options} of one path.
 *
 * @param listing whether a folder without an index page shows what it contains
 * @param fallback the file, relative to the root, that is served for every name that is not there; null for a 404 page
 * @param cacheSeconds how long a client may keep a file; 0 if it must ask each time, -1 to say nothing
 * @param crossOrigin whether pages of other origins may read the files
 * @param crossOriginByDefault whether the node file leaves that open
 * @param types MIME types by extension without its dot, before those that are known anyway
 */
record SiteOptions(
        boolean listing,
        @Nullable String fallback,
        long cacheSeconds,
        boolean crossOrigin,
        boolean crossOriginByDefault,
        Map<String, String> types) {

    private static final long CACHE_SECONDS = 12 * 60 * 60;
    private static final long CACHE_SECONDS_MAX = 365L * 24 * 60 * 60;
    private static final MimeTypes KNOWN = new MimeTypes();
    /** Extensions that the table of the server lacks, and types of text that are always UTF-8 on the web of today. */
    private static final Map<String, String> MORE = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("htm", "text/html; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("md", "text/markdown; charset=utf-8"),
            Map.entry("csv", "text/csv; charset=utf-8"),
            Map.entry("xml", "text/xml"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("webp", "image/webp"),
            Map.entry("avif", "image/avif"),
            Map.entry("woff", "font/woff"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("ico", "image/x-icon"));

    /** Reads them. */
    static SiteOptions of(PathConfig config) throws PartFailure {
        Map<?, ?> options = config.keys().get("options") instanceof Map<?, ?> map ? map : Map.of();
        Object fallback = options.get("default_file");
        Object cache = options.containsKey("cache_timeout") ? options.get("cache_timeout") : CACHE_SECONDS;
        Object crossOrigin = options.get("allow_cross_origin");
        return new SiteOptions(
                Boolean.TRUE.equals(options.get("enable_directory_listing")),
                fallback == null ? null : text("options.default_file", fallback),
                cache instanceof Number number ? Math.max(0, Math.min(number.longValue(), CACHE_SECONDS_MAX)) : -1,
                !Boolean.FALSE.equals(crossOrigin),
                crossOrigin == null,
                types(options.get("mime_types")));
    }

    private static Map<String, String> types(@Nullable Object value) throws PartFailure {
        if (!(value instanceof Map<?, ?> map)) {
            return Map.of();
        }
        Map<String, String> types = new HashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String extension = String.valueOf(entry.getKey()).toLowerCase(Locale.ROOT);
            types.put(
                    extension.startsWith(".") ? extension.substring(1) : extension,
                    text("options.mime_types." + entry.getKey(), entry.getValue()));
        }
        return Map.copyOf(types);
    }

    private static String text(String key, @Nullable Object value) throws PartFailure {
        if (value instanceof String text && !text.isBlank() && text.chars().allMatch(c -> c >= ' ' && c != 127)) {
            return text;
        }
        throw new PartFailure(
                PartFailure.Cause.CONFIGURATION, "the key \"%s\" must be text on one line".formatted(key));
    }

    /** The content type of a file by its name. */
    HttpField type(String fileName) {
        String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String type = types.get(extension);
        if (type == null) {
            type = MORE.get(extension);
        }
        if (type == null) {
            type = KNOWN.getMimeForExtension(extension);
        }
        return new HttpField(HttpHeader.CONTENT_TYPE, type == null ? "application/octet-stream" : type);
    }
}
