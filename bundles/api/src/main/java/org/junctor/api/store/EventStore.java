package org.junctor.api.store;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps the event history of one realm: a service with the property {@value #REALM}. It may come and go; while a realm whose
 * configuration has a store lacks it, what its sessions publish waits (10 s at most).
 *
 * <p>All methods may be called by any thread and must not block. The router limits what it has under way: it appends little more than a
 * few MiB before it waits for the store. A stage that fails is logged and counted by the router.
 */
@ConsumerType
public interface EventStore {
    /** Service property: the name of the realm. */
    String REALM = "realm";

    /** What is kept; always the same answer. How much of each is the store's configuration. */
    List<Series> series();

    /** Whether {@link #retain} keeps anything; always the same answer. */
    boolean retains();

    /**
     * Appends an event to the history. Completes when the event will be there after whatever the store survives; the router acknowledges
     * the publication only then. Events that are appended one after the other come to stand in this order.
     *
     * @param series those of {@link #series()} that the event belongs to; one or more
     */
    CompletionStage<Void> append(List<Series> series, StoredEvent event);

    /** The events that are asked for. Events whose appending is not complete may be missing. */
    CompletionStage<List<StoredEvent>> events(EventQuery query);

    /**
     * Replaces the retained events of a topic. Completes as {@link #append} does.
     *
     * @param events all of the topic, the oldest first; none to forget them
     */
    CompletionStage<Void> retain(String topic, List<RetainedEvent> events);

    /** All retained events, of all topics; those of one topic the oldest first. */
    CompletionStage<List<RetainedEvent>> retained();
}
