package org.junctor.api.client;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/** Opens WAMP sessions: a service of the bundle {@code client}. Thread-safe. */
@ProviderType
public interface ClientFactory {
    /**
     * Connects and joins a realm.
     *
     * @return completes with the open session, or fails with {@link WampException} (the router's ABORT) or {@link java.io.IOException}
     */
    CompletionStage<ClientSession> open(ClientConfig config);

    /**
     * Keeps a session: opens one, and another one whenever it is lost, refused, or cannot be opened.
     *
     * @param reconnect the waits between attempts
     * @param joined called with each new session, on a thread that may wait for its requests: subscribes and registers what the client
     *     needs. If the stage fails, the session is left and the attempt counts as failed; if it completes, the count begins anew.
     */
    KeptSession keep(ClientConfig config, Reconnect reconnect, Function<ClientSession, CompletionStage<?>> joined);
}
