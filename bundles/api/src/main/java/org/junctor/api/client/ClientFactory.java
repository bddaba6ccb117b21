package org.junctor.api.client;

import java.util.concurrent.CompletionStage;
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
}
