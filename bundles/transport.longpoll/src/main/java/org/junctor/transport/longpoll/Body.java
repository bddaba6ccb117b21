package org.junctor.transport.longpoll;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.junctor.http.api.Excesses;
import org.junctor.http.api.MessageSender;
import org.junctor.http.api.PartialMessage;

/** Reads the body of a request as it comes, and holds no more than has come. Blocks nobody. */
final class Body implements Runnable, MessageSender {
    private final Exchange exchange;
    private final int maxBytes;
    private final Excesses excesses;
    private final Consumer<PartialMessage> whole;
    private final Runnable failed;
    private final PartialMessage octets;

    /**
     * @param whole is given the body, and releases it
     * @param failed is run instead when there is none, and the exchange is over
     */
    Body(Exchange exchange, int maxBytes, Excesses excesses, Consumer<PartialMessage> whole, Runnable failed) {
        this.exchange = exchange;
        this.excesses = excesses;
        this.maxBytes = maxBytes;
        this.whole = whole;
        this.failed = failed;
        this.octets = new PartialMessage(exchange.request().getComponents().getByteBufferPool(), this);
    }

    /** Refuses a body of which its header says already that it is not taken; answers true if it has. */
    static boolean refuses(Exchange exchange, int maxBytes, Excesses excesses) {
        if (exchange.request().getHeaders().contains(HttpHeader.CONTENT_ENCODING)) {
            exchange.refuse(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "Send the body without Content-Encoding.");
            return true;
        }
        if (exchange.request().getLength() > maxBytes) {
            tooLong(exchange, maxBytes, excesses);
            return true;
        }
        return false;
    }

    private static void tooLong(Exchange exchange, int maxBytes, Excesses excesses) {
        excesses.count("options.max_message_size", exchange.peer());
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
                giveUp();
                return;
            }
            boolean last = chunk.isLast();
            boolean taken = take(chunk.getByteBuffer());
            chunk.release();
            if (!taken) {
                giveUp();
                return;
            }
            if (last) {
                octets.whole();
                whole.accept(octets);
                return;
            }
        }
    }

    @Override
    public boolean deaf() {
        return exchange.reads().resting();
    }

    /** Ends the connection: an answer might wait for ever behind what it has begun to send. */
    @Override
    public void tooSlow(String limit, String text) {
        excesses.count(limit, exchange.peer());
        exchange.cut(text);
    }

    private void giveUp() {
        octets.release();
        failed.run();
    }

    /** Takes a part of the body, or answers why not. */
    private boolean take(ByteBuffer part) {
        if (part.remaining() > maxBytes - octets.length()) {
            tooLong(exchange, maxBytes, excesses);
            return false;
        }
        if (!octets.add(part, part.remaining(), maxBytes)) {
            excesses.count("messages that are begun and not ended", exchange.peer());
            exchange.response().getHeaders().put(HttpHeader.CONNECTION, "close");
            exchange.refuse(
                    HttpStatus.SERVICE_UNAVAILABLE_503, "Too many long messages are being received at the same time.");
            return false;
        }
        return true;
    }
}
