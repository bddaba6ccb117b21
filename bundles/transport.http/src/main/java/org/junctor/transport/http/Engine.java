package org.junctor.transport.http;

import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** What all listeners share, to keep threads and memory few: threads, timer, buffers. */
@Component(service = Engine.class)
public final class Engine {
    /** Most threads for handshakes and for HTTP paths that block; made as they are needed, and ended when idle. */
    private static final int THREADS = 16;

    private static final int IDLE_THREADS = 2;
    private static final int THREAD_IDLE_MS = 10_000;

    /**
     * No reserved threads: a blocking request is then always given to another thread, and the thread that selects stays the same.
     */
    private static final int RESERVED_THREADS = 0;

    private static final int BUFFER_MAX_BYTES = 1 << 20;
    private static final long POOLED_HEAP_BYTES = 8L << 20;
    private static final long POOLED_DIRECT_BYTES = 2L << 20;

    private final QueuedThreadPool threads = new QueuedThreadPool(
            THREADS, IDLE_THREADS, THREAD_IDLE_MS, RESERVED_THREADS, new LinkedBlockingQueue<>(), null);
    private final Scheduler scheduler = new ScheduledExecutorScheduler("http-timer", true);
    private final LongMessages buffers = new LongMessages(
            new ArrayByteBufferPool(
                    0, 4096, BUFFER_MAX_BYTES, Integer.MAX_VALUE, POOLED_HEAP_BYTES, POOLED_DIRECT_BYTES),
            Runtime.getRuntime().maxMemory() / 4);
    private final ChunkPool chunks = new ChunkPool();
    private final boolean http2;

    /** Starts the threads. */
    @Activate
    public Engine() {
        http2 = GatheringHttp2.available(); // asked before anything else of Jetty's HTTP is used
        threads.setName("http");
        threads.setDaemon(true);
        LifeCycle.start(threads);
        LifeCycle.start(scheduler);
    }

    /** Ends the threads; the listeners are closed before, since they refer to this. */
    @Deactivate
    public void stop() {
        LifeCycle.stop(scheduler);
        LifeCycle.stop(threads);
    }

    /** A listener takes so many threads for itself, or gives them back if the number is negative. */
    synchronized void occupy(int more) {
        threads.setMaxThreads(threads.getMaxThreads() + more);
    }

    /** Whether HTTP/2 can be spoken. */
    boolean http2() {
        return http2;
    }

    QueuedThreadPool threads() {
        return threads;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    LongMessages buffers() {
        return buffers;
    }

    ChunkPool chunks() {
        return chunks;
    }
}
