package org.junctor.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession.Handle;
import org.junctor.api.client.ClientSession.InvocationHandler;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Error;
import org.junctor.api.message.Interrupt;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Register;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Unregister;
import org.junctor.api.message.Unregistered;

/** The registrations of a session, and the invocations under way. */
final class Callee {
    private final Outbox outbox;
    private final Requests requests;
    private final Arguments arguments;
    private final HandlerQueue handlers;
    private final Map<Long, InvocationHandler> registrations = new ConcurrentHashMap<>();
    private final Map<Long, Answer> underWay = new ConcurrentHashMap<>();

    Callee(Outbox outbox, Requests requests, Arguments arguments, HandlerQueue handlers) {
        this.outbox = outbox;
        this.requests = requests;
        this.arguments = arguments;
        this.handlers = handlers;
    }

    CompletionStage<Handle> register(String procedure, Options options, InvocationHandler handler) {
        Pending<Registered, Handle> request = Pending.of(Register.TYPE, Registered.class, answer -> {
            registrations.put(answer.registration(), handler);
            return new Registration(answer.registration());
        });
        return requests.send(request, id -> new Register(id, options, procedure))
                .minimalCompletionStage();
    }

    /** The router took a registration away. */
    void revoked(long id) {
        registrations.remove(id);
    }

    /** INVOCATION came. */
    void invoke(Invocation invocation) throws ProtocolViolation, IOException {
        InvocationHandler handler = registrations.get(invocation.registration());
        if (handler == null) {
            refuse(invocation);
            return;
        }
        boolean progress = invocation.details().flag("receive_progress", false);
        Invoked call = arguments.invoked(invocation.payload(), invocation.details());
        Answer answer = new Answer(invocation.request(), progress, outbox, () -> underWay.remove(invocation.request()));
        if (underWay.putIfAbsent(invocation.request(), answer) != null) {
            throw new ProtocolViolation("invocation " + invocation.request() + " is already under way");
        }
        handlers.execute(invocation.payload().length(), () -> answer.run(handler, call));
    }

    /** The registration was given back while the invocation was on its way: its caller still waits for an answer. */
    private void refuse(Invocation invocation) throws IOException {
        try {
            outbox.send(new Error(
                    Invocation.TYPE, invocation.request(), Options.EMPTY, Reason.NO_SUCH_REGISTRATION, Payload.EMPTY));
        } catch (WampException e) {
            throw new IOException("the router takes not even an ERROR without arguments", e);
        }
    }

    /** INTERRUPT came: it waits its turn behind the handler that it is for. */
    void interrupt(Interrupt interrupt) {
        Answer answer = underWay.get(interrupt.request());
        if (answer != null) {
            handlers.execute(0, answer::cancel);
        }
    }

    /** The session is over: what is still under way has nobody to answer to. */
    void end() {
        for (Answer answer : List.copyOf(underWay.values())) {
            handlers.execute(0, answer::cancel);
        }
    }

    /** A registration of this session. */
    private final class Registration implements Handle {
        private final long id;
        private @Nullable CompletionStage<Void> closed;

        Registration(long id) {
            this.id = id;
        }

        @Override
        public long id() {
            return id;
        }

        /** Invocations are taken until the router has confirmed: they were routed here before it knew. */
        @Override
        public synchronized CompletionStage<Void> close() {
            CompletionStage<Void> closing = closed;
            if (closing == null) {
                Pending<Unregistered, Unregistered> request =
                        Pending.of(Unregister.TYPE, Unregistered.class, answer -> {
                            registrations.remove(id);
                            return answer;
                        });
                closing = requests.send(request, number -> new Unregister(number, id, Options.EMPTY))
                        .thenRun(() -> {});
                closed = closing;
            }
            return closing;
        }
    }
}
