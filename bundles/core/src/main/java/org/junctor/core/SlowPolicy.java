package org.junctor.core;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens with an EVENT for a subscriber whose outbox is full. */
enum SlowPolicy {
    /** The subscriber is disconnected. */
    DISCONNECT("disconnect"),
    /** The new EVENT is dropped. */
    DROP_NEWEST("drop_newest"),
    /** EVENTs that wait are dropped, the oldest first, until there is room. */
    DROP_OLDEST("drop_oldest");

    private static final Logger LOG = LoggerFactory.getLogger(SlowPolicy.class);

    private final String text;

    SlowPolicy(String text) {
        this.text = text;
    }

    /** The policy of this name; {@link #DISCONNECT}, and an error in the log, if there is none. */
    static SlowPolicy of(String text) {
        for (SlowPolicy policy : values()) {
            if (policy.text.equals(text)) {
                return policy;
            }
        }
        LOG.error(
                "outbox.events of org.junctor.core must be disconnect, drop_newest or drop_oldest, not '{}':"
                        + " disconnect is used",
                text);
        return DISCONNECT;
    }
}
