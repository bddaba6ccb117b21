package org.junctor.transport.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fast each peer of a listener may send, by {@code endpoint.limits} of the node file. 0 is as fast as it can.
 *
 * @param messages in a second: messages, or frames of them
 * @param octets in a second, after TLS
 * @param closing whether a connection that sends more is closed; else it is not read for a while
 */
record PeerRates(long messages, long octets, boolean closing) {
    static final PeerRates ANY = new PeerRates(0, 0, false);

    /** Those of an endpoint, whose keys have been checked. */
    static PeerRates of(Map<?, ?> endpoint) {
        Map<?, ?> limits = endpoint.get("limits") instanceof Map<?, ?> keys ? keys : Map.of();
        return new PeerRates(
                number(limits.get("messages_per_second")),
                number(limits.get("bytes_per_second")),
                "close".equals(limits.get("too_fast")));
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? Math.max(0, number.longValue()) : 0;
    }

    boolean any() {
        return messages == 0 && octets == 0;
    }
}
