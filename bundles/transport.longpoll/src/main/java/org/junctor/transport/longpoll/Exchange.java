package org.junctor.transport.longpoll;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.junctor.http.api.ReadSide;

/** One request of a client and its answer, of which there is exactly one. */
record Exchange(Request request, Response response, Callback callback) {

    /** The address that the request came from. */
    String peer() {
        return String.valueOf(request.getConnectionMetaData().getRemoteSocketAddress());
    }

    /** What the request was read from. */
    ReadSide reads() {
        return ReadSide.of(request.getConnectionMetaData().getConnection().getEndPoint());
    }

    /** Ends the connection that the request came on; whoever reads the rest of it hears that. */
    void cut(String reason) {
        request.getConnectionMetaData().getConnection().getEndPoint().close(new TimeoutException(reason));
    }

    /** Answers without a body. */
    void empty(int status) {
        response.setStatus(status);
        write(BufferUtil.EMPTY_BUFFER, callback);
    }

    /** Answers with a sentence that says what is wrong. */
    void refuse(int status, String text) {
        content(status, "text/plain;charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void content(int status, String type, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        write(ByteBuffer.wrap(body), callback);
    }

    /** Answers with messages; {@code written} hears whether that went out. */
    void messages(String type, ByteBuffer octets, Callback written) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        write(octets, Callback.from(callback, written));
    }

    /** Jetty closes the connection if the request's body is not all there: asked before, it says so in the header. */
    private void write(ByteBuffer body, Callback written) {
        request.consumeAvailable();
        response.write(true, body, written);
    }
}
