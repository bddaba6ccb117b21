package org.junctor.core;

/**
 * What the configuration {@code org.junctor.core} sets; the README of this bundle says what each means.
 *
 * @param parkedMaxBytes how much of a peer is kept while its requests wait
 * @param outbox those that concern what waits for peers
 * @param pubSub those that concern topics
 * @param calls those of calls and registrations
 * @param quotas those of sessions as such, and of memory
 * @param auth those of failed log-ins
 */
record Limits(
        long helloTimeoutMs,
        long authTimeoutMs,
        long goodbyeTimeoutMs,
        long graceMs,
        long settleMs,
        long callPauseMs,
        int largeMessageBytes,
        long largeTotalBytes,
        int parkedMaxBytes,
        OutboxLimits outbox,
        PubSubLimits pubSub,
        CallLimits calls,
        Quotas quotas,
        AuthLimits auth) {

    static Limits of(CoreConfig config) {
        return new Limits(
                config.hello_timeout_ms(),
                config.auth_timeout_ms(),
                config.goodbye_timeout_ms(),
                config.grace_ms(),
                config.settle_ms(),
                config.call_pause_ms(),
                config.large_message_bytes(),
                config.large_total_bytes(),
                config.parked_max_bytes(),
                OutboxLimits.of(config),
                PubSubLimits.of(config),
                CallLimits.of(config),
                Quotas.of(config),
                AuthLimits.of(config));
    }
}
