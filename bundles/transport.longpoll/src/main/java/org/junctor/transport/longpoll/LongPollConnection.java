package org.junctor.transport.longpoll;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Connection;
import org.junctor.api.transport.Listener;
import org.junctor.api.transport.Peer;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.BatchFraming;
import org.junctor.api.wire.Framing;
import org.junctor.http.api.PartialMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport of one long-poll client: what it sends comes as requests, and what it is sent goes out as answers to requests that
 * wait. All work is done in {@link #drain}, by one thread at a time and with no lock held, so that the receiver's calls are serial.
 */
final class LongPollConnection implements Connection {
    private static final Logger LOG = LoggerFactory.getLogger(LongPollConnection.class);
    private static final long CLOSE_MS = 10_000;

    private enum State {
        OPEN,
        /** The router has closed: the client is sent what is left. */
        CLOSING,
        /** Over; its id is known for a while, so that the client hears why, and may close. */
        ENDED
    }

    private final Place place;
    private final String id;
    private final Protocol protocol;
    private final Peer peer;
    private final Settings settings;
    private final Intake intake;
    private final Object lock = new Object();

    // All below are guarded by the lock.
    private final Incoming incoming;
    private final Outgoing outgoing;
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private @Nullable Receiver receiver;
    private @Nullable Exchange waiting;
    private State state = State.OPEN;
    private String end = "";

    /** When the client was last heard of, or what happens now began. */
    private long since = System.nanoTime();

    private boolean draining;

    LongPollConnection(Place place, String id, Protocol protocol, Peer peer) {
        this.place = place;
        this.id = id;
        this.protocol = protocol;
        this.peer = peer;
        this.settings = place.settings();
        this.intake = new Intake(settings.bodyBytes());
        this.incoming = new Incoming(settings, protocol);
        this.outgoing = new Outgoing(settings, protocol.batched());
    }

    /** What its client calls it, and nobody else knows. */
    String id() {
        return id;
    }

    /** Hands itself to the router. */
    void open() {
        Receiver opened = place.router().open(this);
        synchronized (lock) {
            receiver = opened;
        }
        schedule();
    }

    /** The client asks what there is for it: it is answered when there is something, or the time is over. */
    void receive(Exchange asking) {
        asking.request().addIdleTimeoutListener(timeout -> false); // it waits for us
        asking.request().addFailureListener(failure -> lost(asking, failure));
        synchronized (lock) {
            if (state == State.ENDED) {
                steps.add(() -> refuseEnded(asking));
            } else if (waiting != null) {
                steps.add(
                        () -> asking.refuse(HttpStatus.CONFLICT_409, "Another request to receive is waiting already."));
            } else {
                waiting = asking;
                since = System.nanoTime();
            }
        }
        schedule();
    }

    private void refuseEnded(Exchange exchange) {
        exchange.refuse(HttpStatus.NOT_FOUND_404, "This transport is over: " + end);
    }

    /** A client that waited is gone. */
    private void lost(Exchange asking, Throwable failure) {
        synchronized (lock) {
            if (!asking.equals(waiting)) {
                return; // it has been answered, or is being
            }
            waiting = null;
            since = System.nanoTime();
        }
        asking.callback().failed(failure);
    }

    /** The client sends: the body is read when there is room for it, and answered when the router has taken it. */
    void send(Exchange exchange) {
        long length = exchange.request().getLength();
        long held = length < 0 ? settings.bodyBytes() : length;
        Runnable release = () -> intake.leave(held);
        Consumer<PartialMessage> whole = octets -> arrived(exchange, octets, release);
        intake.enter(held, new Body(exchange, settings.bodyBytes(), place.excesses(), whole, release));
    }

    private void arrived(Exchange exchange, PartialMessage octets, Runnable release) {
        synchronized (lock) {
            if (state == State.OPEN) {
                incoming.add(exchange, octets, release);
            } else {
                steps.add(() -> refuseEnded(exchange));
                steps.add(octets::release);
                steps.add(release);
            }
        }
        schedule();
    }

    /** The client closes. */
    void close(Exchange exchange) {
        synchronized (lock) {
            Exchange asking = waiting;
            if (asking != null) {
                waiting = null;
                steps.add(() -> asking.empty(HttpStatus.NO_CONTENT_204)); // an error would look like a second end
            }
        }
        end("closed by the client");
        place.transports().remove(this);
        exchange.empty(settings.doneStatus());
    }

    /** Time goes on: answers a client that has waited for long enough, and ends what is left alone. */
    void tick(long now) {
        boolean late = false;
        boolean left = false;
        boolean forgotten = false;
        synchronized (lock) {
            long ms = TimeUnit.NANOSECONDS.toMillis(now - since);
            Exchange asking = waiting;
            if (asking != null) {
                late = ms + Transports.TICK_MS > settings.requestMs();
                if (late) {
                    waiting = null;
                    since = now;
                    steps.add(() -> asking.empty(HttpStatus.NO_CONTENT_204));
                }
            } else if (state == State.ENDED) {
                forgotten = ms > settings.sessionMs();
            } else if (state == State.CLOSING) {
                left = ms > CLOSE_MS;
            } else {
                left = !outgoing.busy() && ms > settings.sessionMs();
            }
        }
        if (left) {
            place.transports().expired();
            end("the client does not ask for messages");
        } else if (forgotten) {
            place.transports().remove(this);
        } else if (late) {
            schedule();
        }
    }

    /** The path goes: the session is told. */
    void goAway(String reason) {
        Receiver to;
        synchronized (lock) {
            to = state == State.OPEN ? receiver : null;
        }
        if (to != null) {
            to.goingAway(reason);
        }
    }

    /** Whether the client waits to be told something, or is being told. */
    boolean listening() {
        synchronized (lock) {
            return state != State.ENDED && (waiting != null || outgoing.busy());
        }
    }

    /** Nothing more goes in or out. */
    void end(String reason) {
        synchronized (lock) {
            stopTaking(CloseReason.NORMAL, reason);
            finish();
        }
        schedule();
    }

    @Override
    public void close(CloseReason reason, String text) {
        synchronized (lock) {
            stopTaking(reason, text);
            if (outgoing.done()) {
                finish();
            }
        }
        schedule();
    }

    /** From now on nothing is taken from the client, or for it. The lock is held. */
    private void stopTaking(CloseReason reason, String text) {
        if (state == State.OPEN) {
            state = State.CLOSING;
            end = text;
            since = System.nanoTime();
            steps.addAll(incoming.end(reason == CloseReason.PROTOCOL_ERROR, text));
            steps.add(intake::end);
        }
    }

    /** It is over. The lock is held. */
    private void finish() {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        since = System.nanoTime();
        outgoing.clear();
        steps.add(this::tellClosed);
        Exchange asking = waiting;
        if (asking != null) {
            waiting = null;
            steps.add(() -> refuseEnded(asking));
        }
    }

    private void tellClosed() {
        Receiver to = receiver;
        if (to != null) {
            to.closed(end);
        }
        place.transports().progress();
    }

    private void schedule() {
        synchronized (lock) {
            if (draining || receiver == null) {
                return;
            }
            draining = true;
        }
        try {
            place.transports().execute(this::drain);
        } catch (RejectedExecutionException e) {
            LOG.debug("The long-poll client {} is left alone: the node stops", peer.address(), e);
        }
    }

    private void drain() {
        for (Runnable step = next(); step != null; step = next()) {
            try {
                step.run();
            } catch (RuntimeException bug) {
                LOG.error("The long-poll client {} is closed: its request could not be handled", peer.address(), bug);
                close(CloseReason.INTERNAL_ERROR, "the router failed");
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (lock) {
            Runnable step = steps.poll();
            if (step == null && state != State.ENDED) {
                step = work(receiver);
            }
            draining = step != null;
            return step;
        }
    }

    private @Nullable Runnable work(@Nullable Receiver to) {
        Exchange asking = waiting;
        if (asking != null && outgoing.ready()) {
            waiting = null;
            ByteBuffer octets = outgoing.take();
            return () -> asking.messages(
                    protocol.mime(), octets, Callback.from(() -> answered(true), failure -> answered(false)));
        }
        if (to == null || state != State.OPEN) {
            return null;
        }
        return outgoing.roomAgain() ? to::writable : incoming.next(to, this::violation);
    }

    private void answered(boolean written) {
        synchronized (lock) {
            if (written) {
                outgoing.sent();
            } else {
                outgoing.notSent();
            }
            if (state != State.CLOSING) {
                since = System.nanoTime();
            } else if (outgoing.done()) {
                finish();
            }
        }
        schedule();
        place.transports().progress();
    }

    private void violation(String text) {
        Receiver to;
        synchronized (lock) {
            to = receiver;
        }
        if (to != null) {
            to.violation(text);
        }
        close(CloseReason.PROTOCOL_ERROR, text); // while there is no router it says nothing
    }

    @Override
    public boolean offer(ByteBuffer frame) {
        boolean taken;
        synchronized (lock) {
            taken = state != State.OPEN || outgoing.offer(frame);
        }
        schedule();
        return taken;
    }

    @Override
    public void pause() {
        synchronized (lock) {
            incoming.pause(true);
        }
    }

    @Override
    public void resume() {
        synchronized (lock) {
            incoming.pause(false);
        }
        schedule();
    }

    @Override
    public void detach() {
        place.router().detach(this);
    }

    @Override
    public Framing framing() {
        synchronized (lock) {
            BatchFraming batches = incoming.framing();
            return batches == null ? Framing.NONE : batches;
        }
    }

    @Override
    public int maxMessageBytes() {
        return Integer.MAX_VALUE;
    }

    @Override
    public String serializer() {
        return protocol.serializer().name();
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Listener listener() {
        return place.listener();
    }
}
