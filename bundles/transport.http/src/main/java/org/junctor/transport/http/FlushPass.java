package org.junctor.transport.http;

import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What became dirty during one pass of a selector: buffers are flushed together after its last ready connection, before it selects
 * again. Belongs to the selector, not to a thread, because Jetty may hand the selector to another thread in the middle of a pass.
 */
final class FlushPass implements ManagedSelector.SelectorUpdate {
    /** After so many rounds other connections get their turn; what is left waits for the next pass. */
    private static final int ROUNDS = 8;

    private static final ThreadLocal<@Nullable FlushPass> CURRENT = new ThreadLocal<>();

    private final ManagedSelector selector;
    private List<OutBuffer> dirty = new ArrayList<>();
    private List<OutBuffer> flushing = new ArrayList<>();
    private boolean submitted;

    FlushPass(ManagedSelector selector) {
        this.selector = selector;
    }

    /** The pass of the selector that this thread reads for now; null on any other thread. */
    static @Nullable FlushPass current() {
        return CURRENT.get();
    }

    /** Tells {@code reader} on this thread, as a part of this pass, that there is something to read. */
    void read(Callback reader) {
        FlushPass outer = CURRENT.get();
        CURRENT.set(this);
        try {
            reader.succeeded();
        } finally {
            CURRENT.set(outer);
        }
    }

    /** Has {@code buffer} flushed at the end of this pass, or soon if no pass is under way. */
    void request(OutBuffer buffer) {
        synchronized (this) {
            dirty.add(buffer);
            if (submitted) {
                return;
            }
            submitted = true;
        }
        selector.submit(this);
    }

    @Override
    public void update(Selector ignored) {
        for (int round = 0; round < ROUNDS; round++) {
            synchronized (this) {
                if (dirty.isEmpty()) {
                    submitted = false;
                    return;
                }
                List<OutBuffer> swap = flushing;
                flushing = dirty;
                dirty = swap;
            }
            for (int i = 0; i < flushing.size(); i++) {
                flushing.get(i).flush();
            }
            flushing.clear();
        }
        selector.submit(this);
    }
}
