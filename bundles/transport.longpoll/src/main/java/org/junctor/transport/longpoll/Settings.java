package org.junctor.transport.longpoll;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.PathConfig;

/**
 * What the configuration says of one path.
 *
 * @param serializers names that clients may ask for, batched ones with {@code .batched} behind them; empty for all that there are
 * @param requestMs after how long a request to receive is answered at the latest
 * @param sessionMs how long a client may stay away before its session ends
 * @param queueBytes how many octets may wait for a client before more are refused
 * @param queueMessages how many messages may wait for a client before more are refused
 * @param bodyBytes longest body of a request to send
 * @param batchMessages most messages of one batch
 * @param transports how many clients at once
 * @param doneStatus what {@code send} and {@code close} are answered with
 * @param sameAddress whether only the address that opened a transport may use it
 */
record Settings(
        List<String> serializers,
        long requestMs,
        long sessionMs,
        int queueBytes,
        int queueMessages,
        int bodyBytes,
        int batchMessages,
        int transports,
        int doneStatus,
        boolean sameAddress) {
    private static final int REQUEST_S = 10;
    private static final int REQUEST_S_MAX = 60;
    private static final int SESSION_S = 30;
    private static final int DAY_S = 24 * 3600;
    private static final int QUEUE_BYTES = 128 << 10;
    private static final int QUEUE_MESSAGES = 100;
    private static final int BODY_BYTES = 1 << 20;
    private static final int BODY_BYTES_MAX = 64 << 20;
    private static final int BATCH_MESSAGES = 10_000;
    private static final int TRANSPORTS = 10_000;

    static Settings of(PathConfig config) throws PartFailure {
        Map<?, ? extends @Nullable Object> options = config.object("options");
        int status = number(options, "success_status", HttpStatus.NO_CONTENT_204, Integer.MAX_VALUE);
        if (status != HttpStatus.NO_CONTENT_204 && status != HttpStatus.ACCEPTED_202) {
            throw wrong("options.success_status is %d: use 204, or 202 as the specification says".formatted(status));
        }
        return new Settings(
                PathConfig.texts(config.keys(), "serializers", List.of()),
                TimeUnit.SECONDS.toMillis(number(options, "request_timeout", REQUEST_S, REQUEST_S_MAX)),
                TimeUnit.SECONDS.toMillis(number(options, "session_timeout", SESSION_S, DAY_S)),
                number(options, "queue_limit_bytes", QUEUE_BYTES, Integer.MAX_VALUE),
                number(options, "queue_limit_messages", QUEUE_MESSAGES, Integer.MAX_VALUE),
                number(options, "max_message_size", BODY_BYTES, BODY_BYTES_MAX),
                number(options, "max_batch_messages", BATCH_MESSAGES, Integer.MAX_VALUE),
                number(options, "max_transports", TRANSPORTS, Integer.MAX_VALUE),
                status,
                Boolean.TRUE.equals(options.get("bind_address")));
    }

    private static int number(Map<?, ? extends @Nullable Object> options, String key, int absent, int max)
            throws PartFailure {
        Object value = options.get(key);
        if (value == null) {
            return absent;
        }
        if (value instanceof Number number && number.longValue() >= 1 && number.longValue() <= max) {
            return number.intValue();
        }
        throw wrong("options.%s is %s: use a number from 1 to %d".formatted(key, value, max));
    }

    private static PartFailure wrong(String text) {
        return new PartFailure(PartFailure.Cause.CONFIGURATION, text);
    }
}
