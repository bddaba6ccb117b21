package org.junctor.transport.websocket;

import java.nio.ByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Connection;
import org.junctor.api.transport.Listener;
import org.junctor.api.transport.Peer;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.Framing;
import org.junctor.api.wire.SerializerType;
import org.junctor.http.api.WriteSide;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket connection that carries WAMP: a WAMP message is a WebSocket message. Jetty reads frames and speaks the closing
 * handshake; messages to the peer are framed by core and go past it, straight to the write side.
 */
class WebSocketChannel implements Connection, FrameHandler, Messages.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketChannel.class);
    private static final long CLOSE_WRITTEN_MS = 10_000;
    private static final int PONGS_WAITING = 64;

    /** Most pings and pongs of a peer from one tick to the next, which is a second at most. */
    private static final int CONTROLS = 1000;

    private static final String NOT_BINARY = " is sent in text frames, not in binary ones";
    private static final String NOT_TEXT = " is sent in binary frames, not in text ones";

    /** Whose turn it is to call the receiver: frames and the end come on different threads, but its calls are serial. */
    private enum Turn {
        FREE,
        TAKEN,
        /** It ended while the turn was taken: who took it passes that on. */
        ENDING,
        ENDED
    }

    private final Handshake place;
    private final SerializerType serializer;
    private final Peer peer;
    private final Limits limits;
    private final Liveness liveness;
    private final Messages messages;
    private Turn turn = Turn.TAKEN;
    private boolean paused;
    private boolean demandOwed;
    private boolean closing;
    private int pongsWaiting;
    private int controls;
    private String end = "the connection was lost";
    private @Nullable WebSocketCoreSession core;
    private @Nullable WriteSide side;
    private volatile @Nullable Receiver receiver;

    WebSocketChannel(Handshake place, SerializerType serializer, Peer peer) {
        this.place = place;
        this.serializer = serializer;
        this.peer = peer;
        this.limits = place.limits();
        this.liveness = new Liveness(limits);
        this.messages = new Messages(limits);
    }

    @Override
    public void onOpen(CoreSession session, Callback callback) {
        WebSocketCoreSession opened = (WebSocketCoreSession) session;
        WriteSide writes = WriteSide.of(opened.getConnection().getEndPoint());
        core = opened;
        side = writes;
        writes.onWritable(this::tellWritable);
        receiver = place.router().open(this);
        giveBackTurn();
        callback.succeeded();
        place.sessions().add(this);
        demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        switch (frame.getOpCode()) {
            case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> data(frame);
            case OpCode.PING -> {
                control();
                pong(frame);
            }
            case OpCode.CLOSE -> {
                peerCloses(frame, callback);
                return;
            }
            default -> control(); // a PONG has been heard by its octets
        }
        callback.succeeded();
        demand();
    }

    private void data(Frame frame) {
        byte opCode = frame.getOpCode();
        if (opCode != OpCode.CONTINUATION && !fits(opCode)) {
            fail(CloseStatus.BAD_DATA, serializer.subprotocol() + (serializer.text() ? NOT_BINARY : NOT_TEXT));
            return;
        }
        CloseStatus wrong = messages.take(frame, this);
        if (wrong != null) {
            fail(wrong.getCode(), String.valueOf(wrong.getReason()));
        }
    }

    /** Whether the serializer's messages are sent in such frames. */
    boolean fits(byte opCode) {
        return opCode == (serializer.text() ? OpCode.TEXT : OpCode.BINARY);
    }

    @Override
    public void deliver(byte[] octets, int offset, int length) {
        synchronized (this) {
            if (turn != Turn.FREE || closing) {
                return;
            }
            turn = Turn.TAKEN;
        }
        try {
            receiver().receive(octets, offset, length);
        } catch (RuntimeException bug) {
            LOG.error("The connection of {} is closed: its message could not be handled", peer.address(), bug);
            fail(CloseStatus.SERVER_ERROR, "the router failed on a message");
        }
        giveBackTurn();
    }

    private void giveBackTurn() {
        synchronized (this) {
            if (turn == Turn.TAKEN) {
                turn = Turn.FREE;
                return;
            }
            turn = Turn.ENDED;
        }
        receiver().closed(end);
    }

    private void control() {
        boolean flood;
        synchronized (this) {
            flood = ++controls > CONTROLS;
        }
        if (flood) {
            fail(CloseStatus.POLICY_VIOLATION, "too many pings");
        }
    }

    private void pong(Frame ping) {
        synchronized (this) {
            if (closing || pongsWaiting == PONGS_WAITING) {
                return;
            }
            pongsWaiting++;
        }
        ByteBuffer payload = BufferUtil.copy(ping.getPayload());
        send(
                new Frame(OpCode.PONG, payload),
                Callback.from(
                        () -> {
                            synchronized (this) {
                                pongsWaiting--;
                            }
                        },
                        Callback.NOOP));
    }

    private void send(Frame frame, Callback callback) {
        core().sendFrame(frame, callback, false);
    }

    private void peerCloses(Frame frame, Callback callback) {
        CloseStatus status = CloseStatus.getCloseStatus(frame);
        synchronized (this) {
            if (!closing) {
                closing = true;
                end = "closed by the peer with " + describe(status);
                liveness.closeWithin(CLOSE_WRITTEN_MS);
            }
        }
        side().seal();
        callback.succeeded(); // Jetty answers, behind what was offered before
    }

    private static String describe(CloseStatus status) {
        String reason = status.getReason();
        return reason == null || reason.isEmpty() ? "code " + status.getCode() : status.getCode() + " " + reason;
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        synchronized (this) {
            if (!closing) {
                end = String.valueOf(cause.getMessage());
            }
        }
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        place.sessions().remove(this);
        boolean free;
        synchronized (this) {
            closing = true;
            free = turn == Turn.FREE;
            turn = free ? Turn.ENDED : turn == Turn.TAKEN ? Turn.ENDING : turn;
        }
        if (free) {
            receiver().closed(end);
        }
        callback.succeeded();
    }

    private void tellWritable() {
        Receiver now = receiver;
        if (now != null) {
            now.writable();
        }
    }

    private void demand() {
        synchronized (this) {
            if (paused) {
                demandOwed = true;
                return;
            }
        }
        core().demand();
    }

    @Override
    public synchronized void pause() {
        paused = !closing;
    }

    @Override
    public void resume() {
        synchronized (this) {
            paused = false;
            if (!demandOwed) {
                return;
            }
            demandOwed = false;
        }
        core().demand();
    }

    @Override
    public boolean offer(ByteBuffer frame) {
        return side().offer(frame);
    }

    @Override
    public void close(CloseReason reason, String text) {
        fail(
                switch (reason) {
                    case NORMAL -> CloseStatus.NORMAL;
                    case GOING_AWAY -> CloseStatus.SHUTDOWN;
                    case PROTOCOL_ERROR -> CloseStatus.PROTOCOL;
                    case TOO_LARGE -> CloseStatus.MESSAGE_TOO_LARGE;
                    case POLICY -> CloseStatus.POLICY_VIOLATION;
                    case INTERNAL_ERROR -> CloseStatus.SERVER_ERROR;
                },
                text);
    }

    /** Begins the closing handshake, behind what was offered before. What the peer still sends is read and dropped. */
    private void fail(int code, String text) {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
            end = "closed by the router with %d %s".formatted(code, text);
            liveness.closeWithin(CLOSE_WRITTEN_MS);
        }
        side().seal();
        core().close(code, text, Callback.from(this::closeWritten, Callback.NOOP));
        resume();
    }

    private synchronized void closeWritten() {
        liveness.closeWithin(limits.closeMs());
    }

    /** Time goes on: pings a silent peer, and lets go of one that does not answer. */
    void tick(long now) {
        Liveness.Due due;
        synchronized (this) {
            controls = 0;
            due = liveness.check(now, core().getConnection().getBytesIn(), paused);
        }
        switch (due) {
            case PING -> send(new Frame(OpCode.PING, ByteBuffer.allocate(limits.pingBytes())), Callback.NOOP);
            case SILENT ->
                fail(
                        CloseStatus.POLICY_VIOLATION,
                        "no answer to a ping within %d ms".formatted(limits.pingTimeoutMs()));
            case ABORT -> core().abort();
            case NOTHING -> {}
        }
    }

    private WebSocketCoreSession core() {
        return opened(core);
    }

    private WriteSide side() {
        return opened(side);
    }

    private Receiver receiver() {
        return opened(receiver);
    }

    private static <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the connection is not open yet");
        }
        return part;
    }

    @Override
    public void detach() {
        place.router().detach(this);
    }

    @Override
    public Framing framing() {
        return serializer.text() ? WebSocketFraming.TEXT : WebSocketFraming.BINARY;
    }

    @Override
    public int maxMessageBytes() {
        return Integer.MAX_VALUE;
    }

    @Override
    public String serializer() {
        return serializer.name();
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Listener listener() {
        return place.listener();
    }
}
