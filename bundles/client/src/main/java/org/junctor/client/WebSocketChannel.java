package org.junctor.client;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.Channel;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.Framing;

/** One WebSocket connection to a router. The JDK gives one message for each that is requested, which is how it is paused. */
final class WebSocketChannel implements Channel, WebSocket.Listener {
    static final int LONGEST = 16 << 20;
    private static final int GOING_AWAY = 1001;
    private static final int POLICY_VIOLATION = 1008;
    private static final long CLOSE_MS = 10_000;

    private final boolean text;
    private final Receiver receiver;
    private final Executor pool;
    private final WebSocketSender sender;
    private final AtomicBoolean over = new AtomicBoolean();
    private final StringBuilder characters = new StringBuilder();
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private boolean paused;
    private boolean wanted;
    private volatile @Nullable WebSocket opened;
    private volatile boolean closing;

    WebSocketChannel(boolean text, Receiver receiver, Executor pool) {
        this.text = text;
        this.receiver = receiver;
        this.pool = pool;
        this.sender = new WebSocketSender(text, receiver::writable, this::lost);
    }

    /** The handshake is done: reads from now on. */
    WebSocketChannel open(WebSocket socket) {
        opened = socket;
        sender.open(socket);
        request(socket);
        return this;
    }

    @Override
    public void onOpen(WebSocket socket) {
        // Nothing is requested before the handshake was looked at.
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        if (!text) {
            close(CloseReason.PROTOCOL_ERROR, "text instead of binary");
        } else if (characters.length() + data.length() > LONGEST) {
            close(CloseReason.TOO_LARGE, "message too long");
        }
        if (!closing) {
            characters.append(data);
        }
        if (last && !closing) {
            byte[] message = characters.toString().getBytes(StandardCharsets.UTF_8);
            characters.setLength(0);
            characters.trimToSize();
            receiver.receive(message, 0, message.length);
        }
        next(socket, last);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        if (text) {
            close(CloseReason.PROTOCOL_ERROR, "binary instead of text");
        } else if (octets.size() + data.remaining() > LONGEST) {
            close(CloseReason.TOO_LARGE, "message too long");
        }
        if (!closing) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            octets.writeBytes(part);
        }
        if (last && !closing) {
            byte[] message = octets.toByteArray();
            octets.reset();
            receiver.receive(message, 0, message.length);
        }
        next(socket, last);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        finish("the router closed the WebSocket: " + code + (reason.isEmpty() ? "" : " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        finish(error.getMessage() == null ? error.toString() : error.getMessage());
    }

    private void next(WebSocket socket, boolean whole) {
        if (whole && !closing) {
            request(socket);
        } else { // the rest of a message that has begun, or what comes before the answer to CLOSE
            socket.request(1);
        }
    }

    private synchronized void request(WebSocket socket) {
        if (paused) {
            wanted = true;
        } else {
            socket.request(1);
        }
    }

    private void lost(Throwable cause) {
        abort();
        finish(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }

    private void abort() {
        WebSocket socket = opened;
        if (socket != null) {
            socket.abort();
        }
    }

    private void finish(String reason) {
        if (over.compareAndSet(false, true)) {
            closing = true;
            sender.end();
            receiver.closed(reason);
        }
    }

    @Override
    public boolean offer(ByteBuffer frame) {
        return closing || sender.offer(frame);
    }

    @Override
    public synchronized void pause() {
        paused = true;
    }

    @Override
    public synchronized void resume() {
        paused = false;
        if (wanted) {
            wanted = false;
            WebSocket socket = opened;
            if (socket != null) {
                socket.request(1);
            }
        }
    }

    @Override
    public void close(CloseReason reason, String why) {
        if (closing) {
            return;
        }
        closing = true;
        resume();
        sender.close(code(reason), why);
        CompletableFuture.delayedExecutor(CLOSE_MS, TimeUnit.MILLISECONDS, pool).execute(() -> {
            abort();
            finish(why.isEmpty() ? "closed by the client" : why);
        });
    }

    /** The JDK lets a client send few codes: no 1002 and no 1009. */
    private static int code(CloseReason reason) {
        return switch (reason) {
            case NORMAL, INTERNAL_ERROR -> WebSocket.NORMAL_CLOSURE;
            case GOING_AWAY -> GOING_AWAY;
            case PROTOCOL_ERROR, POLICY, TOO_LARGE -> POLICY_VIOLATION;
        };
    }

    @Override
    public Framing framing() {
        return Framing.NONE;
    }

    /** The protocol does not say what the router takes: it closes the connection when a message is too long. */
    @Override
    public int maxMessageBytes() {
        return Integer.MAX_VALUE;
    }
}
