package org.junctor.api.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;

/**
 * One publication as it is kept.
 *
 * @param publication its id
 * @param time when it came, by the router's clock
 * @param topic the topic that it was published to
 * @param details what EVENT said of it: {@code publisher}, {@code trustlevel} …
 * @param audience the options of PUBLISH that say who may have it: {@code exclude_authid}, {@code eligible_authrole} …; well typed
 * @param payload its arguments in the publisher's format; an owned copy
 */
public record StoredEvent(
        long publication, Instant time, String topic, Options details, Options audience, Payload payload) {
    private static final int OVERHEAD_BYTES = 128;

    /** Whether somebody of this name and role may have it. */
    public boolean admits(String authid, String authrole) {
        return audience.isEmpty()
                || (admits("exclude_authid", "eligible_authid", authid)
                        && admits("exclude_authrole", "eligible_authrole", authrole));
    }

    private boolean admits(String excluded, String eligible, String value) {
        try {
            List<String> not = audience.texts(excluded);
            @Nullable List<String> only = audience.texts(eligible);
            return (not == null || !not.contains(value)) && (only == null || only.contains(value));
        } catch (ProtocolViolation e) {
            return false; // damaged: better nobody than the wrong one
        }
    }

    /** Roughly how many octets of memory or disk it takes. */
    public int size() {
        return OVERHEAD_BYTES
                + topic.length()
                + details.toString().length()
                + audience.toString().length()
                + payload.length();
    }
}
