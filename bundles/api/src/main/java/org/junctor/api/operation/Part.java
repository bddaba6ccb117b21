package org.junctor.api.operation;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One configured part of a node (a realm, a listener, a component, a worker), registered as a service by the bundle that runs it. The
 * node logs each as it starts, is ready when all have, and lists them in {@code junctor status}.
 */
@ConsumerType
public interface Part {
    /** Persistent identity of its configuration, such as {@code org.junctor.transport.http~t1}. */
    String pid();

    /** {@code realm}, {@code store}, {@code transport}, {@code component} or {@code worker}. */
    String kind();

    /**
     * Completes with the line to log when the part runs ({@code transport t1 started on ws://127.0.0.1:8080}); fails with
     * {@link PartFailure} if it cannot.
     */
    CompletionStage<String> started();

    /** {@code starting}, {@code running}, {@code failed}, {@code stopped} or what the part calls its state. */
    String state();

    /** What else an operator wants to know, such as its address, pid, restarts. Values are strings, numbers and booleans. */
    Map<String, Object> details();

    /**
     * The node is about to stop: takes nothing new from now on and goes on with what it has. A listener closes its listening sockets
     * here and keeps its connections. Called once, by the node's drain, before its configuration is deleted.
     */
    default void drain() {}
}
