package org.junctor.client;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a WebSocket connection has taken and not sent yet: the JDK wants one message to be sent before it takes the next. */
final class WebSocketSender {
    private static final int FULL = 64 << 10;
    private static final int LONGEST_CLOSE_TEXT = 30; // characters, which are at most 123 octets in UTF-8

    private final boolean text;
    private final Runnable writable;
    private final Consumer<Throwable> failed;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private @Nullable WebSocket socket;
    private @Nullable String closeText;
    private int closeCode;
    private int waitingOctets;
    private boolean sending;
    private boolean refused;

    WebSocketSender(boolean text, Runnable writable, Consumer<Throwable> failed) {
        this.text = text;
        this.writable = writable;
        this.failed = failed;
    }

    synchronized void open(WebSocket connected) {
        socket = connected;
    }

    /** Takes a copy of the message; false if too much waits already, and {@code writable} then tells once that there is room. */
    boolean offer(ByteBuffer message) {
        synchronized (this) {
            if (waitingOctets > FULL) {
                refused = true;
                return false;
            }
            byte[] copy = new byte[message.remaining()];
            message.duplicate().get(copy);
            waiting.add(copy);
            waitingOctets += copy.length;
        }
        send();
        return true;
    }

    /** Sends CLOSE behind what waits. */
    void close(int code, String why) {
        synchronized (this) {
            closeCode = code;
            closeText = why.length() > LONGEST_CLOSE_TEXT ? why.substring(0, LONGEST_CLOSE_TEXT) : why;
        }
        send();
    }

    /** Forgets what waits: the connection is gone. */
    synchronized void end() {
        waiting.clear();
        socket = null;
    }

    private void send() {
        while (true) {
            CompletableFuture<WebSocket> sent;
            byte[] message;
            synchronized (this) {
                WebSocket to = socket;
                message = waiting.peek();
                if (sending || to == null || (message == null && closeText == null)) {
                    return;
                }
                sending = true;
                sent = message == null ? to.sendClose(closeCode, String.valueOf(closeText)) : send(to, message);
                if (message == null) {
                    socket = null;
                }
            }
            if (!sent.isDone() || sent.isCompletedExceptionally()) {
                CompletionStage<WebSocket> later = sent;
                later.whenComplete((same, failure) -> sent(failure));
                return;
            }
            count();
        }
    }

    private CompletableFuture<WebSocket> send(WebSocket to, byte[] message) {
        return text
                ? to.sendText(new String(message, StandardCharsets.UTF_8), true)
                : to.sendBinary(ByteBuffer.wrap(message), true);
    }

    private void sent(@Nullable Throwable failure) {
        if (failure != null) {
            failed.accept(failure);
            return;
        }
        count();
        send();
    }

    private void count() {
        boolean room;
        synchronized (this) {
            byte[] sent = waiting.poll();
            waitingOctets -= sent == null ? 0 : sent.length;
            sending = false;
            room = refused && waitingOctets <= FULL;
            refused &= !room;
        }
        if (room) {
            writable.run();
        }
    }
}
