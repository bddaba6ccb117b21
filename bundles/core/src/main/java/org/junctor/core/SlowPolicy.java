package org.junctor.core;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens with an EVENT for a subscriber whose outbox is full. */
enum SlowPolicy {
    /** The subscriber is disconnected. */
    DISCONNECT("disconnect"),
    /** The new EVENT is dropped. */
    DROP_NEWEST("drop_newest"),
    /** EVENTs that wait are dropped, the oldest first, until there is room. */
    DROP_OLDEST("drop_oldest"),
    /** An EVENT takes the place of one of the same topic that still waits, full or not; else as {@link #DROP_OLDEST}. */
    CONFLATE("conflate"),
    /** The publisher waits if it is to be told that the event was published; else as {@link #DROP_NEWEST}. */
    BLOCK_PUBLISHER("block_publisher");

    private static final Logger LOG = LoggerFactory.getLogger(SlowPolicy.class);

    private final String text;

    SlowPolicy(String text) {
        this.text = text;
    }

    /** As it is written in configurations. */
    String text() {
        return text;
    }

    /**
     * The policy of this name; {@code otherwise}, and an error in the log, if there is none.
     *
     * @param place the key that names it, for the log
     */
    static SlowPolicy of(String text, String place, SlowPolicy otherwise) {
        for (SlowPolicy policy : values()) {
            if (policy.text.equals(text)) {
                return policy;
            }
        }
        LOG.error(
                "{} must be one of {}, not '{}': {} is used",
                place,
                Stream.of(values()).map(SlowPolicy::text).collect(Collectors.joining(", ")),
                text,
                otherwise.text);
        return otherwise;
    }
}
