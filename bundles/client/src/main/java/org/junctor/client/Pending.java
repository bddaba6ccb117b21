package org.junctor.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.message.Message;
import org.junctor.api.message.ProtocolViolation;

/**
 * A request that waits for its answer.
 *
 * @param type the request's type code
 * @param answer the type of its answer
 * @param accept makes the request's outcome of the answer, on the thread that reads: what comes behind it finds everything in place
 * @param progress takes progressive results of a call
 * @param future completed off that thread
 */
record Pending<M extends Message, T>(
        int type,
        Class<M> answer,
        Accept<M, T> accept,
        @Nullable Consumer<Invoked> progress,
        CompletableFuture<T> future) {

    static <M extends Message, T> Pending<M, T> of(int type, Class<M> answer, Accept<M, T> accept) {
        return new Pending<>(type, answer, accept, null, new CompletableFuture<>());
    }

    /** What becomes of an answer. */
    @FunctionalInterface
    interface Accept<M extends Message, T> {
        T accept(M answer) throws ProtocolViolation;
    }
}
