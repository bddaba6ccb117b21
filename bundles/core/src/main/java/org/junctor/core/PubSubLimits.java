package org.junctor.core;

import java.util.List;
import java.util.stream.Stream;

/**
 * The limits of {@code org.junctor.core} that concern topics; the README of this bundle says what each means.
 *
 * @param subscriptionsMax how many subscriptions one session may have
 * @param testamentsMax how many testaments one session may leave
 * @param testamentsMaxBytes how much they may take
 * @param retainedMaxEvents how many retained events a realm may have
 * @param retainedMaxBytes how much they may take
 * @param retainedTtlMs after which time a retained event is forgotten; 0 for never
 * @param historyMaxEvents how many events one answer of {@code wamp.subscription.get_events} may have
 * @param revocationWithheld agents that are not told that a subscription was revoked: how their names begin, {@code *} for all
 */
record PubSubLimits(
        int subscriptionsMax,
        int testamentsMax,
        long testamentsMaxBytes,
        int retainedMaxEvents,
        long retainedMaxBytes,
        long retainedTtlMs,
        int historyMaxEvents,
        List<String> revocationWithheld) {

    static PubSubLimits of(CoreConfig config) {
        return new PubSubLimits(
                config.session_subscriptions_max(),
                config.session_testaments_max(),
                config.session_testaments_max_bytes(),
                config.retained_max_events(),
                config.retained_max_bytes(),
                config.retained_ttl_ms(),
                config.history_max_events(),
                Stream.of(config.revocation_withheld_agents().split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    /** Whether this agent is told that its subscription was revoked. */
    boolean tellsOfRevocation(String agent) {
        for (String start : revocationWithheld) {
            if (start.equals("*") || agent.startsWith(start)) {
                return false;
            }
        }
        return true;
    }
}
