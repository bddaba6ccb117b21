package org.junctor.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Call;
import org.junctor.api.message.Error;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.security.SessionInfo;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;
import org.junctor.api.transport.Connection;

/** A session: from WELCOME until GOODBYE, or until its connection is gone. */
final class Session {
    private static final long SPARE_MAX_BYTES = 4 << 20;

    final SessionInfo info;
    final Link link;
    final Realm realm;
    final Outbox outbox;

    /** What it said in HELLO that it can. */
    final Features features;

    /** Whether it may still be sent anything. Changes under the outbox's lock. */
    volatile boolean open;

    /** Whether its end is not announced, and its testaments are not published. */
    volatile boolean silent;

    /** Whether it ends if who it is may not log in any more. */
    volatile boolean closedIfRemoved;

    /** The URI of its GOODBYE; empty until it says one. */
    volatile String farewell = "";

    /** Calls that it waits for, by CALL.Request. Guarded by the outbox's lock. */
    final LongMap<PendingCall> calls = new LongMap<>();

    /** Calls that it was asked to answer, by INVOCATION.Request. Guarded by the outbox's lock. */
    final LongMap<PendingCall> invocations = new LongMap<>();

    /** The last INVOCATION.Request. Guarded by the outbox's lock. */
    long lastInvocation;

    /** How many procedures of the router it waits for that answer later. */
    final AtomicInteger answers = new AtomicInteger();

    /** How much the calls take that another callee is given if this one cannot answer. Guarded by the outbox's lock. */
    private long spareBytes;

    /** Progressive calls that ended too early for what it still sends of them. Guarded by the outbox's lock. */
    private @Nullable EndedStreams endedStreams;

    /** What those calls take. Guarded by the outbox's lock. */
    final Ledger.Account callMemory;

    /** Its subscriptions by id. Guarded by the broker's lock. */
    final LongMap<Subscriber> subscriptions = new LongMap<>();

    /** Its registrations by id. Guarded by the dealer's lock. */
    final LongMap<Callee> registrations = new LongMap<>();

    /** What its subscriptions, registrations and declarations take, and it itself. Guarded by itself. */
    private final Ledger.Account tableMemory;

    /** Whether it has published. */
    private final Slot slot;

    private final Connection connection;
    /** Calls that wait until there is room in the outbox. Guarded by its lock. */
    private @Nullable ArrayDeque<PendingCall> waiting;

    /** Details that were set by {@code wamp.session.modify_details}. */
    private volatile Map<String, @Nullable Object> extra = Map.of();

    private @Nullable Testaments testaments;

    /** Ends it when what it logged in with is good no longer. */
    private volatile Timer.Timeout expiry = Timer.NONE;

    private @Nullable Options callerDetails;
    private @Nullable Options publisherDetails;

    Session(SessionInfo info, Link link, Realm realm, Features features) {
        this.info = info;
        this.link = link;
        this.realm = realm;
        this.features = features;
        this.outbox = link.outbox();
        this.slot = link.slot();
        this.connection = link.connection();
        Capacity capacity = realm.context().capacity();
        this.callMemory = capacity.calls.account();
        this.tableMemory = capacity.tables.account();
    }

    /** Uses so many bytes more in the tables of its realm; false if it may not. */
    boolean takeTable(long bytes) {
        synchronized (tableMemory) {
            return tableMemory.take(bytes);
        }
    }

    /** Uses so many bytes more, which another session used before. */
    void inheritTable(long bytes) {
        synchronized (tableMemory) {
            tableMemory.inherit(bytes);
        }
    }

    /** Uses so many bytes less. */
    void giveTable(long bytes) {
        synchronized (tableMemory) {
            tableMemory.give(bytes);
        }
    }

    /** It has left all tables. */
    void leaveTables() {
        synchronized (tableMemory) {
            tableMemory.close();
        }
    }

    /** It publishes: while the memory is nearly full, it is not read on before the next look at it. */
    void publishes() {
        Context context = realm.context();
        if (!context.capacity().high()) {
            return;
        }
        if (link.inbox().hold(Inbox.MEMORY, this)) {
            context.counters().publishersPaused.increment();
        }
        if (!context.capacity().high()) { // whoever lets all go on may have been here before
            link.inbox().release(Inbox.MEMORY, this);
        }
    }

    /** The calls that a session leaves behind: those it made, those it was to answer, those that waited for room. */
    record Rest(List<PendingCall> called, List<PendingCall> asked, List<PendingCall> waiting) {}

    /** It may last for this time only; null for any time. */
    void limit(@Nullable Duration lifetime) {
        if (lifetime == null) {
            return;
        }
        expiry = realm.context()
                .timer()
                .after(
                        Math.max(0, lifetime.toMillis()),
                        () -> link.goodbye(this, Reason.KILLED, "what the session logged in with has expired"));
        if (!open) {
            expiry.cancel(); // it has ended already, and nobody else will
        }
    }

    /** It is not open any more. The outbox's lock is held. */
    Rest end() {
        open = false;
        expiry.cancel();
        List<PendingCall> waited = waiting == null ? List.of() : List.copyOf(waiting);
        waited.forEach(this::stopWaiting);
        waiting = null;
        realm.context().waiting().give(spareBytes);
        spareBytes = 0;
        callMemory.close();
        return new Rest(calls.drain(), invocations.drain(), waited);
    }

    long id() {
        return info.id();
    }

    Slot slot() {
        return slot;
    }

    Connection connection() {
        return connection;
    }

    /** What is published when it ends. */
    synchronized Testaments testaments() {
        Testaments left = testaments;
        if (left == null) {
            left = new Testaments(realm.context().waiting());
            testaments = left;
        }
        return left;
    }

    /** The testaments that it has left so far. */
    synchronized List<Testaments.Testament> left() {
        return testaments == null ? List.of() : testaments.left();
    }

    Map<String, @Nullable Object> extra() {
        return extra;
    }

    void extra(Map<String, @Nullable Object> next) {
        extra = next;
    }

    /** Takes out a call that it was asked to answer; null if there is none. The outbox's lock is held. */
    @Nullable
    PendingCall takeInvocation(long id) {
        PendingCall call = invocations.remove(id);
        Call spare = call == null ? null : call.spare;
        if (spare != null) {
            int size = Messages.size(spare);
            spareBytes -= size;
            realm.context().waiting().give(size);
        }
        return call;
    }

    /** Keeps what another callee needs if this one cannot answer, unless too much is kept. The outbox's lock is held. */
    void keepSpare(PendingCall call, Call message) {
        int size = Messages.size(message);
        if (spareBytes + size <= SPARE_MAX_BYTES && realm.context().waiting().take(size)) {
            call.spare = (Call) Messages.keep(message);
            spareBytes += size;
        }
    }

    /** A call waits for room from now on. The outbox's lock is held. */
    void await(PendingCall call) {
        ArrayDeque<PendingCall> queue = waiting;
        if (queue == null) {
            queue = new ArrayDeque<>();
            waiting = queue;
        }
        queue.add(call);
    }

    /** Whether calls wait for room. The outbox's lock is held. */
    boolean anyWaiting() {
        return waiting != null && !waiting.isEmpty();
    }

    /** The call that has waited for the longest, and does not any more; null if there is none. The outbox's lock is held. */
    @Nullable
    PendingCall nextWaiting() {
        PendingCall first = waiting == null ? null : waiting.peek();
        if (first != null) {
            stopWaiting(first);
        }
        return first;
    }

    /** A call waits no more; false if it did not. The outbox's lock is held. */
    boolean stopWaiting(PendingCall call) {
        boolean there = waiting != null && waiting.remove(call);
        if (there) {
            realm.context().waiting().give(call.heldBytes);
        }
        return there;
    }

    /** Sends a message without payload, if the session is still open. */
    void send(Message message) {
        send(message, Payload.EMPTY);
    }

    /** Sends the error that answers a request; {@code text} becomes its only argument. */
    void error(long requestType, long request, String uri, String text) {
        Payload payload = text(text);
        send(new Error(requestType, request, Options.EMPTY, uri, payload), payload);
    }

    /** Answers a call with an error; what the caller still sends of it is not heard. */
    void refuse(Call call, String uri, String text) {
        if (Boolean.TRUE.equals(call.options().entries().get("progress"))) {
            outbox.lock.lock();
            try {
                streamEnded(call.request());
            } finally {
                outbox.lock.unlock();
            }
        }
        error(Call.TYPE, call.request(), uri, text);
    }

    /** A progressive call ended before its caller had sent all of it. The outbox's lock is held. */
    void streamEnded(long request) {
        EndedStreams ended = endedStreams;
        if (ended == null) {
            ended = new EndedStreams();
            endedStreams = ended;
        }
        ended.add(request);
    }

    /**
     * Takes a CALL with an id that was used before: more of a progressive call.
     *
     * @return false if there is no such call
     * @throws ProtocolViolation if it is not progressive, or was sent as a whole already
     */
    boolean takeMore(Call message) throws ProtocolViolation {
        boolean more = message.options().flag("progress", false);
        PendingCall call;
        outbox.lock.lock();
        try {
            call = calls.get(message.request());
            if (call == null) {
                return endedStreams != null && endedStreams.take(message.request(), !more);
            }
            if (!call.more || !call.procedure.equals(message.procedure())) {
                throw new ProtocolViolation("the call with request id " + message.request() + " is not finished");
            }
            call.more = more;
            if (call.interrupted) {
                return true;
            }
        } finally {
            outbox.lock.unlock();
        }
        realm.invoker.chunk(call, message);
        return true;
    }

    /** Arguments with one string; none while the serializer is away. */
    Payload text(String text) {
        Serializer serializer = slot.serializer();
        return serializer == null ? Payload.EMPTY : Values.payload(serializer, List.of(text), Map.of());
    }

    /** Sends a message that answers a request of this session, if it is still open; if it is too large, an error instead. */
    void send(Message message, Payload payload) {
        outbox.lock.lock();
        try {
            if (open) {
                answer(message, payload);
            }
        } finally {
            outbox.lock.unlock();
        }
    }

    /** The same with the lock held: what became of the message itself. */
    Outbox.Outcome answer(Message message, Payload payload) {
        Outbox.Outcome outcome = outbox.put(message, payload);
        if (outcome != Outbox.Outcome.SENT) {
            Message instead = Messages.failed(message, outcome);
            outbox.must(instead == null ? message : instead);
        }
        return outcome;
    }

    /** INVOCATION.Details that disclose this session as the caller. */
    Options callerDetails() {
        Options details = callerDetails;
        if (details == null) {
            details = Options.of("caller", id())
                    .with("caller_authid", info.authid())
                    .with("caller_authrole", info.authrole());
            callerDetails = details;
        }
        return details;
    }

    /** EVENT.Details that disclose this session as the publisher. */
    Options publisherDetails() {
        Options details = publisherDetails;
        if (details == null) {
            details = Options.of("publisher", id())
                    .with("publisher_authid", info.authid())
                    .with("publisher_authrole", info.authrole());
            publisherDetails = details;
        }
        return details;
    }

    @Override
    public String toString() {
        return id() + " of " + info.realm();
    }
}
