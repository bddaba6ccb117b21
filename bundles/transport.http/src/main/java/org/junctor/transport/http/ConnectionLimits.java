package org.junctor.transport.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/**
 * How many connections a listener takes: {@code endpoint.limits} of the node file. 0 is any number.
 *
 * @param total connections at once
 * @param perAddress of them, from one address (of IPv6: from one network of 64 bits)
 * @param perSecond new connections in a second
 * @param handshakes TLS handshakes under way
 * @param handshakesPerAddress new TLS handshakes in a second from one address, on average over ten
 */
record ConnectionLimits(int total, int perAddress, int perSecond, int handshakes, int handshakesPerAddress) {
    private static final int HANDSHAKES = 256;
    private static final int HANDSHAKES_PER_ADDRESS = 100;

    /** The limits of an endpoint. */
    static ConnectionLimits of(String transport, @Nullable Object limits) throws PartFailure {
        if (limits != null && !(limits instanceof Map<?, ?>)) {
            throw new PartFailure(
                    PartFailure.Cause.CONFIGURATION, "transport " + transport + ": endpoint.limits is not an object");
        }
        Map<?, ?> keys = limits instanceof Map<?, ?> map ? map : Map.of();
        return new ConnectionLimits(
                number(keys, "connections", 0),
                number(keys, "connections_per_address", 0),
                number(keys, "connections_per_second", 0),
                number(keys, "tls_handshakes", HANDSHAKES),
                number(keys, "tls_handshakes_per_address", HANDSHAKES_PER_ADDRESS));
    }

    private static int number(Map<?, ?> keys, String key, int absent) {
        return keys.get(key) instanceof Number number ? Math.max(0, number.intValue()) : absent;
    }
}
