package org.junctor.transport.websocket;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/**
 * What a path allows its peers, from {@code options} of the node file.
 *
 * @param messageBytes longest message, in octets
 * @param frameBytes longest frame, in octets
 * @param fragments most fragments of one message
 * @param batch most messages of one batch
 * @param connections most connections at a time
 * @param pingIntervalMs after how long without a frame from the peer it is pinged; 0 for never
 * @param pingTimeoutMs how long after that it may stay silent; 0 for ever
 * @param pingBytes payload of a ping
 * @param closeMs how long a peer may take to answer our CLOSE
 */
record Limits(
        int messageBytes,
        int frameBytes,
        int fragments,
        int batch,
        int connections,
        long pingIntervalMs,
        long pingTimeoutMs,
        int pingBytes,
        long closeMs) {
    private static final int MESSAGE_BYTES = 1 << 20;
    private static final int MESSAGE_BYTES_MAX = 64 << 20;
    private static final int FRAGMENTS = 16_384;
    private static final int BATCH = 4096;
    private static final int PING_MS = 10_000;
    private static final int PING_BYTES = 12;
    private static final int PING_BYTES_MAX = 125;
    private static final int CLOSE_MS = 2000;
    private static final int DAY_MS = 24 * 3600 * 1000;

    static Limits of(Map<?, ? extends @Nullable Object> options) throws PartFailure {
        int messageBytes = number(options, "max_message_size", MESSAGE_BYTES, MESSAGE_BYTES_MAX);
        messageBytes = messageBytes == 0 ? MESSAGE_BYTES_MAX : messageBytes;
        int frameBytes = number(options, "max_frame_size", messageBytes, MESSAGE_BYTES_MAX);
        int closeMs = number(options, "close_handshake_timeout", CLOSE_MS, DAY_MS);
        int connections = number(options, "max_connections", 0, Integer.MAX_VALUE);
        return new Limits(
                messageBytes,
                frameBytes == 0 ? messageBytes : Math.min(frameBytes, messageBytes),
                Math.max(1, number(options, "max_fragments", FRAGMENTS, Integer.MAX_VALUE)),
                Math.max(1, number(options, "max_batch_messages", BATCH, Integer.MAX_VALUE)),
                connections == 0 ? Integer.MAX_VALUE : connections,
                number(options, "auto_ping_interval", PING_MS, DAY_MS),
                number(options, "auto_ping_timeout", PING_MS, DAY_MS),
                Math.max(1, number(options, "auto_ping_size", PING_BYTES, PING_BYTES_MAX)),
                closeMs == 0 ? CLOSE_MS : closeMs);
    }

    /** What is told of a peer that does not answer. */
    String silence() {
        return "no answer to a ping within %d ms".formatted(pingTimeoutMs);
    }

    private static int number(Map<?, ? extends @Nullable Object> options, String key, int absent, int max)
            throws PartFailure {
        Object value = options.get(key);
        if (value == null) {
            return absent;
        }
        if (value instanceof Number number && number.longValue() >= 0 && number.longValue() <= max) {
            return number.intValue();
        }
        throw new PartFailure(
                PartFailure.Cause.CONFIGURATION,
                "options.%s is %s: use a number from 0 to %d".formatted(key, value, max));
    }
}
