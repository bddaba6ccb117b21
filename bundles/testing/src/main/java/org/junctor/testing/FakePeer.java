package org.junctor.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Message;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.transport.Acceptor;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Connection;
import org.junctor.api.transport.Listener;
import org.junctor.api.transport.Peer;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.Framing;
import org.junctor.api.wire.WriteBuffer;

/**
 * A peer of a router, with its connection, for tests without a network: it keeps what it is sent, and refuses what it is told to
 * refuse. Strict where transports are: it overwrites a message after its delivery, delivers nothing while it is paused, and
 * complains of two offers at once. May be used by any thread.
 */
public final class FakePeer implements Connection {
    private static final int POISON = 0x7f;

    private final Serializer serializer;
    private final Listener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Message> received = new ArrayDeque<>();
    private final Deque<byte[]> unsent = new ArrayDeque<>();
    private final AtomicBoolean offering = new AtomicBoolean();

    private Peer peer = Peer.of("test", "nowhere");
    private Framing framing = Framing.NONE;
    private int maxMessageBytes = Integer.MAX_VALUE;
    private @Nullable Receiver receiver;
    private boolean delivering;
    private int offers;
    private boolean refusedOne;
    private int room = Integer.MAX_VALUE;
    private final AtomicLong written = new AtomicLong();
    private volatile boolean paused;
    private volatile boolean detached;
    private volatile @Nullable CloseReason closed;
    private volatile String closeText = "";

    /** A peer that anonymous access is configured for, with strict request ids. */
    public FakePeer(Serializer serializer) {
        this(serializer, new Listener("test", Map.of(), Listener.RequestIds.STRICT));
    }

    /** A peer that came by {@code listener}. */
    public FakePeer(Serializer serializer, Listener listener) {
        this.serializer = serializer;
        this.listener = listener;
    }

    /** Takes messages of at most so many octets. */
    public FakePeer maxMessageBytes(int octets) {
        maxMessageBytes = octets;
        return this;
    }

    /** Comes from there. */
    public FakePeer from(Peer client) {
        peer = client;
        return this;
    }

    /** Frames messages in this way; they are then not decoded but only counted. */
    public FakePeer framing(Framing how) {
        framing = how;
        return this;
    }

    /** Connects to a router. */
    public FakePeer connect(Acceptor router) {
        return connect(router, false);
    }

    /** Connects to a router, on a connection that another router had before. */
    public FakePeer connect(Acceptor router, boolean reused) {
        detached = false;
        receiver = router.accept(this, reused);
        return this;
    }

    /** Connects to whatever takes messages. */
    public FakePeer connect(Receiver other) {
        receiver = other;
        return this;
    }

    /** Sends a message, as soon as the connection is read. */
    public FakePeer send(Message message) {
        WriteBuffer out = new WriteBuffer(64);
        serializer.encode(message, out);
        return sendOctets(out.toByteArray());
    }

    /** Sends octets, as soon as the connection is read. */
    public FakePeer sendOctets(byte[] octets) {
        lock.lock();
        try {
            unsent.add(octets);
        } finally {
            lock.unlock();
        }
        deliver();
        return this;
    }

    /** Delivers one more message though the connection is paused: its delivery had begun before. */
    public FakePeer sendLate(Message message) {
        WriteBuffer out = new WriteBuffer(64);
        serializer.encode(message, out);
        deliver(out.toByteArray());
        return this;
    }

    /** Sends a message whose octets are the router's from then on. */
    public FakePeer give(Message message) {
        WriteBuffer out = new WriteBuffer(64);
        serializer.encode(message, out);
        Receiver now = receiver;
        assertNotNull(now, "not connected");
        now.receiveGiven(out.toByteArray());
        return this;
    }

    private void deliver() {
        lock.lock();
        try {
            if (delivering) {
                return; // whoever delivers now goes on
            }
            delivering = true;
        } finally {
            lock.unlock();
        }
        byte[] next = unsent();
        while (next != null) {
            deliver(next);
            next = unsent();
        }
    }

    private byte @Nullable [] unsent() {
        lock.lock();
        try {
            byte[] next = paused || closed != null ? null : unsent.poll();
            delivering = next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void deliver(byte[] octets) {
        Receiver now = receiver;
        assertNotNull(now, "not connected");
        byte[] lent = new byte[octets.length + 2];
        System.arraycopy(octets, 0, lent, 1, octets.length);
        now.receive(lent, 1, octets.length);
        Arrays.fill(lent, (byte) POISON);
    }

    /** The oldest message that was not looked at yet; it must be there, and of this type. */
    public <M extends Message> M next(Class<M> type) {
        Message message = poll();
        assertNotNull(message, () -> "nothing was received, but expected: " + type.getSimpleName());
        return assertInstanceOf(type, message);
    }

    /** The oldest message that was not looked at yet, or null. */
    public @Nullable Message poll() {
        lock.lock();
        try {
            return received.poll();
        } finally {
            lock.unlock();
        }
    }

    /** All messages that were not looked at yet. */
    public List<Message> all() {
        lock.lock();
        try {
            List<Message> all = new ArrayList<>(received);
            received.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Makes sure that nothing was received that was not looked at. */
    public void nothing() {
        List<Message> all = all();
        assertTrue(all.isEmpty(), () -> "received: " + all);
    }

    /** Takes only so many messages from now on, and refuses the next. */
    public FakePeer takeOnly(int messages) {
        lock.lock();
        try {
            room = messages;
        } finally {
            lock.unlock();
        }
        return this;
    }

    /** Takes so many messages more, and says so if it has refused one. */
    public void take(int messages) {
        boolean tell;
        lock.lock();
        try {
            room = messages;
            tell = refusedOne;
            refusedOne = false;
        } finally {
            lock.unlock();
        }
        Receiver now = receiver;
        if (tell && now != null) {
            now.writable();
        }
    }

    /** Takes everything again, and says so. */
    public void takeAll() {
        take(Integer.MAX_VALUE);
    }

    /** The network takes so many octets more of what this peer took, though that makes no room yet. */
    public void write(long octets) {
        written.addAndGet(octets);
    }

    /** The transport goes, and tells so. */
    public void goAway(String reason) {
        Receiver now = receiver;
        if (now != null) {
            now.goingAway(reason);
        }
    }

    /** The transport finds that this peer broke its rules. */
    public FakePeer violate(String text) {
        Receiver now = receiver;
        if (now != null) {
            now.violation(text);
        }
        return this;
    }

    /** The network is gone. */
    public void hangUp() {
        close(CloseReason.GOING_AWAY, "the peer hung up");
    }

    /** How many messages were offered and taken. */
    public int taken() {
        return offers;
    }

    /** Whether the router does not read. */
    public boolean paused() {
        return paused;
    }

    /** Whether the router left the connection to the next one. */
    public boolean detached() {
        return detached;
    }

    /** Why the router closed the connection; null if it did not. */
    public @Nullable CloseReason closed() {
        return closed;
    }

    /** What it said when it closed. */
    public String closeText() {
        return closeText;
    }

    @Override
    public boolean offer(ByteBuffer frame) {
        assertTrue(offering.compareAndSet(false, true), "two offers at once");
        lock.lock();
        try {
            if (closed != null) {
                return true;
            }
            if (room <= 0) {
                assertFalse(refusedOne, "offered again before writable()");
                refusedOne = true;
                return false;
            }
            room--;
            offers++;
            byte[] octets = new byte[frame.remaining()];
            ByteBuffer source = frame.isDirect() ? frame.duplicate() : frame; // the one is shared, the other only lent
            source.get(octets);
            if (framing == Framing.NONE) {
                received.add(serializer.decode(octets, 0, octets.length));
            }
            return true;
        } catch (ProtocolViolation e) {
            throw new AssertionError("the router sent what no client can read", e);
        } finally {
            offering.set(false);
            lock.unlock();
        }
    }

    @Override
    public long written() {
        return written.get();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        deliver();
    }

    @Override
    public void close(CloseReason reason, String text) {
        lock.lock();
        try {
            if (closed != null) {
                return;
            }
            closeText = text;
            closed = reason;
        } finally {
            lock.unlock();
        }
        Receiver now = receiver;
        if (now != null) {
            now.closed(text);
        }
    }

    @Override
    public void detach() {
        detached = true;
        paused = true;
    }

    @Override
    public Framing framing() {
        return framing;
    }

    @Override
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    @Override
    public String serializer() {
        return serializer.type().name();
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Listener listener() {
        return listener;
    }
}
