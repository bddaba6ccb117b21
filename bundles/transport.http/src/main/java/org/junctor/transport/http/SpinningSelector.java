package org.junctor.transport.http;

import java.io.IOException;
import java.nio.channels.Selector;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;

/**
 * A selector that looks again and again for a moment before it sleeps, because being woken costs a peer that waits for each answer
 * more than being routed. Sleeps at once where that was in vain for some time, until answers come fast again.
 */
final class SpinningSelector extends ManagedSelector {
    /** After so many times in vain it only sleeps. */
    private static final int PATIENCE = 32;

    private final long spinNanos;

    /** Whether another thread has something for this one. */
    private volatile boolean called;

    private volatile Thread own = Thread.currentThread();
    private boolean looked;
    private int vain;

    SpinningSelector(SelectorManager manager, int id, long spinMicros) {
        super(manager, id);
        this.spinNanos = spinMicros * 1000;
    }

    @Override
    public void submit(SelectorUpdate update) {
        if (Thread.currentThread() != own) {
            called = true;
        }
        super.submit(update);
    }

    @Override
    protected int nioSelect(Selector selector, boolean now) throws IOException {
        if (now) {
            return selector.selectNow();
        }
        if (looked || vain >= PATIENCE) {
            return sleep(selector);
        }
        // To look forgets that somebody wanted to wake the selector: so it does not sleep behind that before what
        // others want was done, which is with the next call.
        looked = true;
        return look(selector);
    }

    private int look(Selector selector) throws IOException {
        own = Thread.currentThread();
        called = false;
        long begin = System.nanoTime();
        do {
            int selected = selector.selectNow();
            if (selected > 0) {
                looked = false;
                vain = 0;
                return selected;
            }
            Thread.onSpinWait();
        } while (!called && System.nanoTime() - begin < spinNanos);
        vain++;
        return 0;
    }

    private int sleep(Selector selector) throws IOException {
        looked = false;
        long begin = System.nanoTime();
        int selected = selector.select();
        if (selected > 0 && System.nanoTime() - begin < spinNanos) {
            vain = 0;
        }
        return selected;
    }
}
