package org.junctor.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junctor.api.message.Message;
import org.junctor.api.message.Published;
import org.junctor.api.message.Welcome;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** What waits for a peer, while some threads add to it and the transport takes from it. */
final class OutboxInterleavingTest {
    @Test
    void whatWaitsKeepsItsOrder() {
        Interleavings.check(Of.class, 3);
    }

    /** A peer that takes two messages at a time, and two threads that have messages for it. */
    public static final class Of {
        private final TestRouter router = new TestRouter();
        private final FakePeer peer = new FakePeer(TestRouter.JSON);
        private final Session session;
        private final List<Long> arrived = new ArrayList<>();
        private int sent;

        /** Two messages wait. */
        public Of() {
            peer.connect(router.core).send(TestRouter.hello());
            session = Objects.requireNonNull(
                    router.realm.session(peer.next(Welcome.class).session()));
            peer.takeOnly(0);
            sent = 2;
            session.send(new Published(1, 1));
            session.send(new Published(2, 2));
        }

        /** Sends the next message: number and sending are one step, as they are for a request id. */
        @Operation
        public int send() {
            session.outbox.lock.lock();
            try {
                session.send(new Published(++sent, sent));
                return sent;
            } finally {
                session.outbox.lock.unlock();
            }
        }

        /** The transport has room for two more. */
        @Operation(nonParallelGroup = "transport")
        public void take() {
            peer.take(2);
        }

        /** As when a serializer is back. */
        @Operation
        public void retry() {
            session.outbox.retry();
        }

        /** What has come is a beginning of what was sent. */
        @Validate
        public void inOrder() {
            for (Message message : peer.all()) {
                arrived.add(((Published) message).request());
            }
            for (int i = 0; i < arrived.size(); i++) {
                if (arrived.get(i) != i + 1) {
                    throw new IllegalStateException("came as " + arrived);
                }
            }
            peer.takeAll();
            if (peer.all().size() + arrived.size() != sent) {
                throw new IllegalStateException("lost or doubled, of " + sent);
            }
        }
    }
}
