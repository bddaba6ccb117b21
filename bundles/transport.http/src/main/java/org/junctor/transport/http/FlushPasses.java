package org.junctor.transport.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.ManagedSelector;

/** The flush pass of each selector of a listener. */
final class FlushPasses {
    private final Map<ManagedSelector, FlushPass> passes = new ConcurrentHashMap<>();

    FlushPass of(ManagedSelector selector) {
        return passes.computeIfAbsent(selector, FlushPass::new);
    }
}
