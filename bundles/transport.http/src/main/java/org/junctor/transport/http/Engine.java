package org.junctor.transport.http;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** What all listeners share, to keep threads and memory few: threads, timer, buffers, and limits. */
@Component(service = Engine.class, configurationPid = "org.junctor.transport.http.engine")
@Designate(ocd = NodeLimits.Config.class)
public final class Engine {
    /** Most threads for handshakes and for HTTP paths that block; made as they are needed, and ended when idle. */
    private static final int THREADS = 16;

    private static final int IDLE_THREADS = 2;
    /** How often those are looked for who are slow with a long message. */
    private static final long LOOK_MS = 500;

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
            this::limits);
    private final ChunkPool chunks = new ChunkPool();
    private final NodeConnections connections = new NodeConnections(() -> limits().connectionsMax());
    private final boolean http2;
    private volatile NodeLimits limits;

    /** Starts the threads. */
    @Activate
    public Engine(NodeLimits.Config config) {
        this(NodeLimits.of(config));
    }

    /** The same with the usual limits, for who has no framework. */
    public Engine() {
        this(NodeLimits.USUAL);
    }

    private Engine(NodeLimits limits) {
        this.limits = limits;
        http2 = GatheringHttp2.available(); // asked before anything else of Jetty's HTTP is used
        threads.setName("http");
        threads.setDaemon(true);
        LifeCycle.start(threads);
        LifeCycle.start(scheduler);
        watch();
    }

    /** Takes other limits, for what comes from now on. */
    @Modified
    public void modify(NodeLimits.Config config) {
        limits = NodeLimits.of(config);
    }

    private void watch() {
        scheduler.schedule(
                this::watch, LOOK_MS, TimeUnit.MILLISECONDS); // first: a look that fails must not be the last one
        buffers.look(System.nanoTime());
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

    NodeLimits limits() {
        return limits;
    }

    NodeConnections connections() {
        return connections;
    }

    LongMessages buffers() {
        return buffers;
    }

    ChunkPool chunks() {
        return chunks;
    }
}
