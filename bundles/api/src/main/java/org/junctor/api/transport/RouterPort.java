package org.junctor.api.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junctor.api.wire.SerializerType;

/**
 * Where one transport bundle meets the router: hands connections to the {@link Acceptor} that is there now, and keeps them across an
 * update of the router core. A transport has one, tells it when the acceptor comes and goes, opens each connection through it, and
 * passes {@link Connection#detach()} on to it. Thread-safe.
 */
public final class RouterPort {
    private final long waitMs;
    private final Set<Link> waiting = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Acceptor acceptor;

    /** A port that closes connections which found no new router core after {@code waitMs} milliseconds. */
    public RouterPort(long waitMs) {
        this.waitMs = waitMs;
    }

    /** The router came. Connections that were waiting for one are given to it. */
    public void bind(Acceptor next) {
        acceptor = next;
        for (Link link : List.copyOf(waiting)) {
            if (waiting.remove(link)) {
                link.attach(next, true);
            }
        }
    }

    /** The router went. It has detached its connections, or will do so before it is gone. */
    public void unbind(Acceptor gone) {
        if (acceptor == gone) {
            acceptor = null;
        }
    }

    /** The serializers for a handshake now; empty while there is no router. */
    public List<SerializerType> serializers() {
        Acceptor now = acceptor;
        return now == null ? List.of() : now.serializers();
    }

    /** Whether there is a router to take connections. */
    public boolean available() {
        return acceptor != null;
    }

    /** Opens a connection whose handshake is done. What the peer sends goes to the receiver, which stays the same for its life. */
    public Receiver open(Connection connection) {
        Link link = new Link(connection);
        Acceptor now = acceptor;
        if (now == null) {
            await(link);
        } else {
            link.attach(now, false);
        }
        return link;
    }

    /** What {@link Connection#detach()} does: pauses the connection until there is a router again. */
    public void detach(Receiver opened) {
        await((Link) opened);
    }

    private void await(Link link) {
        link.connection.pause();
        link.target = null;
        waiting.add(link);
        Acceptor now = acceptor;
        if (now != null && link.router != now && waiting.remove(link)) {
            link.attach(now, true);
            return;
        }
        CompletableFuture.delayedExecutor(waitMs, TimeUnit.MILLISECONDS).execute(() -> {
            if (waiting.remove(link)) {
                link.connection.close(CloseReason.GOING_AWAY, "the router is not there");
            }
        });
    }

    /** The receiver of one connection: stands before whichever router serves it. */
    private final class Link implements Receiver {
        private final Connection connection;
        private final List<byte[]> held = new ArrayList<>();
        private volatile @Nullable Receiver target;
        private volatile @Nullable Acceptor router;

        Link(Connection connection) {
            this.connection = connection;
        }

        void attach(Acceptor next, boolean reused) {
            router = next;
            Receiver receiver = next.accept(connection, reused);
            synchronized (held) {
                for (byte[] message : held) {
                    receiver.receive(message, 0, message.length);
                }
                held.clear();
                target = receiver;
            }
            if (reused) {
                connection.resume();
            }
        }

        @Override
        public void receive(byte[] octets, int offset, int length) {
            Receiver now = target;
            if (now != null) {
                now.receive(octets, offset, length);
                return;
            }
            synchronized (held) {
                now = target;
                if (now == null) {
                    held.add(Arrays.copyOfRange(octets, offset, offset + length));
                    return;
                }
            }
            now.receive(octets, offset, length);
        }

        @Override
        public void writable() {
            Receiver now = target;
            if (now != null) {
                now.writable();
            }
        }

        @Override
        public void closed(String reason) {
            waiting.remove(this);
            Receiver now = target;
            if (now != null) {
                now.closed(reason);
            }
        }
    }
}
