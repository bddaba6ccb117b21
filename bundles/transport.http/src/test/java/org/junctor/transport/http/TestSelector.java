package org.junctor.transport.http;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junctor.http.api.Excesses;

/** A selector whose passes the test ends. */
final class TestSelector extends ManagedSelector {
    private final List<SelectorUpdate> updates = new ArrayList<>();
    int submitted;

    /** Of a listener whose peers may send as fast as they can. */
    static Traffic traffic() {
        return new Traffic(PeerRates.ANY, new Excesses("t1", text -> {}));
    }

    TestSelector() {
        super(new Nothing(), 0);
    }

    @Override
    public synchronized void submit(SelectorUpdate update) {
        updates.add(update);
        submitted++;
    }

    /** Runs what is to run at the end of the pass. */
    void endPass() {
        List<SelectorUpdate> now;
        synchronized (this) {
            now = List.copyOf(updates);
            updates.clear();
        }
        now.forEach(update -> update.update(null));
    }

    private static final class Nothing extends SelectorManager {
        Nothing() {
            super(ForkJoinPool.commonPool(), new ScheduledExecutorScheduler(), 1);
        }

        @Override
        protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object attachment) {
            throw new UnsupportedOperationException();
        }
    }
}
