package org.junctor.transport.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.jetty.io.ByteBufferPool;
import org.junctor.http.api.MessageRoom;
import org.junctor.http.api.MessageSender;
import org.junctor.http.api.PartialMessage;

/**
 * The pool of all listeners, which also bounds what peers have begun of messages and not ended, and finds those that hold it for longer
 * than they should.
 */
final class LongMessages extends ByteBufferPool.Wrapper implements MessageRoom {
    private static final int SHORT_BYTES = 64 << 10;

    /** One part of so many is for short messages only. */
    private static final int RESERVED = 4;

    /** So long after somebody was refused room is scarce. */
    private static final long SCARCE_MS = 5000;

    /** In this time, in milliseconds, those who hold room must send what else has {@code stallMs}, while it is scarce. */
    private static final long HURRY_MS = 1000;

    private final Supplier<NodeLimits> limits;
    private final AtomicLong heldShort = new AtomicLong();
    private final AtomicLong heldLong = new AtomicLong();
    private final Map<PartialMessage, Progress> watched = new ConcurrentHashMap<>();
    private volatile boolean refused;
    private boolean scarce;
    private long scarceUntil;

    /** How much of a message had come, and when. All but its making is the timer's. */
    private static final class Progress {
        final MessageSender sender;
        int octets;
        long since;

        Progress(MessageSender sender, long since) {
            this.sender = sender;
            this.since = since;
        }

        void restart(int now, long at) {
            octets = now;
            since = at;
        }
    }

    LongMessages(ByteBufferPool pool, Supplier<NodeLimits> limits) {
        super(pool);
        this.limits = limits;
    }

    @Override
    public boolean take(int more, int own) {
        long message = (long) own + more;
        count(-own);
        count(message);
        if (message <= FREE_BYTES || fits(message)) {
            return true;
        }
        count(-message);
        count(own);
        refused = true;
        return false;
    }

    /** Whether there is room for what is counted already. A quarter is for short messages only, which so get through beside long ones. */
    private boolean fits(long message) {
        long limit = limits.get().longMessagesBytes();
        boolean all = held() <= limit;
        if (message <= SHORT_BYTES) {
            return all || heldShort.get() <= limit / RESERVED;
        }
        return (all && heldLong.get() <= limit - limit / RESERVED) || heldLong.get() == message;
    }

    /** Counts a message, or does so no more if its size is negative. */
    private void count(long size) {
        (Math.abs(size) <= SHORT_BYTES ? heldShort : heldLong).addAndGet(size);
    }

    @Override
    public void give(int octets) {
        count(-octets);
    }

    @Override
    public void begun(PartialMessage message, MessageSender sender) {
        watched.put(message, new Progress(sender, System.nanoTime()));
    }

    @Override
    public void ended(PartialMessage message) {
        watched.remove(message);
    }

    /**
     * Tells those who have sent too little since they were looked at. Called again and again, by one thread. A few who send an octet now
     * and then could hold all room for ever, so they must hurry while others are refused.
     */
    void look(long now) {
        NodeLimits limit = limits.get();
        long time = scarce(now) ? Math.min(HURRY_MS, limit.stallMs()) : limit.stallMs();
        watched.forEach((message, progress) -> {
            int octets = message.length();
            if (progress.sender.deaf()) {
                progress.restart(octets, now);
            } else if (now - progress.since >= TimeUnit.MILLISECONDS.toNanos(time)) {
                if (octets - progress.octets >= limit.stallBytes()) {
                    progress.restart(octets, now);
                } else if (watched.remove(message, progress)) {
                    progress.sender.tooSlow(
                            NodeLimits.NAME + ".long.messages.stall.bytes",
                            "less than %d octets of a long message came in %d ms".formatted(limit.stallBytes(), time));
                }
            }
        });
    }

    private boolean scarce(long now) {
        if (refused) {
            refused = false;
            scarce = true;
            scarceUntil = now + TimeUnit.MILLISECONDS.toNanos(SCARCE_MS);
        }
        scarce &= now - scarceUntil < 0;
        return scarce;
    }

    /** Octets of messages that are being received. */
    long held() {
        return heldShort.get() + heldLong.get();
    }
}
