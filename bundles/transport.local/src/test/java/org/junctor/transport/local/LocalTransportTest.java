package org.junctor.transport.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junctor.api.transport.Channel;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Connection;
import org.junctor.api.transport.Listener;
import org.junctor.api.transport.Peer;
import org.junctor.api.wire.Framing;
import org.junctor.api.wire.SerializerType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LocalTransportTest {
    private static final SerializerType JSON = new SerializerType("json", "wamp.2.json", 1, "application/json", true);

    private final ConcurrentLinkedQueue<Runnable> closingLimits = new ConcurrentLinkedQueue<>();
    private final LocalTransport transport = new LocalTransport(closingLimits::add);
    private final FakeAcceptor router = new FakeAcceptor();
    private final FakeReceiver client = new FakeReceiver();

    @AfterEach
    void stop() {
        transport.stop();
    }

    private Channel connect(String url) {
        return transport
                .connect(URI.create(url), JSON, client)
                .toCompletableFuture()
                .join();
    }

    private FakeAcceptor.Accepted accepted() throws InterruptedException {
        return router.next();
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String kilobytes(int count) {
        return "x".repeat(count * 1024);
    }

    @Test
    void theRoleOfTheUrlBecomesThatOfTheSession() throws Exception {
        transport.bindAcceptor(router);
        connect("local:backend");

        Connection connection = accepted().connection();

        assertEquals(
                Map.of("anonymous", Map.of("type", "static", "role", "backend")),
                connection.listener().auth());
        assertEquals(Listener.RequestIds.STRICT, connection.listener().requestIds());
        assertEquals(Peer.of("local", "local"), connection.peer());
        assertEquals("json", connection.serializer());
        assertSame(Framing.NONE, connection.framing());
    }

    @Test
    void messagesGoBothWaysInOrder() throws Exception {
        transport.bindAcceptor(router);
        Channel channel = connect("local:backend");
        FakeAcceptor.Accepted atRouter = accepted();

        assertTrue(channel.offer(text("hello")));
        assertTrue(channel.offer(text("call")));
        assertTrue(atRouter.connection().offer(text("welcome")));
        assertTrue(atRouter.connection().offer(text("result").asReadOnlyBuffer()));

        atRouter.received().expect("receive hello", "receive call");
        client.expect("receive welcome", "receive result");
    }

    @Test
    void clientCodeNeverRunsOnTheThreadOfTheRouter() throws Exception {
        transport.bindAcceptor(router);
        connect("local:backend");
        Connection connection = accepted().connection();

        connection.offer(text("event"));
        client.expect("receive event");
        assertTrue(client.thread().startsWith("junctor-local-"), client.thread());
        connection.close(CloseReason.NORMAL, "done");
        client.expect("closed done");
        assertTrue(client.thread().startsWith("junctor-local-"), client.thread());
    }

    @Test
    void aMessageIsOnlyLent() throws Exception {
        transport.bindAcceptor(router);
        Channel channel = connect("local:backend");
        channel.pause();
        Connection connection = accepted().connection();
        ByteBuffer buffer = text("event");

        connection.offer(buffer);
        assertEquals(5, buffer.remaining());
        buffer.put(0, (byte) 'X');
        channel.resume();

        client.expect("receive event");
    }

    @Test
    void moreThanTheLimitIsRefusedUntilThereIsRoom() throws Exception {
        transport.bindAcceptor(router);
        Channel channel = connect("local:backend");
        FakeAcceptor.Accepted atRouter = accepted();
        channel.pause();

        assertTrue(atRouter.connection().offer(text(kilobytes(100))));
        assertFalse(atRouter.connection().offer(text("refused")));
        atRouter.received().expectNothingElse();
        channel.resume();

        client.expect("receive " + kilobytes(100));
        atRouter.received().expect("writable");
        assertTrue(atRouter.connection().offer(text("more")));
        client.expect("receive more");
        atRouter.received().expectNothingElse();
    }

    @Test
    void aRouterThatDoesNotReadPushesBack() throws Exception {
        transport.bindAcceptor(router);
        Channel channel = connect("local:backend");
        FakeAcceptor.Accepted atRouter = accepted();
        atRouter.connection().pause();

        assertTrue(channel.offer(text(kilobytes(65))));
        assertFalse(channel.offer(text("refused")));
        atRouter.received().expectNothingElse();
        client.expectNothingElse();
        atRouter.connection().resume();

        atRouter.received().expect("receive " + kilobytes(65));
        client.expect("writable");
    }

    @Test
    void whatWasTakenIsDeliveredBeforeTheRouterCloses() throws Exception {
        transport.bindAcceptor(router);
        Channel channel = connect("local:backend");
        FakeAcceptor.Accepted atRouter = accepted();

        atRouter.connection().offer(text("goodbye"));
        atRouter.connection().close(CloseReason.GOING_AWAY, "shutdown");
        assertTrue(atRouter.connection().offer(text("late")));

        client.expect("receive goodbye", "closed shutdown");
        atRouter.received().expect("closed shutdown");
        assertTrue(channel.offer(text("late")));
        atRouter.connection().close(CloseReason.NORMAL, "again");
        closingLimits.forEach(Runnable::run);
        client.expectNothingElse();
        atRouter.received().expectNothingElse();
    }

    @Test
    void whatWasTakenIsDeliveredBeforeTheClientCloses() throws Exception {
        transport.bindAcceptor(router);
        Channel channel = connect("local:backend");
        FakeAcceptor.Accepted atRouter = accepted();

        channel.offer(text("goodbye"));
        channel.close(CloseReason.NORMAL, "left");

        atRouter.received().expect("receive goodbye", "closed left");
        client.expect("closed left");
    }

    @Test
    void aPeerThatDoesNotTakeTheRestIsCutOff() throws Exception {
        transport.bindAcceptor(router);
        Channel channel = connect("local:backend");
        FakeAcceptor.Accepted atRouter = accepted();
        channel.pause();
        atRouter.connection().offer(text("event"));
        atRouter.connection().close(CloseReason.POLICY, "too slow");
        client.expectNothingElse();

        closingLimits.forEach(Runnable::run);

        client.expect("closed too slow");
        atRouter.received().expect("closed too slow");
    }

    @Test
    void aConnectionOutlivesTheRouterCore() throws Exception {
        transport.bindAcceptor(router);
        Channel channel = connect("local:backend");
        FakeAcceptor.Accepted before = accepted();
        transport.unbindAcceptor(router);
        before.connection().detach();

        channel.offer(text("hello"));
        before.received().expectNothingElse();
        FakeAcceptor successor = new FakeAcceptor();
        transport.bindAcceptor(successor);

        FakeAcceptor.Accepted after = successor.next();
        assertTrue(after.reused());
        assertSame(before.connection(), after.connection());
        after.received().expect("receive hello");
        after.connection().offer(text("welcome"));
        client.expect("receive welcome");
    }

    @Test
    void aConnectionMayBeMadeBeforeThereIsARouter() throws Exception {
        Channel channel = connect("local:backend");
        channel.offer(text("hello"));

        transport.bindAcceptor(router);

        accepted().received().expect("receive hello");
    }

    @Test
    void stoppingClosesBothEnds() throws Exception {
        transport.bindAcceptor(router);
        connect("local:backend");
        FakeAcceptor.Accepted atRouter = accepted();

        transport.stop();

        client.expect("closed the local transport stops");
        atRouter.received().expect("closed the local transport stops");
        CompletionException thrown = assertThrows(CompletionException.class, () -> connect("local:backend"));
        assertInstanceOf(IOException.class, thrown.getCause());
    }

    @Test
    void aUrlWithoutRoleIsRefused() {
        for (String url : new String[] {"local:%20", "local:///x"}) {
            CompletionException thrown = assertThrows(CompletionException.class, () -> connect(url));

            assertTrue(String.valueOf(thrown.getMessage()).contains("write local:<role"), thrown::getMessage);
        }
    }

    @Test
    void aFailingClientLosesItsConnectionOnly() throws Exception {
        transport.bindAcceptor(router);
        FakeReceiver failing = new FakeReceiver() {
            @Override
            public void receive(byte[] octets, int offset, int length) {
                throw new IllegalStateException("thrown by the test");
            }
        };
        transport.connect(URI.create("local:backend"), JSON, failing);
        FakeAcceptor.Accepted atRouter = accepted();
        connect("local:backend");
        FakeAcceptor.Accepted bystander = accepted();

        assertTrue(atRouter.connection().offer(text("event")));
        bystander.connection().offer(text("event"));

        failing.expect("closed failure of the receiver");
        atRouter.received().expect("closed failure of the receiver");
        client.expect("receive event");
        client.expectNothingElse();
    }

    @Test
    void underLoadNothingIsLostReorderedOrOverlapping() throws Exception {
        transport.bindAcceptor(router);
        Channel channel = connect("local:backend");
        FakeAcceptor.Accepted atRouter = accepted();
        int count = 20_000;

        Thread sender = new Thread(() -> send(channel, count));
        sender.start();
        Thread routing = new Thread(() -> send(atRouter.connection(), count));
        routing.start();
        for (int i = 0; i < 200; i++) {
            channel.pause();
            channel.resume();
            atRouter.connection().pause();
            atRouter.connection().resume();
        }

        expectAll(atRouter.received(), count);
        expectAll(client, count);
        sender.join();
        routing.join();
    }

    private static void send(Channel channel, int count) {
        for (int i = 0; i < count; i++) {
            ByteBuffer message = text("m" + i);
            while (!channel.offer(message)) {
                Thread.onSpinWait();
            }
        }
    }

    private static void expectAll(FakeReceiver receiver, int count) throws InterruptedException {
        int i = 0;
        while (i < count) {
            String call = receiver.next();
            if (!call.equals("writable")) {
                assertEquals("receive m" + i, call);
                i++;
            }
        }
    }
}
