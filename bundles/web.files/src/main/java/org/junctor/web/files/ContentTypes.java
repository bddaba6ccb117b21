package org.junctor.web.files;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/**
 * Content types by the extensions of names.
 *
 * @param own those of the configuration, by extension without its dot, before those that are known anyway
 */
record ContentTypes(Map<String, String> own) {
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

    static ContentTypes of(@Nullable Object value) throws PartFailure {
        Map<String, String> types = new HashMap<>();
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String extension = String.valueOf(entry.getKey()).toLowerCase(Locale.ROOT);
                types.put(
                        extension.startsWith(".") ? extension.substring(1) : extension,
                        SiteOptions.text("mime_types." + entry.getKey(), entry.getValue()));
            }
        }
        return new ContentTypes(Map.copyOf(types));
    }

    /** The header for a file. */
    HttpField field(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String type = own.get(extension);
        if (type == null) {
            type = MORE.get(extension);
        }
        if (type == null) {
            type = KNOWN.getMimeForExtension(extension);
        }
        return new HttpField(HttpHeader.CONTENT_TYPE, type == null ? "application/octet-stream" : type);
    }
}
