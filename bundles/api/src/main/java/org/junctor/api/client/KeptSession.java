package org.junctor.api.client;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** A client that connects again. Thread-safe. */
@ProviderType
public interface KeptSession {
    /** The session that is open now and whose {@code joined} has completed, if there is one. */
    Optional<ClientSession> session();

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
