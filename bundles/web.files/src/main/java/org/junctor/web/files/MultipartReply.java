package org.junctor.web.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/** Sends several parts of a file in one answer ({@code multipart/byteranges}). */
final class MultipartReply {
    private final List<Ranges.Part> parts;
    private final long length;
    private final FileReply file;

    MultipartReply(List<Ranges.Part> parts, long length, FileReply file) {
        this.parts = parts;
        this.length = length;
        this.file = file;
    }

    void send(Response response, Callback callback) {
        String type = response.getHeaders().get(HttpHeader.CONTENT_TYPE);
        byte[] random = new byte[12];
        ThreadLocalRandom.current().nextBytes(random);
        String boundary = HexFormat.of().formatHex(random);
        List<byte[]> heads = new ArrayList<>();
        byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.ISO_8859_1);
        long total = end.length;
        for (Ranges.Part part : parts) {
            byte[] head = "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
                    .formatted(boundary, type, part.contentRange(length))
                    .getBytes(StandardCharsets.ISO_8859_1);
            heads.add(head);
            total += head.length + part.bytes();
        }
        response.setStatus(HttpStatus.PARTIAL_CONTENT_206);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "multipart/byteranges; boundary=" + boundary);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, total);
        new Writing(heads, end, response, callback).iterate();
    }

    /** Head, octets, head, octets … end. */
    private final class Writing extends IteratingNestedCallback {
        private final List<byte[]> heads;
        private final byte[] end;
        private final Response response;
        private int step;

        Writing(List<byte[]> heads, byte[] end, Response response, Callback callback) {
            super(callback);
            this.heads = heads;
            this.end = end;
            this.response = response;
        }

        @Override
        protected Action process() throws IOException {
            int part = step / 2;
            if (step > 2 * parts.size()) {
                return Action.SUCCEEDED;
            }
            if (part == parts.size()) {
                response.write(true, ByteBuffer.wrap(end), this);
            } else if (step % 2 == 0) {
                response.write(false, ByteBuffer.wrap(heads.get(part)), this);
            } else {
                Content.Sink more = (last, octets, callback) -> response.write(false, octets, callback);
                Content.copy(file.source(parts.get(part)), more, this);
            }
            step++;
            return Action.SCHEDULED;
        }
    }
}
