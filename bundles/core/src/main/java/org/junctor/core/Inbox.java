package org.junctor.core;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Message;
import org.junctor.api.transport.Connection;

/**
 * Why one peer is not heard at the moment, what it said meanwhile, and whether its connection is read. What waits is handled in the
 * order in which it came, before anything newer.
 */
final class Inbox {
    /** Its serializer is away: nothing can be read. */
    static final int SERIALIZER = 1;
    /** A worker reads a large message: nothing may overtake it. */
    static final int LARGE = 2;
    /** An authorizer thinks: requests wait, answers to invocations do not. */
    static final int AUTHORIZER = 4;
    /** A callee's outbox is full: requests wait, and the connection is not read. */
    static final int CALLEE = 8;
    /** Its own outbox is full: the connection is not read. */
    static final int OUTBOX = 16;

    /** The store of the realm is away, or has too much to do: requests wait. */
    static final int STORE = 512;
    /** Procedures of the router that answer later have much to answer for it: requests wait. */
    static final int ANSWERS = 1024;
    /** Subscribers of what it published are slow: requests wait. */
    static final int SUBSCRIBER = 4096;

    /** It has published, and the memory is nearly full: the connection is not read before the next look. */
    static final int MEMORY = 2048;

    private static final int TOO_MUCH_PARKED = 32;
    private static final int RAW_PARKED = 64;
    private static final int REQUEST_PARKED = 128;
    private static final int REPLAYING = 256;

    private static final int HOLD_ALL = SERIALIZER | LARGE;
    private static final int HOLD_REQUESTS = HOLD_ALL | AUTHORIZER | CALLEE | STORE | ANSWERS | SUBSCRIBER;
    private static final int PAUSE = SERIALIZER | LARGE | CALLEE | OUTBOX | MEMORY | TOO_MUCH_PARKED;

    private final Connection connection;
    private final Context context;
    private final Handler handler;
    private final ArrayDeque<Parked> parked = new ArrayDeque<>(1);
    private long parkedBytes;
    private int rawParked;
    private @Nullable Session owner;
    private volatile int state;
    private volatile boolean retired;

    /** Who handles what had to wait. */
    interface Handler {
        /** A message that was not even decoded. */
        void replayOctets(byte[] octets);

        /** A request. */
        void replayRequest(Message request);
    }

    /** One of the two. */
    private static final class Parked {
        final byte @Nullable [] octets;
        final @Nullable Message request;
        final int bytes;

        Parked(byte @Nullable [] octets, @Nullable Message request, int bytes) {
            this.octets = octets;
            this.request = request;
            this.bytes = bytes;
        }
    }

    Inbox(Connection connection, Context context, Handler handler) {
        this.connection = connection;
        this.context = context;
        this.handler = handler;
    }

    /** Whether a message that comes now must wait, whatever it is. */
    boolean holdsAll() {
        return (state & (HOLD_ALL | RAW_PARKED | REPLAYING)) != 0;
    }

    /** Whether a request that comes now must wait. */
    boolean holdsRequests() {
        return (state & (HOLD_REQUESTS | RAW_PARKED | REQUEST_PARKED | REPLAYING)) != 0;
    }

    /** Whether the connection is not read. */
    boolean paused() {
        return (state & PAUSE) != 0;
    }

    /** A session begins: what is held for it ends with it. */
    void begin(Session session) {
        synchronized (this) {
            owner = session;
        }
    }

    /** The session is over: its requests are forgotten. */
    void end() {
        synchronized (this) {
            owner = null;
            state &= ~(AUTHORIZER | CALLEE | STORE | ANSWERS | SUBSCRIBER | MEMORY);
            parked.removeIf(entry -> {
                boolean request = entry.request != null;
                count(request ? -entry.bytes : 0);
                return request;
            });
            refresh();
        }
        settle();
    }

    /** The connection is gone, or somebody else's: it is left alone from now on. */
    void retire() {
        retired = true;
        synchronized (this) {
            parked.clear();
            count(-parkedBytes);
            rawParked = 0;
        }
    }

    /** From now on messages wait for this reason; false if they did before. Anybody may call it, also with a lock held. */
    boolean hold(int reason, @Nullable Session session) {
        synchronized (this) {
            boolean fresh = (session == null || session == owner) && (state & reason) == 0;
            if (fresh) {
                state |= reason;
                pauseIfHeld();
            }
            return fresh;
        }
    }

    /** The reason is gone. What waited is handled by this thread, so it must hold no lock. */
    void release(int reason, @Nullable Session session) {
        synchronized (this) {
            if (session != null && session != owner) {
                return;
            }
            state &= ~reason;
        }
        replay();
        settle();
    }

    /** Keeps a message that came while messages wait; false if nothing waits any more, and it is to be handled. */
    boolean parkOctets(byte[] octets, int offset, int length) {
        synchronized (this) {
            if (!holdsAll() && !(length > context.limits().largeMessageBytes() && holdsRequests())) {
                return false;
            }
            add(new Parked(Arrays.copyOfRange(octets, offset, offset + length), null, length + Outbox.ENTRY_BYTES));
            return true;
        }
    }

    /** Keeps a request that came while {@link #holdsRequests()}; false if that has just ended, and it is to be handled. */
    boolean park(Message request) {
        synchronized (this) {
            if (!holdsRequests()) {
                return false;
            }
            Message kept = Messages.keep(request);
            add(new Parked(null, kept, Messages.size(kept) + Outbox.ENTRY_BYTES));
            return true;
        }
    }

    /** Puts a message back that was taken out too early; it is the next one again. */
    void parkFirst(byte[] octets) {
        synchronized (this) {
            if (!retired) {
                parked.addFirst(new Parked(octets, null, octets.length + Outbox.ENTRY_BYTES));
                count(octets.length + Outbox.ENTRY_BYTES);
                rawParked++;
                refresh();
            }
        }
    }

    private void add(Parked entry) {
        if (retired) {
            return; // nobody would take it out, nor count it back
        }
        parked.add(entry);
        count(entry.bytes);
        rawParked += entry.octets != null ? 1 : 0;
        context.counters().parked.increment();
        refresh();
    }

    /** So much more is parked. */
    private void count(long more) {
        parkedBytes += more;
        context.waiting().charge(more);
    }

    /** The lock is held. */
    private void refresh() {
        int next = state & ~(RAW_PARKED | REQUEST_PARKED);
        next |= rawParked > 0 ? RAW_PARKED : 0;
        next |= rawParked < parked.size() ? REQUEST_PARKED : 0;
        long max = context.waiting().parkedBytes();
        if (parkedBytes > max && (next & TOO_MUCH_PARKED) == 0) {
            context.counters().parkedFull.increment();
            next |= TOO_MUCH_PARKED;
        } else if (parkedBytes <= max / 2) {
            next &= ~TOO_MUCH_PARKED;
        }
        state = next;
        pauseIfHeld();
    }

    /** The lock is held, so that nobody resumes for an older state afterwards without looking again. */
    private void pauseIfHeld() {
        if (paused() && !retired) {
            connection.pause();
        }
    }

    private void replay() {
        synchronized (this) {
            if ((state & REPLAYING) != 0 || parked.isEmpty()) {
                return; // whoever replays now goes on
            }
            state |= REPLAYING;
        }
        Parked next = poll();
        while (next != null) {
            if (next.octets != null) {
                handler.replayOctets(next.octets);
            } else if (next.request != null) {
                handler.replayRequest(next.request);
            }
            next = poll();
        }
    }

    private synchronized @Nullable Parked poll() {
        Parked head = (state & HOLD_REQUESTS) != 0 ? null : parked.poll();
        if (head == null) {
            state &= ~REPLAYING;
        } else {
            count(-head.bytes);
            rawParked -= head.octets != null ? 1 : 0;
        }
        refresh();
        return head;
    }

    /**
     * Makes the connection read, or not read, as the state says. Holds no lock, because a transport may deliver a message while it
     * resumes; so another thread may change the state meanwhile, and it is looked at again until it was the same before and after.
     */
    private void settle() {
        boolean pause;
        do {
            pause = paused();
            if (retired) {
                return;
            }
            if (pause) {
                connection.pause();
            } else {
                connection.resume();
            }
        } while (pause != paused());
    }
}
