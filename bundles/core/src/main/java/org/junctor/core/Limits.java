package org.junctor.core;

/**
 * What the configuration {@code org.junctor.core} sets; the README of this bundle says what each means.
 *
 * @param outboxMaxBytes how much may wait for one peer before it counts as slow
 * @param outboxHardBytes how much may wait for one peer at all
 * @param outboxTotalBytes how much may wait for all peers together; 0 for a quarter of the heap
 * @param parkedMaxBytes how much of a peer is kept while its requests wait
 * @param slowSubscriber what happens with an EVENT for a subscriber whose outbox is full
 * @param pubSub those that concern topics
 * @param calls those of calls and registrations
 * @param quotas those of sessions as such, and of memory
 */
record Limits(
        long helloTimeoutMs,
        long authTimeoutMs,
        long goodbyeTimeoutMs,
        long graceMs,
        long settleMs,
        long outboxMaxBytes,
        long outboxHardBytes,
        long outboxTotalBytes,
        long outboxStallMs,
        long callPauseMs,
        int largeMessageBytes,
        long largeTotalBytes,
        int parkedMaxBytes,
        SlowPolicy slowSubscriber,
        PubSubLimits pubSub,
        CallLimits calls,
        Quotas quotas) {

    static Limits of(CoreConfig config) {
        return new Limits(
                config.hello_timeout_ms(),
                config.auth_timeout_ms(),
                config.goodbye_timeout_ms(),
                config.grace_ms(),
                config.settle_ms(),
                config.outbox_max_bytes(),
                config.outbox_hard_bytes(),
                config.outbox_total_bytes(),
                config.outbox_stall_ms(),
                config.call_pause_ms(),
                config.large_message_bytes(),
                config.large_total_bytes(),
                config.parked_max_bytes(),
                SlowPolicy.of(config.outbox_events()),
                PubSubLimits.of(config),
                CallLimits.of(config),
                Quotas.of(config));
    }
}
