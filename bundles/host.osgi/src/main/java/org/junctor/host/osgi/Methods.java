package org.junctor.host.osgi;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.ClientSession.EventMessage;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.client.WampComponent;
import org.junctor.api.client.WampException;
import org.junctor.api.client.WampProcedure;
import org.junctor.api.client.WampSubscribe;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A component's annotated methods as procedures and event handlers of a session. Its code runs in the mailbox alone. */
final class Methods {
    private static final Logger LOG = LoggerFactory.getLogger(Methods.class);
    private static final String RUNTIME_ERROR = "wamp.error.runtime_error";

    private final Settings settings;
    private final Mailbox mailbox;

    Methods(Settings settings, Mailbox mailbox) {
        this.settings = settings;
        this.mailbox = mailbox;
    }

    /** Registers and subscribes all; completes when the router has confirmed all, fails if it refuses one. */
    CompletionStage<Void> offer(WampComponent component, ClientSession session) {
        List<CompletableFuture<?>> confirmed = new ArrayList<>();
        for (Method method : component.getClass().getMethods()) {
            WampProcedure procedure = method.getAnnotation(WampProcedure.class);
            WampSubscribe topic = method.getAnnotation(WampSubscribe.class);
            if (method.isBridge() || (procedure == null && topic == null)) {
                continue;
            }
            method.setAccessible(true); // the class itself need not be public
            Parameters parameters = Parameters.of(method);
            if (procedure != null) {
                confirmed.add(named(
                        "procedure " + procedure.value(),
                        session.register(
                                procedure.value(),
                                match(procedure.match()),
                                (call, progress) -> invoke(component, method, parameters, call))));
            }
            if (topic != null) {
                confirmed.add(named(
                        "topic " + topic.value(),
                        session.subscribe(
                                topic.value(),
                                match(topic.match()),
                                event -> deliver(component, method, parameters, event))));
            }
        }
        return CompletableFuture.allOf(confirmed.toArray(CompletableFuture<?>[]::new));
    }

    private static Options match(String policy) {
        return policy.equals("exact") ? Options.EMPTY : Options.of("match", policy);
    }

    /** The same stage, failing with a text that says what was refused. */
    private static CompletableFuture<?> named(String what, CompletionStage<?> stage) {
        CompletableFuture<@Nullable Object> named = new CompletableFuture<>();
        stage.whenComplete((done, failure) -> {
            if (failure == null) {
                named.complete(null);
            } else {
                named.completeExceptionally(new IOException(what + ": " + failure.getMessage(), failure));
            }
        });
        return named;
    }

    private CompletionStage<? extends @Nullable Object> invoke(
            WampComponent component, Method method, Parameters parameters, Invoked call) {
        CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
        boolean taken = mailbox.offer(() -> {
            if (answer.isDone()) { // cancelled while it waited
                return;
            }
            try {
                @Nullable Object[] arguments = parameters.of(call, call.arguments());
                pass(call(component, method, arguments), answer);
            } catch (WampException e) {
                answer.completeExceptionally(e);
            }
        });
        if (!taken) {
            answer.completeExceptionally(new WampException(Reason.UNAVAILABLE, settings + " is busy or has stopped"));
        }
        return answer;
    }

    /** Completes {@code answer} with a method's result, at once or when the stage that it returned is done. */
    private void pass(@Nullable Object result, CompletableFuture<@Nullable Object> answer) {
        if (!(result instanceof CompletionStage<?> stage)) {
            answer.complete(result);
            return;
        }
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(error(failure));
            }
        });
        answer.minimalCompletionStage().whenComplete((value, failure) -> {
            if (answer.isCancelled()) {
                stage.toCompletableFuture().cancel(true);
            }
        });
    }

    private void deliver(WampComponent component, Method method, Parameters parameters, EventMessage event) {
        boolean taken = mailbox.offer(() -> {
            try {
                Object result = call(component, method, parameters.of(event, event.arguments()));
                if (result instanceof CompletionStage<?> stage) {
                    stage.whenComplete((value, failure) -> {
                        if (failure != null) {
                            LOG.warn("{} failed on event {}", settings, event.publication(), failure);
                        }
                    });
                }
            } catch (WampException e) {
                LOG.warn("{} did not take event {}: {}", settings, event.publication(), e.getMessage());
            }
        });
        if (!taken) {
            LOG.warn("{} is busy: event {} is dropped", settings, event.publication());
        }
    }

    private @Nullable Object call(WampComponent component, Method method, @Nullable Object[] arguments)
            throws WampException {
        try {
            return method.invoke(component, arguments);
        } catch (InvocationTargetException e) {
            throw error(e.getCause() == null ? e : e.getCause());
        } catch (IllegalAccessException e) {
            throw error(e);
        }
    }

    private WampException error(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof WampException known) {
            return known;
        }
        LOG.warn("{} failed", settings, cause);
        return new WampException(RUNTIME_ERROR, String.valueOf(cause.getMessage()));
    }
}
