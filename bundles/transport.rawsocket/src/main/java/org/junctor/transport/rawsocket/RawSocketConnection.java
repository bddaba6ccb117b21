package org.junctor.transport.rawsocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.RouterPort;
import org.junctor.api.wire.SerializerType;
import org.junctor.http.api.MessageSender;
import org.junctor.http.api.Peers;
import org.junctor.http.api.ReadSide;
import org.junctor.http.api.WriteSide;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reading half of a RawSocket connection: handshake, frames, pauses, and the end. The selector's thread works through it. */
final class RawSocketConnection extends AbstractConnection.NonBlocking
        implements Connection.UpgradeTo, Heartbeat.Watched, MessageSender {
    private static final Logger LOG = LoggerFactory.getLogger(RawSocketConnection.class);
    private static final int INPUT_BYTES = 16 << 10;

    /** After so many reads in a row the other connections of the selector get their turn. */
    private static final int READS = 4;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Connector connector;
    private final RawSocketConnectionFactory factory;
    private final WriteSide side;
    private final ReadSide incoming;
    private final Offers pongs;
    private final Turn turn = new Turn();
    private final FrameReader frames;
    private final Heartbeat heartbeat;
    private @Nullable Handshake handshake; // only until it is over: idle connections are many
    private RetainableByteBuffer.@Nullable Mutable input;
    private volatile @Nullable RouterConnection router;
    private @Nullable ByteBuffer pong;
    private boolean admitted;
    private int reads;
    private final Controls controls = new Controls();
    private volatile boolean paused;
    private volatile boolean pongRefused;
    private volatile @Nullable String late;
    private volatile @Nullable String closing;
    private volatile @Nullable String closed;

    RawSocketConnection(Connector connector, EndPoint endPoint, RawSocketConnectionFactory factory) {
        super(endPoint, connector.getExecutor());
        this.connector = connector;
        this.factory = factory;
        this.side = WriteSide.of(endPoint);
        this.incoming = ReadSide.of(endPoint);
        this.pongs = new Offers(side, () -> {
            pongRefused = false;
            wake();
        });
        this.frames = new FrameReader(factory.settings().maxMessageBytes(), connector.getByteBufferPool(), this);
        this.heartbeat = new Heartbeat(connector.getScheduler(), factory.settings(), this);
        this.handshake = new Handshake(connector
                .getScheduler()
                .schedule(() -> factory.late(endPoint), factory.settings().handshakeMs(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void onUpgradeTo(ByteBuffer read) {
        RetainableByteBuffer.Mutable copy = connector.getByteBufferPool().acquire(read.remaining(), false);
        BufferUtil.append(copy.getByteBuffer(), read);
        input = copy;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        KeepAlive.set(getEndPoint(), factory.settings().keepAliveSeconds());
        if (!factory.connections().add(this)) {
            close("the listener is being stopped");
        }
        work();
    }

    @Override
    public void onFillable() {
        if (turn.ready()) {
            work();
        }
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        String why = closing;
        if (why == null) {
            why = cause == null || cause.getMessage() == null ? "the connection is closed" : cause.getMessage();
        }
        closed = why;
        if (turn.end()) {
            work();
        }
    }

    /** Reads no more, and delivers nothing of what was read. */
    void pause() {
        paused = true;
    }

    /** Reads again. */
    void resume() {
        paused = false;
        wake();
    }

    /** The listener closes: the router may say goodbye before {@link #close}. */
    void goAway(String reason) {
        RouterConnection opened = router;
        if (opened == null) {
            close(reason);
        } else {
            opened.goAway(reason);
        }
    }

    /** Writes what was taken, then closes. */
    void close(String why) {
        if (closing == null) {
            closing = why;
            side.closeWhenWritten();
        }
    }

    @Override
    public boolean deaf() {
        return resting() || incoming.resting();
    }

    @Override
    public void ping() {
        side.offer(Framed.ping()); // if what was sent before is not taken, one more PING would tell nothing
    }

    @Override
    public void silent() {
        refuse("no answer to a PING within %d ms".formatted(factory.settings().pingTimeoutMs()));
        getEndPoint().close(new TimeoutException("the peer has vanished"));
    }

    /** The router is told by the thread whose turn it is. */
    @Override
    public void tooSlow(String limit, String text) {
        factory.exceeded(limit, getEndPoint());
        late = text;
        if (turn.ready()) {
            work();
        }
    }

    private boolean resting() {
        return paused || pongRefused || closing != null;
    }

    private void wake() {
        if (resting() || !turn.resume()) {
            return;
        }
        if (input == null && pong == null) {
            listen();
            return;
        }
        try {
            getExecutor().execute(this::work);
        } catch (RejectedExecutionException e) {
            turn.rest();
            close("the listener is being stopped");
        }
    }

    /** Goes through what there is to read, by the thread whose turn it is. */
    private void work() {
        reads = 0;
        while (closed == null) {
            if (resting()) {
                releaseInput();
                turn.rest();
                if ((resting() && closed == null) || !turn.resume()) {
                    return;
                }
            } else if (!step()) {
                listen();
                return;
            }
        }
        finish();
    }

    private void listen() {
        turn.await();
        if (closed == null && late == null) {
            fillInterested();
        } else if (turn.ready()) {
            work();
        }
    }

    /** Takes one step; false if nothing more is there to be read now. */
    private boolean step() {
        try {
            String slow = late;
            RouterConnection opened = router;
            if (slow != null && opened != null) {
                refuse(opened, slow);
                return true;
            }
            ByteBuffer held = pong;
            if (held != null) {
                answer(held);
                return true;
            }
            RetainableByteBuffer.Mutable read = input;
            if (read != null && read.hasRemaining()) {
                consume(read.getByteBuffer());
                return true;
            }
            return fill();
        } catch (RuntimeException | LinkageError bug) {
            LOG.error("The RawSocket connection of {} failed", getEndPoint().getRemoteSocketAddress(), bug);
            close(String.valueOf(bug));
            return true;
        }
    }

    private boolean fill() {
        int filled = 0;
        if (reads++ < READS) {
            RetainableByteBuffer.Mutable empty = input;
            if (empty == null) {
                empty = connector.getByteBufferPool().acquire(INPUT_BYTES, false);
                input = empty;
            }
            try {
                filled = getEndPoint().fill(empty.getByteBuffer());
            } catch (IOException e) {
                close(String.valueOf(e.getMessage()));
                return true;
            }
        }
        if (filled < 0) {
            close("the peer closed the connection");
        } else if (filled == 0) {
            releaseInput();
        } else {
            heartbeat.heard();
        }
        return filled != 0;
    }

    /** Lets go of the input: only the thread that reads does, since another might still be parsing it. */
    private void releaseInput() {
        RetainableByteBuffer.Mutable read = input;
        if (read != null && (closing != null || closed != null || !read.hasRemaining())) {
            read.release();
            input = null;
        }
    }

    private void consume(ByteBuffer octets) {
        Handshake begun = handshake;
        if (begun != null) {
            shake(begun, octets);
            return;
        }
        RouterConnection opened = Objects.requireNonNull(router);
        switch (frames.next(octets)) {
            case WHOLE -> frame(opened);
            case BROKEN -> {
                factory.exceeded(frames.exceeded(), getEndPoint());
                refuse(opened, frames.fault());
            }
            case MORE -> {}
        }
    }

    private void shake(Handshake begun, ByteBuffer octets) {
        while (octets.hasRemaining() && !begun.whole()) {
            begun.add(octets.get());
            if (begun.foreign()) {
                refuse("it does not speak RawSocket");
                return;
            }
        }
        if (!begun.whole()) {
            return;
        }
        begun.over();
        RouterPort port = factory.router();
        if (!port.available()) {
            refuse("the router is not there");
            return;
        }
        admitted = factory.admit(getEndPoint());
        Handshake.Outcome outcome = begun.outcome(factory.settings(), admitted, port.serializers());
        side.offer(outcome.reply());
        outcome.serializer()
                .ifPresentOrElse(serializer -> open(serializer, begun.peerMaxBytes()), () -> refuse(outcome.refusal()));
    }

    private void open(SerializerType serializer, int peerMaxBytes) {
        handshake = null;
        getEndPoint().setIdleTimeout(0); // a session may be silent for as long as it likes
        RouterConnection opened = new RouterConnection(
                this, side, serializer.name(), Peers.of(RawSocketProtocol.NAME, getEndPoint()), factory, peerMaxBytes);
        side.onWritable(() -> {
            pongs.room();
            opened.room();
        });
        router = opened;
        heartbeat.start();
        opened.open();
    }

    private void refuse(String why) {
        if (router == null) {
            factory.refused();
        }
        LOG.debug("The RawSocket connection of {} is closed: {}", getEndPoint().getRemoteSocketAddress(), why);
        close(why);
    }

    /** The router says why, since RawSocket cannot. */
    private void refuse(RouterConnection opened, String why) {
        opened.violation(why);
        refuse(why);
    }

    private void frame(RouterConnection opened) {
        incoming.took(1);
        if (frames.type() == Framed.MESSAGE) {
            opened.receive(frames);
            frames.release();
        } else if (controls.flood()) {
            factory.exceeded("pings", getEndPoint());
            refuse(opened, "more than %d PINGs and PONGs within a second".formatted(Controls.MOST));
        } else if (frames.type() == Framed.PING) {
            if (frames.length() > opened.maxMessageBytes()) {
                refuse(opened, "a PING that is longer than what its sender takes");
            } else {
                answer(Framed.pong(frames.array(), frames.offset(), frames.length()));
            }
        } else {
            frames.release();
        }
    }

    /**
     * Answers a PING. If the peer does not read its PONGs, its PINGs are not read either. A long one is let go of when it is written,
     * which shows in that something more is taken: so it counts as being received for as long as it takes memory.
     */
    private void answer(ByteBuffer answer) {
        pong = answer;
        pongRefused = true; // before the offer: the word that there is room may come while it is being refused
        boolean longOne = answer.remaining() > Framed.LONG;
        boolean taken = pongs.offer(answer);
        if (taken && longOne) {
            pong = NOTHING;
            taken = pongs.offer(NOTHING);
        }
        if (taken) {
            pong = null;
            pongRefused = false;
            frames.release();
        }
    }

    private void finish() {
        releaseInput();
        frames.release();
        Handshake begun = handshake;
        if (begun != null) {
            begun.over();
        }
        heartbeat.stop();
        factory.connections().remove(this);
        if (admitted) {
            factory.dismiss();
        }
        RouterConnection opened = router;
        if (opened != null) {
            opened.closed(String.valueOf(closed));
        }
    }
}
