package org.junctor.web.files;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junctor.web.files.Site.Document;

/** Sends one file, or parts of it, or says that the client has it already (RFC 9110, "Conditional Requests", "Range Requests"). */
final class FileReply {
    private static final int CHUNK_BYTES = 32 * 1024;

    private final Document document;
    private final long length;
    private final Validators validators;
    private final Request request;
    private final Response response;
    private final Callback callback;

    /** A reply with a file, or with a compressed form of one; {@code coding} is {@code ""} or names that form. */
    FileReply(Document document, String coding, Request request, Response response, Callback callback) {
        this.document = document;
        this.length = document.length();
        this.validators = Validators.of(document, coding);
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    void send() throws IOException {
        response.getHeaders().put(HttpHeader.ETAG, validators.tag());
        response.getHeaders()
                .put(
                        HttpHeader.LAST_MODIFIED,
                        DateGenerator.formatDate(Instant.ofEpochSecond(validators.modifiedSeconds())));
        response.getHeaders().put(HttpHeader.ACCEPT_RANGES, "bytes");
        switch (validators.judge(request.getHeaders())) {
            case FAILED -> status(HttpStatus.PRECONDITION_FAILED_412);
            case UNCHANGED -> status(HttpStatus.NOT_MODIFIED_304);
            case SEND -> body();
        }
    }

    private void body() throws IOException {
        List<Ranges.Part> parts = List.of();
        if (HttpMethod.GET.is(request.getMethod()) && validators.rangeApplies(request.getHeaders())) {
            Ranges ranges = Ranges.of(request.getHeaders().getValuesList(HttpHeader.RANGE), length);
            if (ranges.unsatisfiable()) {
                response.getHeaders().put(HttpHeader.CONTENT_RANGE, "bytes */" + length);
                status(HttpStatus.RANGE_NOT_SATISFIABLE_416);
                return;
            }
            parts = ranges.parts();
        }
        if (parts.size() > 1) {
            new MultipartReply(parts, length, this).send(response, callback);
            return;
        }
        Ranges.Part part = parts.isEmpty() ? new Ranges.Part(0, length) : parts.get(0);
        if (!parts.isEmpty()) {
            response.setStatus(HttpStatus.PARTIAL_CONTENT_206);
            response.getHeaders().put(HttpHeader.CONTENT_RANGE, part.contentRange(length));
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, part.bytes());
        if (HttpMethod.HEAD.is(request.getMethod()) || part.bytes() == 0) {
            response.write(true, null, callback);
            return;
        }
        Content.copy(source(part), response, callback);
    }

    /** The octets of a part. */
    Content.Source source(Ranges.Part part) throws IOException {
        ByteBufferPool.Sized buffers =
                new ByteBufferPool.Sized(request.getComponents().getByteBufferPool(), true, CHUNK_BYTES);
        return document.octets().part(buffers, part.first(), part.bytes());
    }

    private void status(int status) {
        response.setStatus(status);
        if (status != HttpStatus.NOT_MODIFIED_304) {
            response.getHeaders().remove(HttpHeader.CONTENT_TYPE);
            response.getHeaders().remove(HttpHeader.CACHE_CONTROL);
            response.getHeaders().remove(HttpHeader.CONTENT_ENCODING);
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
        }
        response.write(true, null, callback);
    }
}
