package org.junctor.api.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junctor.api.wire.Framing;
import org.junctor.api.wire.SerializerType;
import org.junit.jupiter.api.Test;

/** Connections across the coming and going of routers. */
final class RouterPortTest {
    private static final SerializerType JSON = new SerializerType("json", "wamp.2.json", 1, "application/json", true);

    private final RouterPort port = new RouterPort(60_000);
    private final FakeRouter first = new FakeRouter();
    private final FakeRouter second = new FakeRouter();
    private final FakeConnection connection = new FakeConnection();

    @Test
    void connectionIsGivenToTheRouterThatIsThere() {
        port.bind(first);

        Receiver receiver = port.open(connection);
        send(receiver, "hello");

        assertEquals(List.of("accept", "hello"), first.log);
        assertEquals(List.of(JSON), port.serializers());
    }

    @Test
    void connectionThatComesBeforeTheRouterWaitsPausedAndLosesNothing() {
        Receiver receiver = port.open(connection);
        send(receiver, "early");
        assertTrue(connection.paused);
        assertFalse(port.available());
        assertEquals(List.of(), port.serializers());

        port.bind(first);
        send(receiver, "late");

        assertEquals(List.of("accept", "early", "late"), first.log);
        assertFalse(connection.paused);
    }

    @Test
    void whatIsGivenAwayIsNotCopiedOnTheWay() {
        byte[] early = {1};
        byte[] late = {2};
        Receiver receiver = port.open(connection);
        receiver.receiveGiven(early);

        port.bind(first);
        receiver.receiveGiven(late);

        assertSame(early, first.given.get(0));
        assertSame(late, first.given.get(1));
    }

    @Test
    void routerIsToldThatTheTransportGoes() {
        port.bind(first);
        Receiver receiver = open();

        receiver.goingAway("the transport stops");
        port.detach(connection);
        receiver.goingAway("nobody is there to be told");
        receiver.violation("nobody is there to be told");

        assertEquals(List.of("accept", "goingAway the transport stops"), first.log);
    }

    @Test
    void detachedConnectionIsGivenToTheNextRouterAsReused() {
        port.bind(first);
        Receiver receiver = open();
        port.unbind(first);
        port.detach(connection);
        assertTrue(connection.paused);
        send(receiver, "meanwhile");

        port.bind(second);
        send(receiver, "afterwards");

        assertEquals(List.of("accept"), first.log);
        assertEquals(List.of("accept reused", "meanwhile", "afterwards"), second.log);
        assertFalse(connection.paused);
    }

    @Test
    void detachedConnectionIsGivenAtOnceToARouterThatCameBefore() {
        port.bind(first);
        open();
        port.bind(second);

        port.detach(connection);

        assertEquals(List.of("accept reused"), second.log);
    }

    @Test
    void detachedConnectionIsNotGivenBackToTheRouterThatDetachedIt() {
        port.bind(first);
        open();

        port.detach(connection);

        assertEquals(List.of("accept"), first.log);
        assertTrue(connection.paused);
    }

    @Test
    void routerThatDetachesWhileItAcceptsIsLeft() {
        first.stopped = true;
        port.bind(first);
        Receiver receiver = open();
        send(receiver, "meanwhile");

        port.bind(second);

        assertEquals(List.of("accept"), first.log);
        assertEquals(List.of("accept reused", "meanwhile"), second.log);
    }

    @Test
    void routerMayPauseTheConnectionWhileItAccepts() {
        first.pauses = true;
        open();

        port.bind(first);

        assertTrue(connection.paused, "resumed behind the router's back");
    }

    @Test
    void closedConnectionIsToldToItsRouterOnce() {
        port.bind(first);
        Receiver receiver = open();

        receiver.closed("gone");

        assertEquals(List.of("accept", "closed gone"), first.log);
        port.bind(second);
        assertEquals(List.of(), second.log);
    }

    @Test
    void connectionThatIsClosedWhileItWaitsIsGivenToNobody() {
        Receiver receiver = open();

        receiver.closed("gone");
        port.bind(first);

        assertEquals(List.of(), first.log);
    }

    @Test
    void connectionThatIsClosedWhileItIsAcceptedIsToldToTheRouter() {
        first.hangUp = true;
        open();

        port.bind(first);

        assertEquals(List.of("accept", "closed during accept"), first.log);
    }

    @Test
    void writableIsPassedOn() {
        port.bind(first);
        Receiver receiver = open();

        receiver.writable();
        port.detach(connection);
        receiver.writable();

        assertEquals(List.of("accept", "writable"), first.log);
    }

    @Test
    void connectionIsClosedWhenNoRouterComes() throws InterruptedException {
        new RouterPort(1).open(connection);

        assertTrue(connection.done.await(10, TimeUnit.SECONDS));
        assertEquals(CloseReason.GOING_AWAY, connection.closed);
    }

    @Test
    void connectionThatFoundARouterIsNotClosedLater() {
        port.bind(first);

        open();

        assertNull(connection.closed);
    }

    private Receiver open() {
        Receiver receiver = port.open(connection);
        connection.receiver = receiver;
        return receiver;
    }

    private static void send(Receiver receiver, String message) {
        byte[] octets = (" " + message).getBytes(StandardCharsets.UTF_8);
        receiver.receive(octets, 1, octets.length - 1);
    }

    /** A router that writes down what it is told. */
    private final class FakeRouter implements Acceptor {
        final List<byte[]> given = new ArrayList<>();
        final List<String> log = new ArrayList<>();
        boolean stopped;
        boolean pauses;
        boolean hangUp;

        @Override
        public List<SerializerType> serializers() {
            return List.of(JSON);
        }

        @Override
        public Receiver accept(Connection accepted, boolean reused) {
            log.add(reused ? "accept reused" : "accept");
            if (stopped) {
                accepted.detach();
            }
            if (pauses) {
                accepted.pause();
            }
            if (hangUp) {
                connection.hangUp("during accept");
            }
            return new Receiver() {
                @Override
                public void receive(byte[] octets, int offset, int length) {
                    log.add(new String(octets, offset, length, StandardCharsets.UTF_8));
                }

                @Override
                public void receiveGiven(byte[] octets) {
                    given.add(octets);
                    receive(octets, 0, octets.length);
                }

                @Override
                public void writable() {
                    log.add("writable");
                }

                @Override
                public void goingAway(String reason) {
                    log.add("goingAway " + reason);
                }

                @Override
                public void closed(String reason) {
                    log.add("closed " + reason);
                }
            };
        }
    }

    /** A connection that knows its receiver only when the port has returned it, as in a transport. */
    private final class FakeConnection implements Connection {
        final CountDownLatch done = new CountDownLatch(1);

        @Nullable
        Receiver receiver;

        boolean paused;
        volatile @Nullable CloseReason closed;

        @Override
        public boolean offer(ByteBuffer frame) {
            return true;
        }

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void resume() {
            paused = false;
        }

        @Override
        public void close(CloseReason reason, String text) {
            closed = reason;
            done.countDown();
        }

        @Override
        public Framing framing() {
            return Framing.NONE;
        }

        @Override
        public int maxMessageBytes() {
            return Integer.MAX_VALUE;
        }

        @Override
        public String serializer() {
            return JSON.name();
        }

        @Override
        public Peer peer() {
            return Peer.of("test", "nowhere");
        }

        @Override
        public Listener listener() {
            return new Listener("test", Map.of(), Listener.RequestIds.STRICT);
        }

        @Override
        public void detach() {
            port.detach(this);
        }

        void hangUp(String reason) {
            Receiver known = receiver;
            if (known != null) {
                known.closed(reason);
            }
        }
    }
}
