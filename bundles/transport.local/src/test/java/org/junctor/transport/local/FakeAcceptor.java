package org.junctor.transport.local;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.Acceptor;
import org.junctor.api.transport.Connection;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.SerializerType;

/** A router that keeps what it is given. */
final class FakeAcceptor implements Acceptor {
    private final LinkedBlockingQueue<Accepted> accepted = new LinkedBlockingQueue<>();

    /** A connection, and what its peer sent. */
    record Accepted(Connection connection, boolean reused, FakeReceiver received) {}

    @Override
    public List<SerializerType> serializers() {
        return List.of();
    }

    @Override
    public Receiver accept(Connection connection, boolean reused) {
        FakeReceiver receiver = new FakeReceiver();
        accepted.add(new Accepted(connection, reused, receiver));
        return receiver;
    }

    Accepted next() throws InterruptedException {
        return present(accepted.poll(10, TimeUnit.SECONDS));
    }

    private static Accepted present(@Nullable Accepted next) {
        assertNotNull(next, "no connection was accepted");
        return next;
    }
}
