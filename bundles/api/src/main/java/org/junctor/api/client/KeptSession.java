package org.junctor.api.client;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** A client that connects again. Thread-safe. */
@ProviderType
public interface KeptSession {
    /** The session that is open now and whose {@code joined} has completed, if there is one. */
    Optional<ClientSession> session();

    /**
     * The session, as soon as there is one; never blocks. Whoever waits costs nothing any more when the time is over.
     *
     * @param timeoutMs how long to wait for it, in milliseconds
     * @return fails with {@link java.util.concurrent.TimeoutException}, or at once when no attempt will follow
     */
    CompletionStage<ClientSession> session(long timeoutMs);

    /** Why there is no session: the last failure, in a sentence; empty as long as there was none. */
    String problem();

    /**
     * Completes when no attempt will follow.
     *
     * @return the reason given to {@link #leave}, or fails with the last failure when {@link Reconnect} gave up
     */
    CompletionStage<String> ended();

    /** Leaves the session that is open, and opens no other. Completes when the connection is closed. */
    CompletionStage<Void> leave(String reason);
}
