package org.junctor.transport.local;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.Executor;
import org.junctor.api.transport.Channel;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Connection;
import org.junctor.api.transport.Listener;
import org.junctor.api.transport.Peer;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.Framing;

/** A connection inside the process, as the router has it; {@link #clientEnd} is as the client has it. */
final class LocalConnection implements Connection {
    private static final Peer PEER = Peer.of("local", "local");

    private final String serializer;
    private final Listener listener;
    private final Executor closingLimit;
    private final Owner owner;
    private final Pipe toClient;
    private final Pipe toRouter;

    /** How connections of one transport run: client code and late work, and what is done 10 s after a close. */
    record Threads(Executor executor, Executor closingLimit) {}

    /** Who keeps the connections of a transport. */
    interface Owner {
        /** The router core has left the connection. */
        void detached(LocalConnection connection);

        /** The connection is over. */
        void gone(LocalConnection connection);
    }

    LocalConnection(String role, String serializer, Threads threads, Owner owner) {
        this.serializer = serializer;
        this.listener = new Listener(
                "local", Map.of("anonymous", Map.of("type", "static", "role", role)), Listener.RequestIds.STRICT);
        this.closingLimit = threads.closingLimit;
        this.owner = owner;
        toClient = new Pipe("to role " + role, threads.executor, threads.executor, () -> owner.gone(this));
        // What a client sends is routed on its own thread: the router never blocks, and saves a change of threads.
        toRouter = new Pipe("from role " + role, threads.executor, Runnable::run, () -> owner.gone(this));
    }

    /** Begins to deliver in both directions. */
    void open(Receiver client, Receiver opened) {
        toRouter.open(opened, toClient);
        toClient.open(client, toRouter);
    }

    /** The transport stops: both ends are told at once. */
    void cut(String reason) {
        toClient.cut(reason);
        toRouter.cut(reason);
    }

    private void close(Pipe out, String text) {
        out.finish(text);
        closingLimit.execute(() -> out.cut(text));
    }

    @Override
    public String serializer() {
        return serializer;
    }

    @Override
    public Peer peer() {
        return PEER;
    }

    @Override
    public Listener listener() {
        return listener;
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
    public boolean offer(ByteBuffer frame) {
        return toClient.offer(frame);
    }

    @Override
    public void pause() {
        toRouter.pause(true);
    }

    @Override
    public void resume() {
        toRouter.pause(false);
    }

    @Override
    public void close(CloseReason reason, String text) {
        close(toClient, text);
    }

    @Override
    public void detach() {
        owner.detached(this);
    }

    /** The client's end. */
    Channel clientEnd() {
        return new ClientEnd();
    }

    /** The same connection from the other side. */
    private final class ClientEnd implements Channel {
        @Override
        public boolean offer(ByteBuffer frame) {
            return toRouter.offer(frame);
        }

        @Override
        public void pause() {
            toClient.pause(true);
        }

        @Override
        public void resume() {
            toClient.pause(false);
        }

        @Override
        public void close(CloseReason reason, String text) {
            LocalConnection.this.close(toRouter, text);
        }

        @Override
        public Framing framing() {
            return Framing.NONE;
        }

        @Override
        public int maxMessageBytes() {
            return Integer.MAX_VALUE;
        }
    }
}
