package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A session that has nothing to do with what a test does to the router, and should not notice it: it calls itself all the time and
 * measures how long an answer takes. Closing it prints the figure, and fails if an answer took longer than it may.
 */
final class Bystander implements AutoCloseable {
    /** The longest that an answer may take, generous because the suite shares its machine. */
    static final long LIMIT_MS = 500;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

    private final String occasion;
    private final Session session;
    private final long registration;
    private final String procedure;
    private final Thread thread;
    private final long limitMs;
    private volatile boolean stopped;
    private final AtomicInteger calls = new AtomicInteger();
    private long worst;
    private volatile @Nullable Throwable failure;

    private Bystander(Session session, String occasion, long limitMs) {
        this.limitMs = limitMs;
        this.session = session;
        this.occasion = occasion;
        this.procedure = "org.junctor.bystander.s" + session.id();
        this.registration = session.register(procedure);
        this.thread = new Thread(this::measure, "bystander");
    }

    /** Begins to measure. {@code occasion} says in the figure what is done to the router meanwhile. */
    static Bystander of(Router router, String occasion) {
        return of(router.listeners().web(), occasion);
    }

    /** The same at any router. */
    static Bystander of(URI web, String occasion) {
        return of(web, occasion, LIMIT_MS);
    }

    /** The same where an answer may take so long. */
    static Bystander of(URI web, String occasion, long limitMs) {
        Session session = Session.join(WebSocketPeer.connect(web), Router.OPEN);
        Bystander bystander = new Bystander(session, occasion, limitMs);
        bystander.thread.start();
        return bystander;
    }

    private void measure() {
        try {
            while (!stopped) {
                long start = System.nanoTime();
                long call = session.call(procedure, calls.get());
                session.serve(registration, calls.get());
                session.answer(Type.RESULT, call);
                worst = Math.max(worst, System.nanoTime() - start);
                calls.incrementAndGet();
                LockSupport.parkNanos(PAUSE);
            }
        } catch (AssertionError | RuntimeException e) {
            failure = e;
        }
    }

    /** Waits until so many more of its calls are answered. */
    void expectCalls(int more) {
        int enough = calls.get() + more;
        Waiting.until(
                Peer.LIMIT,
                () -> calls.get() >= enough || failure != null,
                () -> "only " + calls + " calls are answered");
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(2 * Peer.LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        session.peer().cut();
        Throwable failed = failure;
        if (failed != null) {
            throw new AssertionError("the bystander of " + occasion + " was disturbed", failed);
        }
        double ms = worst / 1e6;
        System.out.printf("bystander of %s: %d calls, the slowest took %.1f ms%n", occasion, calls.get(), ms);
        assertTrue(ms < limitMs, () -> "the bystander of " + occasion + " waited " + ms + " ms");
    }
}
