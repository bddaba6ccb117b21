package org.junctor.web.files;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junctor.web.files.Site.Document;
import org.junctor.web.files.Site.Folder;
import org.junctor.web.files.Site.Found;

/**
 * A page that the server writes itself: no script, nothing that is loaded.
 *
 * @param status the HTTP status
 * @param title its heading, not escaped yet
 * @param body what follows, as HTML
 */
record Page(int status, String title, String body) {
    private static final String STYLE =
            """
            :root { color-scheme: light dark; --page: #fff; --ink: #1b1f24; --dim: #57606a; --line: #d0d7de; --link: #0550ae; }
            @media (prefers-color-scheme: dark) { :root { --page: #0d1117; --ink: #e6edf3; --dim: #9da7b3; --line: #30363d; --link: #79c0ff; } }
            * { box-sizing: border-box; }
            body { margin: 0 auto; padding: 1rem; max-width: 60rem; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
            h1 { margin: 0.5rem 0; font-size: 1.6rem; overflow-wrap: anywhere; }
            p { overflow-wrap: anywhere; }
            a { color: var(--link); overflow-wrap: anywhere; }
            table { border-collapse: collapse; width: 100%; }
            th, td { padding: 0.35rem 0 0.35rem 0.75rem; border-bottom: 1px solid var(--line); text-align: left; font-weight: 400; }
            thead th { color: var(--dim); font-weight: 600; }
            th:first-child { padding-left: 0; }
            .number { text-align: right; }
            td { color: var(--dim); white-space: nowrap; font-variant-numeric: tabular-nums; }
            @media (max-width: 30rem) { th:last-child, td:last-child { display: none; } }
            """;

    private static final String POLICY =
            "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                    .formatted(sha256(STYLE));

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** A page that says why there is nothing else. */
    static Page error(int status, String sentence) {
        return new Page(status, status + " " + HttpStatus.getMessage(status), "<p>" + escape(sentence) + "</p>\n");
    }

    /** A page that lists a folder. */
    static Page listing(String path, Site.Entries entries) {
        StringBuilder html = new StringBuilder(path.equals("/") ? "" : "<p><a href=\"../\">Up one folder</a></p>\n");
        if (entries.found().isEmpty()) {
            return new Page(
                    HttpStatus.OK_200,
                    "Files in " + path,
                    html.append("<p>None.</p>\n").toString());
        }
        html.append(
                """
                <table>
                <thead><tr><th scope="col">Name</th><th scope="col" class="number">Size</th><th scope="col">Changed (UTC)</th></tr></thead>
                <tbody>
                """);
        entries.found().forEach(found -> row(html, found));
        html.append("</tbody>\n</table>\n");
        if (entries.more() > 0) {
            html.append("<p>%d more are not shown.</p>\n".formatted(entries.more()));
        }
        return new Page(HttpStatus.OK_200, "Files in " + path, html.toString());
    }

    private static void row(StringBuilder html, Found found) {
        if (found instanceof Document document) {
            html.append("<tr><th scope=\"row\">%s</th><td class=\"number\">%s</td><td>%s</td></tr>\n"
                    .formatted(link(document.name(), ""), size(document.length()), time(document.modified())));
        } else if (found instanceof Folder folder) {
            html.append("<tr><th scope=\"row\">%s</th><td class=\"number\">folder</td><td></td></tr>\n"
                    .formatted(link(folder.name(), "/")));
        }
    }

    private static String link(String name, String end) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        String target = URLEncoder.encode(last, StandardCharsets.UTF_8).replace("+", "%20");
        return "<a href=\"./%s%s\">%s%s</a>".formatted(target, end, escape(last), end);
    }

    private static String size(long bytes) {
        double shown = bytes;
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        while (shown >= 1024 && unit < units.length - 1) {
            shown /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", shown, units[unit]);
    }

    private static String time(Instant instant) {
        return "<time datetime=\"%s\">%s</time>"
                .formatted(instant.truncatedTo(ChronoUnit.SECONDS), MINUTE.format(instant));
    }

    /** Sends it. For HEAD the server leaves the body out. */
    void send(Response response, Callback callback) {
        String html =
                """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s</title>
                <style>%2$s</style>
                </head>
                <body>
                <main>
                <h1>%1$s</h1>
                %3$s</main>
                </body>
                </html>
                """
                        .formatted(escape(title), STYLE, body);
        byte[] octets = html.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, octets.length);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
        response.getHeaders().put("Content-Security-Policy", POLICY);
        response.write(true, ByteBuffer.wrap(octets), callback);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
