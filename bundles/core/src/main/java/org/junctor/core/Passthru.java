package org.junctor.core;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;

/**
 * Payload that nobody but the two peers reads (spec: "Payload Passthru Mode"), and what they tell each other about it: the options
 * {@code ppt_…}, and {@code enc_…} of older clients. They are passed on as they are.
 */
final class Passthru {
    private Passthru() {}

    /** Whether a message says that its payload is of this kind. */
    static boolean used(Options options) throws ProtocolViolation {
        String scheme = options.isEmpty() ? null : options.text("ppt_scheme");
        return scheme != null && !scheme.isEmpty();
    }

    /** Makes sure that a sender may use it, and does so properly. */
    static void check(Session sender, Feature feature, Options options, Payload payload) throws ProtocolViolation {
        if (!used(options)) {
            return;
        }
        if (!sender.features.has(feature)) {
            throw new ProtocolViolation(
                    "'ppt_scheme' without payload_passthru_mode as a feature of " + feature.role + " in HELLO");
        }
        if (payload.items() != 1) {
            throw new ProtocolViolation("a message with 'ppt_scheme' must have one binary argument and no others");
        }
    }

    /** {@code details} with all that {@code options} say of the payload. */
    static Options copy(Options options, Options details) {
        if (options.isEmpty()) {
            return details;
        }
        Map<String, @Nullable Object> copy = null;
        for (Map.Entry<String, ? extends @Nullable Object> option :
                options.entries().entrySet()) {
            String key = option.getKey();
            if (key.startsWith("ppt_") || key.startsWith("enc_")) {
                copy = copy == null ? new LinkedHashMap<>(details.entries()) : copy;
                copy.put(key, option.getValue());
            }
        }
        return copy == null ? details : Options.of(copy);
    }
}
