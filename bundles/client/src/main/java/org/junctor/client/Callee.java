package org.junctor.client;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession.Handle;
import org.junctor.api.client.ClientSession.InvocationHandler;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.client.ClientSession.Parts;
import org.junctor.api.client.ClientSession.StreamHandler;
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
    private static final int REMEMBERED = 1024;

    private final Outbox outbox;
    private final Requests requests;
    private final Arguments arguments;
    private final HandlerQueue handlers;
    private final Map<Long, Offer> registrations = new ConcurrentHashMap<>();
    private final Map<Long, Answer> underWay = new ConcurrentHashMap<>();

    /** Invocations that were answered before their last part came: what still comes is dropped. Guarded by itself. */
    private final Set<Long> answered = new LinkedHashSet<>();

    /** What is registered: a handler, and whether it takes arguments part by part. */
    private record Offer(StreamHandler handler, boolean parts) {}

    Callee(Outbox outbox, Requests requests, Arguments arguments, HandlerQueue handlers) {
        this.outbox = outbox;
        this.requests = requests;
        this.arguments = arguments;
        this.handlers = handlers;
    }

    CompletionStage<Handle> register(String procedure, Options options, InvocationHandler handler) {
        return register(procedure, options, new Offer((parts, progress) -> invoke(handler, parts, progress), false));
    }

    CompletionStage<Handle> registerStream(String procedure, Options options, StreamHandler handler) {
        return register(procedure, options, new Offer(handler, true));
    }

    /** Gives a handler its only part. */
    private static CompletionStage<? extends @Nullable Object> invoke(
            InvocationHandler handler, Parts parts, Consumer<List<?>> progress) throws WampException {
        AtomicReference<Invoked> only = new AtomicReference<>();
        parts.forEach((call, last) -> only.set(call));
        return handler.invoke(Objects.requireNonNull(only.get()), progress);
    }

    private CompletionStage<Handle> register(String procedure, Options options, Offer offer) {
        Pending<Registered, Handle> request = Pending.of(Register.TYPE, Registered.class, answer -> {
            registrations.put(answer.registration(), offer);
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
        long request = invocation.request();
        boolean last = !invocation.details().flag("progress", false);
        Answer running = underWay.get(request);
        if (running != null) {
            part(running, invocation, last);
        } else if (!late(request, last)) {
            begin(invocation, last);
        }
    }

    private boolean late(long request, boolean last) {
        synchronized (answered) {
            return last ? answered.remove(request) : answered.contains(request);
        }
    }

    private void remember(long request) {
        synchronized (answered) {
            answered.add(request);
            if (answered.size() > REMEMBERED) {
                answered.remove(answered.iterator().next());
            }
        }
    }

    private void part(Answer running, Invocation invocation, boolean last) throws ProtocolViolation {
        if (!running.takesMore(last)) {
            throw new ProtocolViolation("invocation " + invocation.request() + " is already under way");
        }
        Invoked part = arguments.invoked(invocation.payload(), invocation.details());
        handlers.execute(invocation.payload().length(), () -> running.part(part, last));
    }

    private void begin(Invocation invocation, boolean last) throws ProtocolViolation, IOException {
        Offer offer = registrations.get(invocation.registration());
        if (offer == null || (!last && !offer.parts)) {
            if (!last) {
                remember(invocation.request());
            }
            refuse(invocation, offer == null ? Reason.NO_SUCH_REGISTRATION : Reason.FEATURE_NOT_SUPPORTED);
            return;
        }
        boolean progress = invocation.details().flag("receive_progress", false);
        long timeoutMs = invocation.details().integer("timeout", 0);
        Invoked call = arguments.invoked(invocation.payload(), invocation.details());
        Answer answer = new Answer(invocation.request(), progress, !last, outbox, this::finished);
        underWay.put(invocation.request(), answer);
        handlers.execute(invocation.payload().length(), () -> answer.run(offer.handler, call, last));
        if (timeoutMs > 0) {
            watch(answer, timeoutMs, timeoutMs);
        }
    }

    /** An invocation was answered. */
    private void finished(Answer answer, long request) {
        if (answer.takesMore(false)) {
            remember(request);
        }
        underWay.remove(request);
    }

    /** The callee keeps the time limit of a call itself (spec: "Call Timeouts", REGISTER.Options.forward_timeout). */
    private void watch(Answer answer, long limitMs, long waitMs) {
        CompletableFuture.delayedExecutor(waitMs, TimeUnit.MILLISECONDS).execute(() -> {
            long leftMs = answer.leftMs(limitMs);
            if (leftMs > 0) {
                watch(answer, limitMs, leftMs);
            } else {
                handlers.execute(0, answer::expire);
            }
        });
    }

    /** The registration was given back while the invocation was on its way: its caller still waits for an answer. */
    private void refuse(Invocation invocation, String reason) throws IOException {
        try {
            outbox.send(new Error(Invocation.TYPE, invocation.request(), Options.EMPTY, reason, Payload.EMPTY));
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
