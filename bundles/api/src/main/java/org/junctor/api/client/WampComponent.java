package org.junctor.api.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A Java component: a Declarative Services component registered under this interface, named in the node file by its component name
 * ({@code type: "class"}, {@code classname}). A component host gives it a session while it is there, and registers and subscribes its
 * annotated methods. Its code never runs on a thread of the router's network.
 */
@ConsumerType
public interface WampComponent {
    /**
     * The session is open, and before that its annotated methods were registered. Called again with a new session after a
     * reconnect.
     *
     * @return completes when the component has started; if it fails the component is restarted with back-off
     */
    default CompletionStage<?> joined(ClientSession session) {
        return CompletableFuture.completedFuture(null);
    }

    /** The session is over: stop what {@link #joined} began. */
    default void left(String reason) {}
}
