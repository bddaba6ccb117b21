package org.junctor.api.transport;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
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
    private final Map<Connection, Link> links = new ConcurrentHashMap<>();
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
                link.attach(next);
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
        links.put(connection, link);
        Acceptor now = acceptor;
        if (now == null) {
            link.await();
        } else {
            link.attach(now);
        }
        return link;
    }

    /**
     * What {@link Connection#detach()} does: pauses the connection until there is a router again. It may come before
     * {@link #open} has returned.
     */
    public void detach(Connection connection) {
        Link link = links.get(connection);
        if (link != null) { // else it is closed already
            link.await();
        }
    }

    /** The receiver of one connection: stands before whichever router serves it. */
    private final class Link implements Receiver {
        private final Connection connection;

        /** What came while nobody served the connection; null if nothing did, as with most. Guarded by this. */
        private @Nullable Deque<byte[]> held;

        private volatile @Nullable Receiver target;

        /** Counts who served the connection and who left it, so that what began before is noticed. Guarded by this. */
        private int era;

        /** Who serves the connection, or did so last. Guarded by this. */
        private @Nullable Acceptor router;

        /** Why the connection is gone. Guarded by this. */
        private @Nullable String gone;

        Link(Connection connection) {
            this.connection = connection;
        }

        void attach(Acceptor next) {
            int mine;
            boolean reused;
            synchronized (this) {
                if (gone != null) {
                    return;
                }
                reused = router != null;
                router = next;
                mine = ++era;
            }
            // Before the router has it, because the router may pause it for a reason of its own.
            connection.resume();
            hand(next.accept(connection, reused), mine);
        }

        /** Gives the receiver what was held, then makes it the target; unless its router has left meanwhile. */
        private void hand(Receiver receiver, int mine) {
            while (true) {
                byte[] message;
                String end;
                synchronized (this) {
                    if (era != mine) {
                        return;
                    }
                    message = held == null ? null : held.poll();
                    end = gone;
                    if (message == null && end == null) {
                        target = receiver;
                        return;
                    }
                }
                if (message == null) {
                    receiver.closed(String.valueOf(end));
                    return;
                }
                receiver.receiveGiven(message);
            }
        }

        private void hold(byte[] message) {
            Deque<byte[]> all = held == null ? new ArrayDeque<>(1) : held;
            all.add(message);
            held = all;
        }

        void await() {
            connection.pause();
            int mine;
            Acceptor last;
            synchronized (this) {
                if (gone != null) {
                    return;
                }
                target = null;
                last = router;
                mine = ++era;
            }
            waiting.add(this);
            Acceptor now = acceptor;
            if (now != null && now != last && waiting.remove(this)) {
                attach(now);
                return;
            }
            CompletableFuture.delayedExecutor(waitMs, TimeUnit.MILLISECONDS).execute(() -> giveUp(mine));
        }

        private void giveUp(int mine) {
            synchronized (this) {
                if (era != mine || !waiting.remove(this)) {
                    return;
                }
            }
            connection.close(CloseReason.GOING_AWAY, "the router is not there");
        }

        @Override
        public void receive(byte[] octets, int offset, int length) {
            Receiver now = target;
            if (now != null) {
                now.receive(octets, offset, length);
            } else {
                receiveGiven(Arrays.copyOfRange(octets, offset, offset + length));
            }
        }

        @Override
        public void receiveGiven(byte[] octets) {
            Receiver now = target;
            if (now == null) {
                synchronized (this) {
                    now = target;
                    if (now == null) {
                        hold(octets);
                        return;
                    }
                }
            }
            now.receiveGiven(octets);
        }

        @Override
        public void writable() {
            Receiver now = target;
            if (now != null) {
                now.writable();
            }
        }

        @Override
        public void goingAway(String reason) {
            Receiver now = target;
            if (now != null) {
                now.goingAway(reason);
            }
        }

        @Override
        public void violation(String text) {
            Receiver now = target;
            if (now != null) {
                now.violation(text);
            }
        }

        @Override
        public void closed(String reason) {
            Receiver now;
            synchronized (this) {
                gone = reason;
                now = target;
                target = null;
            }
            links.remove(connection);
            waiting.remove(this);
            if (now != null) {
                now.closed(reason);
            }
        }
    }
}
