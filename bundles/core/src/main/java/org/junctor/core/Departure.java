package org.junctor.core;

import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Abort;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Reason;
import org.junctor.api.transport.CloseReason;

/** How one connection is told that something it lives on goes away: its serializer, its transport, or the core itself. */
final class Departure {
    private final Link link;
    private final Outbox outbox;

    Departure(Link link, Outbox outbox) {
        this.link = link;
        this.outbox = outbox;
    }

    /** The serializer has been away for too long. */
    void giveUp() {
        boolean open = link.state() == LinkState.OPEN;
        if (link.leave(null, null, LinkState.GONE)) {
            outbox.farewell(open);
            link.connection()
                    .close(CloseReason.GOING_AWAY, "the serializer " + link.slot() + " was removed from the router");
        }
    }

    /** The transport goes. */
    void goingAway(String reason) {
        if (link.leave(null, last(reason), LinkState.GONE)) {
            link.connection().close(CloseReason.GOING_AWAY, reason);
        }
    }

    /** The core stops: the connection is left to the next one, if nothing of this one is left in it. */
    void detach() {
        String text = "the router is restarted or stopped";
        boolean open = link.state() == LinkState.OPEN;
        boolean opening = link.state() == LinkState.OPENING;
        boolean mute = link.slot().serializer() == null;
        if (!link.leave(null, last(text), LinkState.GONE)) {
            return;
        }
        boolean clean = mute ? outbox.farewell(open) : outbox.flushed();
        link.silence();
        if (clean && !opening) {
            link.connection().detach();
        } else {
            link.connection().close(CloseReason.GOING_AWAY, text);
        }
    }

    /** What the peer is told; null if it need not or cannot be told. */
    private @Nullable Message last(String text) {
        if (link.slot().serializer() == null) {
            return null;
        }
        Options details = Options.of("message", text);
        return switch (link.state()) {
            case OPEN -> new Goodbye(details, Reason.SYSTEM_SHUTDOWN);
            case OPENING -> new Abort(details, Reason.SYSTEM_SHUTDOWN, Payload.EMPTY);
            default -> null;
        };
    }
}
