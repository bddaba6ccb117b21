package org.junctor.transport.longpoll;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;

/** Reads the body of a request as it comes, and holds no more than has come. Blocks nobody. */
final class Body implements Runnable {
    private final Exchange exchange;
    private final int maxBytes;
    private final Consumer<byte[]> whole;
    private final Runnable failed;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    /**
     * @param whole is given the body
     * @param failed is run instead when there is none, and the exchange is over
     */
    Body(Exchange exchange, int maxBytes, Consumer<byte[]> whole, Runnable failed) {
        this.exchange = exchange;
        this.maxBytes = maxBytes;
        this.whole = whole;
        this.failed = failed;
    }

    /** Refuses a body of which its header says already that it is not taken; answers true if it has. */
    static boolean refuses(Exchange exchange, int maxBytes) {
        if (exchange.request().getHeaders().contains(HttpHeader.CONTENT_ENCODING)) {
            exchange.refuse(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "Send the body without Content-Encoding.");
            return true;
        }
        if (exchange.request().getLength() > maxBytes) {
            tooLong(exchange, maxBytes);
            return true;
        }
        return false;
    }

    private static void tooLong(Exchange exchange, int maxBytes) {
        exchange.response().getHeaders().put(HttpHeader.CONNECTION, "close"); // the rest of the body is not read
        exchange.refuse(HttpStatus.PAYLOAD_TOO_LARGE_413, "The body is longer than %d octets.".formatted(maxBytes));
    }

    /** Reads what has come, and goes on when there is more. */
    @Override
    public void run() {
        Request request = exchange.request();
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                exchange.callback().failed(chunk.getFailure());
                failed.run();
                return;
            }
            boolean last = chunk.isLast();
            octets.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
            chunk.release();
            if (octets.size() > maxBytes) {
                tooLong(exchange, maxBytes);
                failed.run();
                return;
            }
            if (last) {
                whole.accept(octets.toByteArray());
                return;
            }
        }
    }
}
