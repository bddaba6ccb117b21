package org.junctor.transport.rawsocket;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.transport.Listener;
import org.junctor.http.api.PathConfig;

/**
 * What the configuration says of one listener.
 *
 * @param listener what the router needs to know of it
 * @param serializers names of the serializers that peers may choose; empty for all that there are
 * @param lengthExponent the longest message from a peer has 2^(9 + this) octets
 * @param peerMinBytes peers that do not take messages of this length are refused
 * @param maxConnections how many peers at once; 0 for any number
 * @param handshakeMs how long the handshake may take
 * @param keepAliveSeconds after how much silence TCP asks whether the peer is still there; 0 for never
 * @param pingIntervalMs after how much silence the peer is sent a PING; 0 for never
 * @param pingTimeoutMs how long it may stay silent after that; 0 for ever
 */
record Settings(
        Listener listener,
        List<String> serializers,
        int lengthExponent,
        int peerMinBytes,
        int maxConnections,
        int handshakeMs,
        int keepAliveSeconds,
        int pingIntervalMs,
        int pingTimeoutMs) {
    private static final int MESSAGE_BYTES = 1 << 20;
    private static final int HANDSHAKE_MS = 5_000;
    private static final int KEEP_ALIVE_S = 30;
    private static final int KEEP_ALIVE_S_MAX = 32_767;
    private static final int PING_TIMEOUT_MS = 10_000;
    private static final int MAX_EXPONENT = 15;

    static Settings of(PathConfig config) throws PartFailure {
        Map<?, ? extends @Nullable Object> options = config.object("options");
        return new Settings(
                config.listener(),
                PathConfig.texts(config.keys(), "serializers", List.of()),
                exponent(number(options, "max_message_size", MESSAGE_BYTES)),
                number(options, "peer_min_message_size", 0),
                number(options, "max_connections", 0),
                number(options, "open_handshake_timeout", HANDSHAKE_MS),
                Math.min(number(options, "tcp_keepalive", KEEP_ALIVE_S), KEEP_ALIVE_S_MAX),
                number(options, "auto_ping_interval", 0),
                number(options, "auto_ping_timeout", PING_TIMEOUT_MS));
    }

    /** The longest message that a peer may send, in octets. */
    int maxMessageBytes() {
        return Framed.bytes(lengthExponent);
    }

    /** The handshake can say powers of two only: the next one that is not below what is configured. */
    private static int exponent(int bytes) {
        int exponent = 0;
        while (exponent < MAX_EXPONENT && Framed.bytes(exponent) < bytes) {
            exponent++;
        }
        return exponent;
    }

    private static int number(Map<?, ? extends @Nullable Object> options, String key, int absent) throws PartFailure {
        Object value = options.get(key);
        if (value == null) {
            return absent;
        }
        if (value instanceof Number number && number.longValue() >= 0 && number.longValue() <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw new PartFailure(
                PartFailure.Cause.CONFIGURATION, "options." + key + " is " + value + ": use an integer of 0 or more");
    }
}
