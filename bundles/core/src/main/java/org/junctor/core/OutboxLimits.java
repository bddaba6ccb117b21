package org.junctor.core;

/**
 * The limits of {@code org.junctor.core} that concern what waits for peers; docs/slow-peers.md says how they work together.
 *
 * @param maxBytes how much may wait for one peer before it counts as slow
 * @param maxMessages how many messages may wait for one peer before it counts as slow
 * @param hardBytes how much may wait for one peer at all
 * @param totalBytes how much may wait for all peers together; 0 for an eighth of the heap
 * @param stallMs how long a peer may take less than {@code stallBytes} of what waits for it
 * @param stallBytes how much of what waits for it a peer must take in that time
 * @param events what happens with an EVENT for a subscriber whose role does not say it
 * @param publishPauseMs how long the publisher of an acknowledged event waits for subscribers that are slow
 */
record OutboxLimits(
        long maxBytes,
        int maxMessages,
        long hardBytes,
        long totalBytes,
        long stallMs,
        long stallBytes,
        SlowPolicy events,
        long publishPauseMs) {

    static OutboxLimits of(CoreConfig config) {
        return new OutboxLimits(
                config.outbox_max_bytes(),
                config.outbox_max_messages(),
                config.outbox_hard_bytes(),
                config.outbox_total_bytes(),
                config.outbox_stall_ms(),
                config.outbox_stall_bytes(),
                SlowPolicy.of(config.outbox_events(), "outbox.events of org.junctor.core", SlowPolicy.DISCONNECT),
                config.publish_pause_ms());
    }
}
