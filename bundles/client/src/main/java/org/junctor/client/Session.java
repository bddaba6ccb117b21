package org.junctor.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientConfig;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Abort;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Interrupt;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Published;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Unregistered;
import org.junctor.api.message.Unsubscribed;
import org.junctor.api.message.Welcome;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.transport.Channel;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Receiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session, from HELLO to GOODBYE: the client's half of the protocol's state machine (spec: "Sessions"). */
final class Session implements ClientSession, Receiver {
    static final long LEAVE_MS = 5_000;
    private static final String CANNOT_AUTHENTICATE = "wamp.error.cannot_authenticate";
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Login login;
    private final Supplier<Serializer> serializer;
    private final Executor pool;
    private final Executor replies;
    private final Outbox outbox;
    private final Requests requests;
    private final Caller caller;
    private final Callee callee;
    private final Subscriber subscriber;
    private final CompletableFuture<ClientSession> opened = new CompletableFuture<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final CompletableFuture<Boolean> disconnected = new CompletableFuture<>();
    private volatile @Nullable Channel channel;
    private volatile @Nullable Welcome welcome;
    private volatile State state = State.OPENING;
    private volatile String leaveReason = "";

    /** Where the session is in its life. */
    private enum State {
        OPENING,
        OPEN,
        LEAVING,
        OVER
    }

    Session(ClientConfig config, Supplier<Serializer> serializer, Executor pool) {
        this.login = new Login(config);
        this.serializer = serializer;
        this.pool = pool;
        String name = "the session at " + config.url();
        this.replies = new SerialQueue(pool, name);
        HandlerQueue handlers = new HandlerQueue(pool, name, this::pause, this::resume);
        Arguments arguments = new Arguments(serializer);
        this.outbox = new Outbox(serializer);
        this.requests = new Requests(outbox, arguments, replies, handlers);
        this.caller = new Caller(outbox, requests, arguments);
        this.callee = new Callee(outbox, requests, arguments, handlers);
        this.subscriber = new Subscriber(requests, arguments, handlers);
    }

    /** Completes when the router has answered HELLO. */
    CompletableFuture<ClientSession> opened() {
        return opened;
    }

    /** The connection is there: says HELLO. */
    void connected(Channel connected) {
        channel = connected;
        outbox.open(connected);
        if (state == State.OVER) {
            connected.close(CloseReason.NORMAL, "");
            return;
        }
        send(login.hello());
    }

    /** The connection could not be made, or the session was not opened in time. Does nothing to an open one. */
    void refused(Throwable cause) {
        if (end(Reason.SYSTEM_SHUTDOWN, cause, true)) {
            close(CloseReason.NORMAL, "");
        }
    }

    @Override
    public void receive(byte[] octets, int offset, int length) {
        try {
            Message message = serializer.get().decode(octets, offset, length);
            switch (state) {
                case OPENING -> opening(message);
                case OPEN -> open(message);
                case LEAVING -> leaving(message);
                case OVER -> {}
            }
        } catch (ProtocolViolation e) {
            violated(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.debug("Session {} cannot answer: {}", id(), e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            LOG.error("Session {} failed", id(), e);
            violated("the client failed: " + e);
        }
    }

    private void opening(Message message) throws ProtocolViolation {
        if (message instanceof Welcome answer) {
            try {
                login.accepted(answer);
            } catch (WampException e) {
                giveUp(e);
                return;
            }
            caller.learn(answer.details().dict("roles").dict("dealer").dict("features"));
            synchronized (closed) {
                if (state != State.OPENING) { // it took too long, and whoever opened it was told so
                    return;
                }
                welcome = answer;
                state = State.OPEN;
            }
            // On a thread of its own: whoever opened the session may wait for its first requests there.
            pool.execute(() -> opened.complete(this));
        } else if (message instanceof Abort abort) {
            aborted(abort);
        } else if (message instanceof Challenge challenge) {
            login.answer(challenge).whenComplete((answer, failure) -> {
                if (failure == null) {
                    send(answer);
                } else {
                    giveUp(failure);
                }
            });
        } else {
            throw new ProtocolViolation("a message of type " + message.type() + " instead of WELCOME");
        }
    }

    private void open(Message message) throws ProtocolViolation, IOException {
        if (message instanceof Result result) {
            requests.result(result);
        } else if (message instanceof Event event) {
            subscriber.event(event);
        } else if (message instanceof Invocation invocation) {
            callee.invoke(invocation);
        } else if (message instanceof Interrupt interrupt) {
            callee.interrupt(interrupt);
        } else if (message instanceof Error error) {
            requests.error(error);
        } else if (message instanceof Goodbye goodbye) {
            send(new Goodbye(Options.EMPTY, Reason.GOODBYE_AND_OUT));
            end(goodbye.reason(), new IOException("the router ended the session: " + goodbye.reason()));
            close(CloseReason.NORMAL, "");
        } else if (message instanceof Abort abort) {
            aborted(abort);
        } else {
            acknowledgement(message);
        }
    }

    private void acknowledgement(Message message) throws ProtocolViolation {
        if (message instanceof Published published) {
            requests.answer(published.request(), published);
        } else if (message instanceof Subscribed subscribed) {
            requests.answer(subscribed.request(), subscribed);
        } else if (message instanceof Registered registered) {
            requests.answer(registered.request(), registered);
        } else if (message instanceof Unsubscribed unsubscribed) {
            if (unsubscribed.request() == 0) {
                subscriber.revoked(unsubscribed.details().integer("subscription", 0));
            } else {
                requests.answer(unsubscribed.request(), unsubscribed);
            }
        } else if (message instanceof Unregistered unregistered) {
            if (unregistered.request() == 0) {
                callee.revoked(unregistered.details().integer("registration", 0));
            } else {
                requests.answer(unregistered.request(), unregistered);
            }
        } else {
            throw new ProtocolViolation("a router sends no message of type " + message.type() + " in an open session");
        }
    }

    /** Between the client's GOODBYE and the router's, nothing else counts (spec: "Session Closing"). */
    private void leaving(Message message) {
        if (message instanceof Goodbye || message instanceof Abort) {
            left();
        }
    }

    private void left() {
        end(leaveReason, new IOException("the session is over: " + leaveReason));
        close(CloseReason.NORMAL, "");
    }

    private void aborted(Abort abort) {
        Object text = abort.details().entries().get("message");
        List<Object> arguments = text == null ? List.of() : List.of(text);
        end(abort.reason(), new WampException(abort.reason(), arguments, Map.of()));
        close(CloseReason.NORMAL, "");
    }

    /** The client will not open the session. */
    private void giveUp(Throwable failure) {
        Throwable cause = Causes.of(failure);
        WampException why = cause instanceof WampException said
                ? said
                : new WampException(CANNOT_AUTHENTICATE, String.valueOf(cause.getMessage()));
        send(new Abort(Options.of("message", String.valueOf(why.getMessage())), why.error(), Payload.EMPTY));
        end(why.error(), why);
        close(CloseReason.NORMAL, "");
    }

    private void violated(String text) {
        send(new Abort(Options.of("message", text), Reason.PROTOCOL_VIOLATION, Payload.EMPTY));
        end(Reason.PROTOCOL_VIOLATION, new IOException("the router broke the protocol: " + text));
        close(CloseReason.PROTOCOL_ERROR, text);
    }

    @Override
    public void writable() {
        outbox.writable();
    }

    @Override
    public void closed(String reason) {
        end(reason, new IOException("the connection is lost: " + reason));
        disconnected.complete(true);
    }

    /** The session is over, for the first reason that is given. */
    private void end(String reason, Throwable cause) {
        end(reason, cause, false);
    }

    private boolean end(String reason, Throwable cause, boolean onlyOpening) {
        boolean opening;
        synchronized (closed) {
            opening = state == State.OPENING;
            if (state == State.OVER || (onlyOpening && !opening)) {
                return false;
            }
            state = State.OVER;
        }
        outbox.end(reason);
        if (opening) {
            pool.execute(() -> opened.completeExceptionally(cause));
        }
        requests.end(String.valueOf(cause.getMessage()));
        callee.end();
        replies.execute(() -> closed.complete(reason));
        return true;
    }

    private void send(Message message) {
        try {
            outbox.send(message);
        } catch (IOException | WampException e) {
            LOG.debug("Session {} cannot send: {}", id(), e.getMessage());
        }
    }

    private void close(CloseReason reason, String text) {
        Channel open = channel;
        if (open != null) {
            open.close(reason, text);
        }
    }

    private void pause() {
        Channel open = channel;
        if (open != null) {
            open.pause();
        }
    }

    private void resume() {
        Channel open = channel;
        if (open != null) {
            open.resume();
        }
    }

    @Override
    public long id() {
        Welcome answer = welcome;
        return answer == null ? 0 : answer.session();
    }

    @Override
    public Options welcome() {
        Welcome answer = welcome;
        return answer == null ? Options.EMPTY : answer.details();
    }

    @Override
    public CompletionStage<Invoked> call(String procedure, List<?> arguments, Map<String, ?> keywords) {
        return caller.call(procedure, arguments, keywords, Options.EMPTY, null);
    }

    @Override
    public CompletableFuture<Invoked> call(
            String procedure,
            List<?> arguments,
            Map<String, ?> keywords,
            Options options,
            @Nullable Consumer<Invoked> progress) {
        return caller.call(procedure, arguments, keywords, options, progress);
    }

    @Override
    public CallStream stream(String procedure, Options options, @Nullable Consumer<Invoked> progress) {
        return caller.stream(procedure, options, progress);
    }

    @Override
    public CompletionStage<Void> publish(String topic, List<?> arguments, Map<String, ?> keywords, Options options) {
        return caller.publish(topic, arguments, keywords, options);
    }

    @Override
    public CompletionStage<Handle> subscribe(String topic, Options options, Consumer<EventMessage> handler) {
        return subscriber.subscribe(topic, options, handler);
    }

    @Override
    public CompletionStage<Handle> register(String procedure, Options options, InvocationHandler handler) {
        return callee.register(procedure, options, handler);
    }

    @Override
    public CompletionStage<Handle> registerStream(String procedure, Options options, StreamHandler handler) {
        return callee.registerStream(procedure, options, handler);
    }

    @Override
    public CompletionStage<String> closed() {
        return closed.minimalCompletionStage();
    }

    @Override
    public CompletionStage<Void> leave(String reason) {
        refused(new IOException("the client stops: " + reason));
        synchronized (closed) {
            if (state == State.OPEN) {
                leaveReason = reason;
                state = State.LEAVING;
                send(new Goodbye(Options.EMPTY, reason));
                CompletableFuture.delayedExecutor(LEAVE_MS, TimeUnit.MILLISECONDS, pool)
                        .execute(this::left);
            }
        }
        return disconnected.thenRun(() -> {});
    }
}
