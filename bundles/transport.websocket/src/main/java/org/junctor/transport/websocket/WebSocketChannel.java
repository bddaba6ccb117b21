package org.junctor.transport.websocket;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.ExtensionConfig;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Connection;
import org.junctor.api.transport.Listener;
import org.junctor.api.transport.Peer;
import org.junctor.api.wire.Batch;
import org.junctor.api.wire.BatchFraming;
import org.junctor.api.wire.Framing;
import org.junctor.http.api.MessageSender;
import org.junctor.http.api.ReadSide;
import org.junctor.http.api.WriteSide;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket connection that carries WAMP: a WAMP message is a WebSocket message. Jetty reads frames and speaks the closing
 * handshake; messages to the peer are framed by core and go past it, straight to the write side.
 */
class WebSocketChannel implements Connection, FrameHandler, Messages.Sink, MessageSender {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketChannel.class);
    private static final long CLOSE_WRITTEN_MS = 10_000;

    private final Handshake place;
    private final Subprotocol subprotocol;
    private final @Nullable ExtensionConfig compressed;
    private final Peer peer;
    private final Limits limits;
    private final Liveness liveness;
    private final Messages messages;
    private final Delivery delivery = new Delivery();
    private final Controls controls = new Controls();
    private volatile boolean paused;
    private boolean demandOwed;
    private volatile boolean closing;
    private String end = "the connection was lost";

    /** What is left of a batch, because the connection was paused within it. */
    private @Nullable Batch rest;

    private @Nullable WebSocketCoreSession core;
    private @Nullable WriteSide side;
    private volatile ReadSide reads = ReadSide.FREE;
    private volatile Framing framing;
    /** How batches to the peer are framed; null if there are none. */
    private @Nullable BatchFraming batches;

    /** A channel for a handshake. {@code compressed} is what was answered to the peer's offer to compress, if it was accepted. */
    WebSocketChannel(
            Handshake place, Subprotocol subprotocol, @Nullable ExtensionConfig compressed, Request handshake) {
        this.place = place;
        this.subprotocol = subprotocol;
        this.compressed = compressed;
        this.peer = Handshake.peer(handshake);
        this.limits = place.limits();
        this.liveness = new Liveness(limits);
        this.messages = new Messages(limits, handshake.getComponents().getByteBufferPool(), this, place.compression());
        this.batches = subprotocol.batched() ? BatchFraming.of(subprotocol.serializer()) : null;
        this.framing = framing(subprotocol.serializer().text(), batches);
    }

    /** The framing of text or not, in batches or not, as this connection compresses. */
    final Framing framing(boolean text, @Nullable BatchFraming batch) {
        WebSocketFraming plain = WebSocketFraming.of(text, batch);
        Compression compression = place.compression();
        return compression == null || compressed == null ? plain : compression.framing(plain, compressed);
    }

    @Override
    public void onOpen(CoreSession session, Callback callback) {
        WebSocketCoreSession opened = (WebSocketCoreSession) session;
        WriteSide writes = WriteSide.of(opened.getConnection().getEndPoint());
        core = opened;
        side = writes;
        reads = ReadSide.of(opened.getConnection().getEndPoint());
        writes.onWritable(delivery::writable);
        place.sessions().add(this); // before the router may act, so that whom it knows is counted
        delivery.open(place.router().open(this));
        callback.succeeded();
        demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        switch (frame.getOpCode()) {
            case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> data(frame);
            case OpCode.PING -> {
                control();
                if (!closing) {
                    controls.answer(frame, core());
                }
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
            fail(CloseStatus.BAD_DATA, subprotocol.expectation());
        } else {
            failIf(messages.take(frame, this));
        }
    }

    /** A message that came in one frame. If no other may follow at once, {@code reader} gives no more until the channel demands it. */
    final void message(byte opCode, byte[] octets, int offset, int length, FrameConnection reader) {
        if (fits(opCode)) {
            failIf(messages.whole(octets, offset, length, opCode == OpCode.TEXT, this));
        } else {
            fail(CloseStatus.BAD_DATA, subprotocol.expectation());
        }
        if (paused || rest != null) {
            owe(reader);
        }
    }

    private void failIf(@Nullable CloseStatus wrong) {
        if (wrong != null) {
            exceeded(Messages.limit(wrong));
            fail(wrong.getCode(), String.valueOf(wrong.getReason()));
        }
    }

    /** Whether the serializer's messages are sent in such frames. */
    boolean fits(byte opCode) {
        return opCode == (subprotocol.serializer().text() ? OpCode.TEXT : OpCode.BINARY);
    }

    @Override
    public void deliver(byte[] octets, int offset, int length) {
        BatchFraming answered = batches;
        if (answered == null) {
            receive(octets, offset, length);
            return;
        }
        Batch batch = new Batch(answered, octets, offset, length);
        String fault = batch.fault(limits.batch());
        if (fault != null) {
            delivery.violation(fault);
            return;
        }
        BatchFraming answering = answered.answering(octets[offset + length - 1]);
        if (answering != answered) {
            batches = answering;
            framing = framing(subprotocol.serializer().text(), answering);
        }
        goThrough(batch);
    }

    /** Delivers what a batch has; keeps the rest if the connection is paused meanwhile. */
    private void goThrough(Batch batch) {
        while (batch.next()) {
            reads.took(1);
            receive(batch.octets(), batch.offset(), batch.length());
            synchronized (this) {
                if (paused) {
                    rest = batch.kept();
                    if (rest != null && !messages.hold(rest.octets().length)) {
                        rest = null;
                        exceeded(Messages.BEGUN);
                        core().getExecutor().execute(() -> fail(CloseStatus.TRY_AGAIN_LATER, Messages.NO_ROOM));
                    }
                    return;
                }
            }
        }
    }

    private void receive(byte[] octets, int offset, int length) {
        try {
            delivery.receive(octets, offset, length);
        } catch (RuntimeException bug) {
            LOG.error("The connection of {} is closed: its message could not be handled", peer.address(), bug);
            fail(CloseStatus.SERVER_ERROR, "the router failed on a message");
        }
    }

    private void control() {
        if (controls.flood()) {
            exceeded("pings");
            fail(CloseStatus.POLICY_VIOLATION, "too many pings");
        }
    }

    private void peerCloses(Frame frame, Callback callback) {
        CloseStatus status = CloseStatus.getCloseStatus(frame);
        synchronized (this) {
            if (!closing) {
                closing = true;
                delivery.stop();
                end = "closed by the peer with " + CloseCodes.describe(status);
                liveness.closeWithin(CLOSE_WRITTEN_MS);
            }
        }
        opened(side).seal();
        callback.succeeded(); // Jetty answers, behind what was offered before
    }

    private void exceeded(@Nullable String limit) {
        place.sessions().exceeded(limit, peer.address());
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        exceeded(Messages.limit(cause));
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
        messages.drop();
        String reason;
        synchronized (this) {
            closing = true;
            reason = end;
        }
        delivery.end(reason);
        callback.succeeded();
    }

    /** Goes on with what a pause has kept, then asks for the next frame. */
    private void demand() {
        if (!owe(null)) {
            core().demand();
        }
    }

    /** Goes on with what a pause has kept; true if the next frame is asked for later, and {@code reader} is told so. */
    private boolean owe(@Nullable FrameConnection reader) {
        while (true) {
            Batch next;
            synchronized (this) {
                if (paused) {
                    demandOwed = true;
                    if (reader != null) {
                        reader.withdraw();
                    }
                    return true;
                }
                next = rest;
                rest = null;
            }
            if (next == null) {
                return false;
            }
            messages.letGo(next.octets().length);
            goThrough(next);
        }
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
            if (rest != null) {
                core().getExecutor().execute(this::demand);
                return;
            }
        }
        core().demand();
    }

    @Override
    public boolean offer(ByteBuffer frame) {
        return opened(side).offer(frame);
    }

    @Override
    public long written() {
        return opened(side).written();
    }

    @Override
    public void close(CloseReason reason, String text) {
        fail(CloseCodes.of(reason), text);
    }

    /** Begins the closing handshake, behind what was offered before. What the peer still sends is read and dropped. */
    private void fail(int code, String text) {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
            delivery.stop();
            end = "closed by the router with %d %s".formatted(code, text);
            liveness.closeWithin(CLOSE_WRITTEN_MS);
        }
        opened(side).seal();
        core().close(code, text, Callback.from(this::closeWritten, Callback.NOOP));
        resume();
    }

    private synchronized void closeWritten() {
        liveness.closeWithin(limits.closeMs());
    }

    /** Time goes on: pings a silent peer, and lets go of one that does not answer. */
    void tick(long now) {
        Liveness.Due due;
        controls.tick();
        synchronized (this) {
            due = liveness.check(now, core().getConnection().getBytesIn(), deaf());
        }
        switch (due) {
            case PING -> controls.ping(limits.pingBytes(), core());
            case SILENT -> fail(CloseStatus.POLICY_VIOLATION, limits.silence());
            case ABORT -> core().abort();
            case NOTHING -> {}
        }
    }

    @Override
    public boolean deaf() {
        return paused || reads.resting();
    }

    @Override
    public void tooSlow(String limit, String text) {
        exceeded(limit);
        fail(CloseStatus.POLICY_VIOLATION, text);
    }

    private WebSocketCoreSession core() {
        return opened(core);
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
        return framing;
    }

    @Override
    public int maxMessageBytes() {
        return Integer.MAX_VALUE;
    }

    @Override
    public String serializer() {
        return subprotocol.serializer().name();
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
