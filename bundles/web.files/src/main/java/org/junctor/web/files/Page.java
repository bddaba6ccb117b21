package org.junctor.web.files;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A page that the server writes itself: no script, no style, nothing that is loaded.
 *
 * @param status the HTTP status
 * @param title its heading, not escaped yet
 * @param body what follows, as HTML
 */
record Page(int status, String title, String body) {

    /** A page that says why there is nothing else. */
    static Page error(int status, String sentence) {
        return new Page(status, status + " " + HttpStatus.getMessage(status), "<p>" + escape(sentence) + "</p>\n");
    }

    /** A page that lists a folder. */
    static Page listing(String path, List<String> names) {
        StringBuilder list = new StringBuilder("<ul>\n<li><a href=\"../\">..</a></li>\n");
        for (String name : names) {
            String target = URLEncoder.encode(name, StandardCharsets.UTF_8)
                    .replace("+", "%20")
                    .replace("%2F", "/");
            list.append("<li><a href=\"./")
                    .append(target)
                    .append("\">")
                    .append(escape(name))
                    .append("</a></li>\n");
        }
        return new Page(
                HttpStatus.OK_200, "Files in " + path, list.append("</ul>\n").toString());
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
                <meta name="color-scheme" content="light dark">
                <title>%1$s</title>
                </head>
                <body>
                <h1>%1$s</h1>
                %2$s</body>
                </html>
                """
                        .formatted(escape(title), body);
        byte[] octets = html.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, octets.length);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
        response.getHeaders()
                .put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
        response.write(true, ByteBuffer.wrap(octets), callback);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
