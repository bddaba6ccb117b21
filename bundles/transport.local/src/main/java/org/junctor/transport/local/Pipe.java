package org.junctor.transport.local;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.Receiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One direction of a connection: takes messages from one end and gives them to the other, in order and one at a time. Everything that
 * its receiver is told goes through {@link #drain}, so that calls of the receiver never overlap.
 */
final class Pipe {
    /** How many octets may wait before more are refused. */
    static final int WAITING_MAX = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Pipe.class);

    private final String name;
    private final Executor executor;
    private final Executor onOffer;
    private final Runnable onEnd;
    private final Object lock = new Object();

    // All below are guarded by the lock.
    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
    private int waiting;
    private @Nullable Receiver receiver;
    private @Nullable Pipe opposite;
    private boolean paused;
    private boolean refused;
    private boolean roomAgain;
    private boolean draining;
    private boolean cut;
    private boolean done;
    private @Nullable String end;

    /**
     * @param name for the log
     * @param executor where the receiver is called
     * @param onOffer where it is called when a message was offered; {@code Runnable::run} for the thread that offers
     * @param onEnd what else to do when the receiver is told that the connection is over
     */
    Pipe(String name, Executor executor, Executor onOffer, Runnable onEnd) {
        this.name = name;
        this.executor = executor;
        this.onOffer = onOffer;
        this.onEnd = onEnd;
    }

    /** Begins to deliver. {@code opposite} tells the sender that there is room again, and that the connection is over. */
    void open(Receiver to, Pipe back) {
        synchronized (lock) {
            receiver = to;
            opposite = back;
        }
        schedule(executor);
    }

    /** Takes a copy of the message, or refuses it while more than {@link #WAITING_MAX} octets wait. */
    boolean offer(ByteBuffer frame) {
        synchronized (lock) {
            if (end != null) {
                return true; // the connection is over: dropped
            }
            if (waiting > WAITING_MAX) {
                refused = true;
                return false;
            }
            byte[] message = new byte[frame.remaining()];
            frame.duplicate().get(message);
            queue.add(message);
            waiting += message.length;
        }
        schedule(onOffer);
        return true;
    }

    /** Stops or goes on delivering messages. */
    void pause(boolean stop) {
        synchronized (lock) {
            paused = stop;
        }
        if (!stop) {
            schedule(executor);
        }
    }

    /** Takes nothing more, delivers what it has, and then tells both ends that the connection is over. */
    void finish(String reason) {
        synchronized (lock) {
            if (end == null) {
                end = reason;
            }
        }
        schedule(executor);
    }

    /** As {@link #finish}, but drops what it has. */
    void cut(String reason) {
        synchronized (lock) {
            cut = true;
        }
        finish(reason);
    }

    /** Tells the receiver, which is also the sender of the opposite direction, that there is room again in that. */
    private void roomAgain() {
        synchronized (lock) {
            roomAgain = true;
        }
        schedule(executor);
    }

    private void schedule(Executor where) {
        synchronized (lock) {
            if (draining || done || receiver == null) {
                return;
            }
            draining = true;
        }
        where.execute(this::drain);
    }

    /** Does what there is to do, until there is nothing; only one thread at a time is here. */
    private void drain() {
        for (Runnable step = next(); step != null; step = next()) {
            try {
                step.run();
            } catch (RuntimeException e) {
                LOG.error("Local connection {}: closed after a failure", name, e);
                cut("failure of the receiver");
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (lock) {
            Receiver to = receiver;
            Pipe back = opposite;
            if (done || to == null || back == null) {
                draining = false;
                return null;
            }
            if (end != null && (cut || queue.isEmpty())) {
                return last(to, back, end);
            }
            if (roomAgain) {
                roomAgain = false;
                return to::writable;
            }
            byte[] message = paused ? null : queue.poll();
            if (message == null) {
                draining = false;
                return null;
            }
            waiting -= message.length;
            boolean room = refused && waiting <= WAITING_MAX / 2;
            refused &= !room;
            return () -> deliver(to, message, room ? back : null);
        }
    }

    private Runnable last(Receiver to, Pipe back, String reason) {
        done = true;
        queue.clear();
        return () -> {
            onEnd.run();
            back.cut(reason);
            to.closed(reason);
        };
    }

    private static void deliver(Receiver to, byte[] message, @Nullable Pipe back) {
        if (back != null) {
            back.roomAgain();
        }
        to.receive(message, 0, message.length);
    }
}
