package org.junctor.core;

import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Abort;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Elements;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Welcome;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Connection;
import org.junctor.api.transport.Receiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection as long as this core has it: sessions follow one another on it, each from HELLO to GOODBYE. */
final class Link implements Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private final Connection connection;
    private final Slot slot;
    private final Context context;
    private final Entrance entrance;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Decoder decoder;
    private final Departure departure;
    /** Changes with the outbox's lock held. */
    private volatile LinkState state = LinkState.CLOSED;
    /** Whether the peer may still answer the GOODBYE of an earlier core. */
    private boolean goodbyeExpected;
    /** Whether a session has ended on this connection. */
    private volatile boolean served;

    private volatile @Nullable Handshake handshake;
    private volatile @Nullable Session session;
    private @Nullable Requests requests;
    private volatile Timer.Timeout deadline;

    /** What may fail because of the peer, or because of a bug. */
    @FunctionalInterface
    interface Task {
        void run() throws ProtocolViolation;
    }

    Link(Connection connection, Context context, Entrance entrance, boolean reused) {
        this.connection = connection;
        this.context = context;
        this.entrance = entrance;
        goodbyeExpected = reused;
        served = reused;
        slot = context.serializers().slot(connection.serializer());
        outbox = new Outbox(connection, slot, context, new SlowPeer(this, context));
        decoder = new Decoder(this, context);
        departure = new Departure(this, outbox);
        inbox = new Inbox(connection, context, decoder);
        Limits limits = context.limits();
        deadline = context.timer().after(reused ? limits.goodbyeTimeoutMs() : limits.helloTimeoutMs(), this::expire);
    }

    Connection connection() {
        return connection;
    }

    Slot slot() {
        return slot;
    }

    Outbox outbox() {
        return outbox;
    }

    Inbox inbox() {
        return inbox;
    }

    @Nullable
    Session session() {
        return session;
    }

    @Nullable
    Handshake handshake() {
        return handshake;
    }

    @Override
    public void receive(byte[] octets, int offset, int length) {
        decoder.receive(octets, offset, length);
    }

    @Override
    public void receiveGiven(byte[] octets) {
        decoder.receiveGiven(octets);
    }

    Departure departure() {
        return departure;
    }

    LinkState state() {
        return state;
    }

    /** Whether it is no use to read what comes. */
    boolean gone() {
        return state == LinkState.GONE;
    }

    /** Runs what may fail because of this peer. */
    @SuppressWarnings("IllegalCatch") // the place where a bug ends: it costs this connection only
    void guard(Task task) {
        try {
            task.run();
        } catch (ProtocolViolation e) {
            violation(String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    /**
     * Takes a message.
     *
     * @param itsTurn whether it has waited already, so that it must not wait behind what came later
     */
    void take(Message message, boolean itsTurn) throws ProtocolViolation {
        switch (state) {
            case OPEN -> takeOpen(message, itsTurn);
            case CLOSED -> takeClosed(message);
            case OPENING -> takeOpening(message);
            case CLOSING -> {
                if (message instanceof Goodbye || message instanceof Abort) {
                    takeLast();
                }
            }
            case GONE -> {}
        }
    }

    private void takeOpen(Message message, boolean itsTurn) throws ProtocolViolation {
        Requests now = requests;
        if (message instanceof Goodbye goodbye) {
            Session leaving = session;
            if (leaving != null) {
                leaving.farewell = goodbye.reason();
            }
            boolean answered = leave(leaving, new Goodbye(Options.EMPTY, Reason.GOODBYE_AND_OUT), LinkState.CLOSED);
            if (!answered && state == LinkState.CLOSING) {
                takeLast(); // both sides said GOODBYE at the same time: neither answers
            }
        } else if (message instanceof Abort) {
            drop(CloseReason.NORMAL, "the peer aborted the session");
        } else if (now != null
                && (itsTurn || !Requests.isRequest(message) || !inbox.holdsRequests() || !inbox.park(message))) {
            now.take(message);
        }
    }

    private void takeLast() {
        if (entrance.closing()) {
            drop(CloseReason.GOING_AWAY, "the router is about to stop");
        } else {
            leave(null, null, LinkState.CLOSED);
        }
    }

    private void takeClosed(Message message) throws ProtocolViolation {
        if (message instanceof Hello hello) {
            Handshake opening = new Handshake(this, hello, context, entrance);
            outbox.lock.lock();
            try {
                if (state != LinkState.CLOSED) {
                    opening.end(); // the connection is gone since
                    return;
                }
                state = LinkState.OPENING;
                handshake = opening;
                deadline.cancel();
                deadline = Timer.NONE; // a session that lasts should not hold it
            } finally {
                outbox.lock.unlock();
            }
            opening.begin();
        } else if (message instanceof Abort) {
            drop(CloseReason.NORMAL, "the peer aborted");
        } else if (goodbyeExpected) { // what comes before it was sent to the router core that was here before
            goodbyeExpected = !(message instanceof Goodbye);
        } else {
            throw new ProtocolViolation(Elements.message(message.type()) + " before HELLO");
        }
    }

    private void takeOpening(Message message) throws ProtocolViolation {
        Handshake opening = handshake;
        if (message instanceof Abort) {
            drop(CloseReason.NORMAL, "the peer aborted the handshake");
        } else if (opening == null || !opening.take(message)) {
            throw new ProtocolViolation(Elements.message(message.type()) + " before WELCOME");
        }
    }

    /** The handshake has succeeded: the session is open. False if the connection went on without it. */
    boolean welcome(Handshake opening, Session opened, Options details) {
        inbox.begin(opened);
        outbox.lock.lock();
        try {
            if (state != LinkState.OPENING || handshake != opening) {
                return false;
            }
            requests = new Requests(opened, context, connection.listener().requestIds());
            session = opened;
            opened.open = true;
            handshake = null;
            opened.realm.join(opened);
            outbox.must(new Welcome(opened.id(), details));
            state = LinkState.OPEN;
            return true;
        } finally {
            outbox.lock.unlock();
        }
    }

    /** The handshake has a question. */
    void challenge(Handshake opening, Challenge challenge) {
        outbox.lock.lock();
        try {
            if (handshake == opening) {
                outbox.must(challenge);
            }
        } finally {
            outbox.lock.unlock();
        }
    }

    /** Says GOODBYE to this session, and waits for the peer's; false if it is over already. */
    boolean goodbye(Session open, String reason, String text) {
        return leave(open, new Goodbye(Options.of("message", text), reason), LinkState.CLOSING);
    }

    /** Says ABORT to this handshake, and closes; false if it is over already. */
    boolean abort(Handshake opening, String reason, String text) {
        boolean refused = leave(opening, new Abort(Options.of("message", text), reason, Payload.EMPTY), LinkState.GONE);
        if (refused) {
            connection.close(CloseReason.NORMAL, text);
        }
        return refused;
    }

    /** Says ABORT, and closes. */
    private void abort(String reason, String text, CloseReason close) {
        if (leave(null, new Abort(Options.of("message", text), reason, Payload.EMPTY), LinkState.GONE)) {
            connection.close(close, text);
        }
    }

    /** Says nothing, and closes. */
    void drop(CloseReason reason, String text) {
        if (leave(null, null, LinkState.GONE)) {
            connection.close(reason, text);
        }
    }

    @Override
    public void violation(String text) {
        context.counters().violations.increment();
        context.log().complain(this, "broke the protocol: " + PeerLog.shown(text));
        abort(Reason.PROTOCOL_VIOLATION, text, CloseReason.PROTOCOL_ERROR);
    }

    void failed(Throwable bug) {
        context.counters().failures.increment();
        LOG.error("{} is closed because of a failure in the router", this, bug);
        drop(CloseReason.INTERNAL_ERROR, "the router failed");
    }

    /**
     * Ends what there is, a session or a handshake.
     *
     * @param which the session or handshake that is meant; null for any, or none
     * @param last what the peer is told, as the last thing that it hears of it
     * @return false if that one was over already, or the connection is gone
     */
    boolean leave(@Nullable Object which, @Nullable Message last, LinkState next) {
        Session ended;
        Handshake given;
        Session.Rest rest;
        outbox.lock.lock();
        try {
            if (state == LinkState.GONE || (which != null && which != session && which != handshake)) {
                return false;
            }
            state = next;
            await(next);
            given = handshake;
            handshake = null;
            ended = session;
            session = null;
            requests = null;
            rest = ended == null ? null : ended.end();
            if (last != null) {
                outbox.put(last);
            }
        } finally {
            outbox.lock.unlock();
        }
        if (given != null) {
            given.end();
        }
        if (ended != null && rest != null) {
            inbox.end();
            entrance.forget(ended.id());
            ended.realm.leave(ended, rest);
            entrance.observers().left(ended.info, ended.farewell);
        }
        return true;
    }

    /** A HELLO may follow on this connection, but not at any time. The outbox's lock is held. */
    private void await(LinkState next) {
        deadline.cancel();
        if (next != LinkState.GONE) {
            served = true;
            deadline = context.timer().after(context.limits().goodbyeTimeoutMs(), this::expire);
        }
    }

    private void expire() {
        if (state != LinkState.CLOSED && state != LinkState.CLOSING) {
            return; // what was waited for came at the last moment
        }
        if (served) {
            drop(CloseReason.NORMAL, "no new session within " + context.limits().goodbyeTimeoutMs() + " ms");
        } else {
            String text = "no HELLO within " + context.limits().helloTimeoutMs() + " ms";
            context.counters().handshakesLate.increment();
            context.log().complain(this, "is closed: " + text);
            abort(Reason.TIMEOUT, text, CloseReason.POLICY);
        }
    }

    @Override
    public void writable() {
        outbox.writable();
    }

    @Override
    public void closed(String reason) {
        LOG.debug("{} is gone: {}", this, reason);
        leave(null, null, LinkState.GONE);
        silence();
        entrance.forget(this);
    }

    /** Nothing more is sent, read or resumed. */
    void silence() {
        inbox.retire();
        outbox.silence();
    }

    void serializerGone() {
        inbox.hold(Inbox.SERIALIZER, null);
    }

    void serializerBack() {
        outbox.retry();
        inbox.release(Inbox.SERIALIZER, null);
    }

    @Override
    public void goingAway(String reason) {
        departure.goingAway(reason);
    }

    @Override
    public String toString() {
        Session now = session;
        return (now == null ? "Connection" : "Session " + now) + " from "
                + connection.peer().transport() + " "
                + connection.peer().address();
    }
}
