package org.junctor.transport.http;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junctor.http.api.Excesses;

/** What one listener reads and writes, for its operator and for tests that writes are coalesced; and how fast its peers may send. */
final class Traffic {
    private final PeerRates rates;
    private final Excesses excesses;
    private final LongAdder frames = new LongAdder();
    private final LongAdder writes = new LongAdder();

    Traffic(PeerRates rates, Excesses excesses) {
        this.rates = rates;
        this.excesses = excesses;
    }

    /** How fast the peer of a new connection may send; null if as fast as it can. */
    @Nullable
    Pace pace() {
        return rates.any() ? null : new Pace(rates.messages(), rates.octets(), System::nanoTime);
    }

    /** A peer has sent too fast: answers whether its connection is to be closed. */
    boolean tooFast(String limit, @Nullable Object peer) {
        excesses.count("endpoint.limits." + limit, String.valueOf(peer));
        return rates.closing();
    }

    /** The header of a request, or the first octet of a connection, did not come in time. */
    void late(@Nullable Object peer) {
        excesses.count("options.open_handshake_timeout", String.valueOf(peer));
    }

    /** A stream of HTTP/2 was refused. */
    void tooManyStreams(@Nullable Object peer) {
        excesses.count("options.http2_max_streams", String.valueOf(peer));
    }

    /** One write that carried {@code offered} frames. */
    void wrote(int offered) {
        frames.add(offered);
        writes.increment();
    }

    /** Frames taken from transports and written. */
    long frames() {
        return frames.sum();
    }

    /** Writes to sockets, those of HTTP included. */
    long writes() {
        return writes.sum();
    }
}
