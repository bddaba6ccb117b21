package org.junctor.node;

import java.util.List;
import java.util.Map;

/**
 * One configuration that the node file leads to.
 *
 * @param pid for a factory, {@code factory~name}
 * @param stage when it comes to life
 * @param awaited the pids of the parts that report when they have started because of it
 * @param properties numbers, booleans, texts and arrays of texts; nested values of the node file are JSON text
 */
public record Configured(String pid, Stage stage, List<String> awaited, Map<String, Object> properties) {

    /** What starts before what. */
    public enum Stage {
        /** Settings and permissions: before all that they are for. */
        SETTINGS,
        /** Realms, which sessions join. */
        REALMS,
        /** Components in the router. */
        COMPONENTS,
        /** Listeners: the door opens when there is somebody inside. */
        TRANSPORTS,
        /** Processes that connect to the listeners. */
        WORKERS
    }
}
