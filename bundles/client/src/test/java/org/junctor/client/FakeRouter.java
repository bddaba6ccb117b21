package org.junctor.client;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientConfig;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.ClientTransport;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Welcome;
import org.junctor.api.serializer.Values;
import org.junctor.api.transport.Channel;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.Framing;
import org.junctor.api.wire.SerializerType;
import org.junctor.api.wire.WriteBuffer;
import org.junctor.serializer.json.JsonSerializer;

/** The router's end of a client session, played by a test: keeps what it is sent, says what the test wants. */
final class FakeRouter implements ClientTransport, Channel {
    static final Options FEATURES = Options.of(
            "roles", Map.of("broker", Map.of(), "dealer", Map.of("features", Map.of("call_canceling", true))));

    static final ClientConfig CONFIG = new ClientConfig(URI.create("fake:router"), "realm1", "json");

    final JsonSerializer json = new JsonSerializer();
    final BlockingQueue<Message> sent = new LinkedBlockingQueue<>();
    final List<CloseReason> closes = new ArrayList<>();
    volatile boolean full;
    volatile boolean paused;
    volatile int maxMessageBytes = 1 << 20;
    private @Nullable Receiver client;

    /** A session that is open. */
    ClientSession join() throws Exception {
        CompletableFuture<ClientSession> opened = open().toCompletableFuture();
        take(Hello.class);
        say(new Welcome(7, FEATURES));
        return opened.get(5, TimeUnit.SECONDS);
    }

    CompletionStage<ClientSession> open() {
        return clients().open(CONFIG);
    }

    /** A factory whose sessions come here. */
    Clients clients() {
        Clients clients = new Clients();
        clients.use(List.of(json), List.of(Map.entry(Map.of(ClientTransport.SCHEME, "fake"), this)));
        return clients;
    }

    /** The next message that the client sends, of this type. */
    <M extends Message> M take(Class<M> type) throws InterruptedException {
        Message message = sent.poll(5, TimeUnit.SECONDS);
        assertNotNull(message, "the client sends no " + type.getSimpleName());
        return assertInstanceOf(type, message);
    }

    void say(Message message) {
        WriteBuffer out = new WriteBuffer(64);
        json.encode(message, out);
        say(out.toByteArray());
    }

    void say(byte[] octets) {
        client().receive(octets, 0, octets.length);
        Arrays.fill(octets, (byte) 'x'); // the octets were only lent
    }

    /** The connection breaks. */
    void drop(String reason) {
        client().closed(reason);
    }

    void room() {
        full = false;
        client().writable();
    }

    private Receiver client() {
        return Objects.requireNonNull(client, "nobody has connected");
    }

    Payload payload(Object... arguments) {
        return Values.payload(json, List.of(arguments), Map.of());
    }

    List<?> arguments(Payload payload) throws ProtocolViolation {
        return payload.isEmpty()
                ? List.of()
                : (List<?>) Values.decode(payload, json).get(0);
    }

    @Override
    public CompletionStage<Channel> connect(URI url, SerializerType serializer, Receiver receiver) {
        client = receiver;
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public boolean offer(ByteBuffer frame) {
        if (full) {
            return false;
        }
        byte[] octets = new byte[frame.remaining()];
        frame.get(octets);
        try {
            Message message = json.decode(octets, 0, octets.length);
            sent.add(message);
        } catch (ProtocolViolation e) {
            throw new AssertionError(e);
        }
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
    public synchronized void close(CloseReason reason, String text) {
        closes.add(reason);
        if (closes.size() == 1) {
            ForkJoinPool.commonPool().execute(() -> client().closed(text));
        }
    }

    @Override
    public Framing framing() {
        return Framing.NONE;
    }

    @Override
    public int maxMessageBytes() {
        return maxMessageBytes;
    }
}
