package org.junctor.core;

/**
 * The limits of {@code org.junctor.core} that concern calls and registrations; the README of this bundle says what each means.
 *
 * @param queueMaxMessages how many calls may wait in the queue of one registration
 * @param queueMaxBytes how much may wait there
 * @param timeoutDefaultMs timeout of a call that has none; 0 for none
 * @param timeoutMaxMs the longest timeout of a call; 0 for any
 * @param inFlightMax how many calls one session may wait for
 * @param registrationsMax how many registrations one session may have
 * @param uriMaxLength the longest URI that is called, registered, published or subscribed
 * @param uriMaxComponents how many components it may have
 * @param uriStrict whether it must obey the strict rule
 * @param progressWithoutCanceling whether callees that cannot be interrupted are asked for progressive results
 * @param reflectionMaxEntries how many declarations one session may make
 * @param reflectionMaxBytes how much they may take
 */
record CallLimits(
        int queueMaxMessages,
        long queueMaxBytes,
        long timeoutDefaultMs,
        long timeoutMaxMs,
        int inFlightMax,
        int registrationsMax,
        int uriMaxLength,
        int uriMaxComponents,
        boolean uriStrict,
        boolean progressWithoutCanceling,
        int reflectionMaxEntries,
        long reflectionMaxBytes) {

    static CallLimits of(CoreConfig config) {
        return new CallLimits(
                config.call_queue_max_messages(),
                config.call_queue_max_bytes(),
                config.call_timeout_default_ms(),
                config.call_timeout_max_ms(),
                config.session_calls_max(),
                config.session_registrations_max(),
                config.uri_max_length(),
                config.uri_max_components(),
                config.uri_check().equals("strict"),
                config.progress_without_canceling(),
                config.reflection_max_entries(),
                config.reflection_max_bytes());
    }

    /** The timeout that counts for a call that asked for this one; 0 for none. */
    long timeoutMs(long asked) {
        long wanted = asked > 0 ? asked : timeoutDefaultMs;
        return timeoutMaxMs > 0 && (wanted == 0 || wanted > timeoutMaxMs) ? timeoutMaxMs : wanted;
    }
}
