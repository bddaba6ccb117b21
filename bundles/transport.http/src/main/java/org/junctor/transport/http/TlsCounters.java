package org.junctor.transport.http;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The handshakes of one listener. */
final class TlsCounters {
    final AtomicInteger underWay = new AtomicInteger();
    final LongAdder done = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder late = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder reloads = new LongAdder();

    /** For {@code junctor status}. */
    void addTo(Map<String, Object> details) {
        details.put("tls.handshakes", done.sum());
        details.put("tls.handshakes.failed", failed.sum());
        details.put("tls.handshakes.late", late.sum());
        details.put("tls.handshakes.refused", refused.sum());
        details.put("tls.handshakes.under.way", underWay.get());
        details.put("tls.reloads", reloads.sum());
    }
}
