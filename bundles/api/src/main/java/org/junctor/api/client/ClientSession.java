package org.junctor.api.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An open session. Thread-safe; nothing blocks. Handlers run one at a time, in the order in which messages came, on a thread of the
 * connection; a handler that works long returns a stage instead. Every stage fails with {@link WampException} for an error of the
 * peer, and with {@link java.io.IOException} when the connection is lost.
 */
@ProviderType
public interface ClientSession {
    /** Its id. */
    long id();

    /** Details of WELCOME: authid, authrole, features of the router. */
    Options welcome();

    /** Calls a procedure. */
    CompletionStage<Invoked> call(String procedure, List<?> arguments, Map<String, ?> keywords);

    /**
     * Calls a procedure with options. Cancelling the returned future sends CANCEL.
     *
     * @param options CALL.Options, for example {@code timeout} in milliseconds
     * @param progress takes progressive results; null to ask for none
     */
    CompletableFuture<Invoked> call(
            String procedure,
            List<?> arguments,
            Map<String, ?> keywords,
            Options options,
            @Nullable Consumer<Invoked> progress);

    /**
     * Calls a procedure with arguments that follow one another (spec: "Progressive Call Invocations").
     *
     * @param options CALL.Options of the whole call
     * @param progress takes progressive results; null to ask for none
     * @return takes the arguments; fails with {@code wamp.error.feature_not_supported} if the router has no such calls
     */
    CallStream stream(String procedure, Options options, @Nullable Consumer<Invoked> progress);

    /** Publishes an event; completes when the router acknowledges it if {@code options} say {@code acknowledge}, else at once. */
    CompletionStage<Void> publish(String topic, List<?> arguments, Map<String, ?> keywords, Options options);

    /** Subscribes; completes when the router has confirmed. Close what it gives to unsubscribe. */
    CompletionStage<Handle> subscribe(String topic, Options options, Consumer<EventMessage> handler);

    /** Registers a procedure; completes when the router has confirmed. Close what it gives to unregister. */
    CompletionStage<Handle> register(String procedure, Options options, InvocationHandler handler);

    /** Registers a procedure that takes the arguments of one call part by part; completes when the router has confirmed. */
    CompletionStage<Handle> registerStream(String procedure, Options options, StreamHandler handler);

    /** Completes with the reason when the session is over, whoever ended it. Never fails. */
    CompletionStage<String> closed();

    /** Says GOODBYE, waits for the answer (5 s at most), and closes the connection. */
    CompletionStage<Void> leave(String reason);

    /** What a callee is given, or a caller gets back. */
    record Invoked(List<@Nullable Object> arguments, Map<String, @Nullable Object> keywords, Options details) {}

    /** An event. */
    record EventMessage(
            long publication,
            List<@Nullable Object> arguments,
            Map<String, @Nullable Object> keywords,
            Options details) {}

    /** A subscription or registration of this session. */
    interface Handle {
        /** Its id. */
        long id();

        /** Ends it; completes when the router has confirmed. */
        CompletionStage<Void> close();
    }

    /** A procedure. */
    @FunctionalInterface
    interface InvocationHandler {
        /**
         * Answers one call. Throwing {@link WampException}, or failing the stage with it, sends that error; anything else is sent as
         * {@code wamp.error.runtime_error}.
         *
         * @param progress sends a progressive result; does nothing if the caller wants none
         * @return completes with the result: null, a single value, or an {@link Invoked}. It is cancelled when the caller cancels.
         */
        CompletionStage<? extends @Nullable Object> invoke(Invoked call, Consumer<List<?>> progress)
                throws WampException;
    }

    /** A call whose arguments follow one another. Thread-safe; the parts arrive in the order in which they are sent. */
    interface CallStream {
        /**
         * Sends a part that is not the last.
         *
         * @throws IllegalStateException after {@link #finish}
         */
        void send(List<?> arguments, Map<String, ?> keywords);

        /** Sends the last part, and gives {@link #result()}. */
        CompletableFuture<Invoked> finish(List<?> arguments, Map<String, ?> keywords);

        /** The call's outcome, which may come before the last part was sent. Cancelling it sends CANCEL. */
        CompletableFuture<Invoked> result();
    }

    /** A procedure whose arguments follow one another. */
    @FunctionalInterface
    interface StreamHandler {
        /**
         * Answers one call, as {@link InvocationHandler#invoke} does.
         *
         * @param parts the arguments; it must be given a consumer before this returns
         * @param progress sends a progressive result; does nothing if the caller wants none
         */
        CompletionStage<? extends @Nullable Object> invoke(Parts parts, Consumer<List<?>> progress)
                throws WampException;
    }

    /** The parts of one call. */
    @FunctionalInterface
    interface Parts {
        /**
         * Sets who takes them, the first included, one at a time and in order.
         *
         * @param consumer told each part, and whether it is the last
         */
        void forEach(BiConsumer<Invoked, Boolean> consumer);
    }
}
