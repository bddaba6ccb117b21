package org.junctor.transport.rawsocket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Connection;
import org.junctor.api.transport.Listener;
import org.junctor.api.transport.Peer;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.Framing;
import org.junctor.http.api.WriteSide;

/** A RawSocket connection whose handshake is done, as the router sees it. */
final class RouterConnection implements Connection {
    private final RawSocketConnection socket;
    private final String serializer;
    private final Peer peer;
    private final RawSocketConnectionFactory factory;
    private final int maxMessageBytes;
    private final Offers offers;
    private volatile @Nullable Receiver receiver;

    RouterConnection(
            RawSocketConnection socket,
            WriteSide side,
            String serializer,
            Peer peer,
            RawSocketConnectionFactory factory,
            int maxMessageBytes) {
        this.socket = socket;
        this.serializer = serializer;
        this.peer = peer;
        this.factory = factory;
        this.maxMessageBytes = maxMessageBytes;
        this.offers = new Offers(side, this::writable);
    }

    /** Hands itself to the router. */
    void open() {
        receiver = factory.router().open(this);
    }

    /** A message is whole. A long one is the router's from now on. */
    void receive(FrameReader frames) {
        Receiver to = receiver;
        if (to == null) {
            return;
        }
        byte[] given = frames.given();
        if (given == null) {
            to.receive(frames.array(), frames.offset(), frames.length());
        } else {
            to.receiveGiven(given);
        }
    }

    /** The peer does not send frames as it should. */
    void violation(String text) {
        Receiver to = receiver;
        if (to != null) {
            to.violation(text);
        }
    }

    /** The write side has room. */
    void room() {
        offers.room();
    }

    private void writable() {
        Receiver to = receiver;
        if (to != null) {
            to.writable();
        }
    }

    /** The listener closes. */
    void goAway(String reason) {
        Receiver to = receiver;
        if (to != null) {
            to.goingAway(reason);
        }
    }

    /** The connection is gone. */
    void closed(String reason) {
        Receiver to = receiver;
        receiver = null;
        if (to != null) {
            to.closed(reason);
        }
    }

    @Override
    public boolean offer(ByteBuffer frame) {
        return offers.offer(frame);
    }

    @Override
    public long written() {
        return offers.written();
    }

    @Override
    public void pause() {
        socket.pause();
    }

    @Override
    public void resume() {
        socket.resume();
    }

    /** RawSocket has no word for why it closes: {@code text} goes to the log only. */
    @Override
    public void close(CloseReason reason, String text) {
        socket.close(text.isEmpty() ? "closed by the router" : text);
    }

    @Override
    public void detach() {
        factory.router().detach(this);
    }

    @Override
    public Framing framing() {
        return Framed.INSTANCE;
    }

    @Override
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    @Override
    public String serializer() {
        return serializer;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Listener listener() {
        return factory.settings().listener();
    }
}
