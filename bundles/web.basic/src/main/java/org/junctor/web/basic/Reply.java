package org.junctor.web.basic;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One whole answer that is made in memory. */
record Reply(int status, String contentType, String body) {

    /** The answer where there is nothing. It repeats nothing of what the client sent. */
    static Reply notFound() {
        return text(HttpStatus.NOT_FOUND_404, "There is nothing here.\n");
    }

    /** A sentence. */
    static Reply text(int status, String sentence) {
        return new Reply(status, "text/plain; charset=utf-8", sentence);
    }

    /** Whether the method only reads; if not, the client has been told so. */
    static boolean reads(Request request, Response response, Callback callback) {
        if (HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod())) {
            return true;
        }
        response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
        text(HttpStatus.METHOD_NOT_ALLOWED_405, "Only GET and HEAD are answered here.\n")
                .send(response, callback);
        return false;
    }

    /** Whether the request is for the path itself, not for something below it. */
    static boolean atRoot(Request request) {
        String path = Request.getPathInContext(request);
        return path == null || path.isEmpty() || path.equals("/");
    }

    /** Sends it; for HEAD the server leaves the body out. */
    void send(Response response, Callback callback) {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, octets.length);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(octets), callback);
    }
}
