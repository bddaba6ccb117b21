package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A selector that looks before it sleeps misses nothing. */
@Timeout(60)
final class SpinningSelectorTest {
    private static final int SPIN_MICROS = 100;

    private final QueuedThreadPool threads = new QueuedThreadPool(4);
    private final ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler("test", true);
    private final Manager manager = new Manager();

    private final class Manager extends SelectorManager {
        private @Nullable ManagedSelector selector;

        Manager() {
            super(threads, scheduler, 1);
        }

        @Override
        protected ManagedSelector newSelector(int id) {
            selector = new SpinningSelector(this, id, SPIN_MICROS);
            return selector;
        }

        @Override
        protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector at, SelectionKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object attachment) {
            throw new UnsupportedOperationException();
        }

        ManagedSelector selector() {
            ManagedSelector made = selector;
            if (made == null) {
                throw new IllegalStateException("it was not started");
            }
            return made;
        }
    }

    @BeforeEach
    void start() throws Exception {
        threads.start();
        scheduler.start();
        manager.start();
    }

    @AfterEach
    void stop() throws Exception {
        manager.stop();
        scheduler.stop();
        threads.stop();
    }

    @Test
    void whatOtherThreadsSubmitIsDoneWhetherItLooksOrSleeps() throws InterruptedException {
        Random random = new Random(1);
        for (int i = 0; i < 5000; i++) {
            CountDownLatch done = new CountDownLatch(1);
            manager.selector().submit(selector -> done.countDown());
            assertTrue(done.await(10, TimeUnit.SECONDS), "update " + i + " was never done");
            LockSupport.parkNanos(random.nextInt(3 * SPIN_MICROS * 1000));
        }
    }

    @Test
    void whatBecomesReadableIsToldWhetherItLooksOrSleeps() throws Exception {
        Random random = new Random(2);
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        Reader reader = new Reader(pipe.source());
        manager.selector().submit(reader);

        for (int i = 0; i < 2000; i++) {
            pipe.sink().write(ByteBuffer.allocate(1));
            assertTrue(reader.told().tryAcquire(10, TimeUnit.SECONDS), "octet " + i + " was never read");
            LockSupport.parkNanos(random.nextInt(3 * SPIN_MICROS * 1000));
        }
    }

    /** Tells of each octet that it reads. */
    private record Reader(Pipe.SourceChannel source, Semaphore told)
            implements ManagedSelector.Selectable, ManagedSelector.SelectorUpdate {
        Reader(Pipe.SourceChannel source) {
            this(source, new Semaphore(0));
        }

        @Override
        public void update(Selector selector) {
            try {
                source.register(selector, SelectionKey.OP_READ, this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public @Nullable Runnable onSelected() {
            try {
                told.release(Math.max(0, source.read(ByteBuffer.allocate(16))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return null;
        }

        @Override
        public void updateKey() {
            // It stays interested.
        }

        @Override
        public void replaceKey(SelectionKey newKey) {
            throw new UnsupportedOperationException();
        }
    }
}
