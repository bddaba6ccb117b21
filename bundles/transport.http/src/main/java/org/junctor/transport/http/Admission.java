package org.junctor.transport.http;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junctor.http.api.Excesses;

/** Counts the connections of one listener, and turns away those beyond its limits and the node's. Thread-safe. */
final class Admission {
    private static final String LIMITS = "endpoint.limits.";
    private static final int NETWORK_OCTETS = 8;
    private static final int REMEMBERED = 16_384;
    private static final float LOAD = 0.75f;

    /** A handshake may wait for its turn in a burst of so many seconds. */
    private static final int BURST_SECONDS = 10;

    private final Excesses excesses;
    private final ConnectionLimits limits;
    private final NodeConnections all;
    private final TlsCounters handshakes;
    private final boolean tls;
    private final LongSupplier nanoTime;
    private final Map<SocketChannel, Object> inside = new HashMap<>();
    private final Map<Object, Integer> perAddress = new HashMap<>();
    private final Map<Object, TokenBucket> buckets = new Recent();
    private final TokenBucket accepts;
    private long refused;

    /** The buckets of the addresses that came last. Who has more addresses than that is not slowed down by forgetting none. */
    private static final class Recent extends LinkedHashMap<Object, TokenBucket> {
        Recent() {
            super(REMEMBERED, LOAD, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, TokenBucket> eldest) {
            return size() > REMEMBERED;
        }
    }

    Admission(ListenerConfig config, NodeConnections all, TlsCounters handshakes, Excesses excesses) {
        this(excesses, config.limits(), all, config.tls() != null, handshakes, System::nanoTime);
    }

    Admission(
            Excesses excesses,
            ConnectionLimits limits,
            NodeConnections all,
            boolean tls,
            TlsCounters handshakes,
            LongSupplier nanoTime) {
        this.excesses = excesses;
        this.limits = limits;
        this.all = all;
        this.tls = tls;
        this.handshakes = handshakes;
        this.nanoTime = nanoTime;
        this.accepts = new TokenBucket(limits.perSecond(), limits.perSecond(), nanoTime.getAsLong());
    }

    /** Lets a connection in, or closes it. */
    boolean admit(SocketChannel channel) throws IOException {
        String reason = enter(channel, channel.getRemoteAddress());
        if (reason == null) {
            return true;
        }
        channel.close();
        return false;
    }

    /** Answers the key of the limit that keeps it out; null if it is in. */
    synchronized @Nullable String enter(SocketChannel channel, @Nullable SocketAddress remote) {
        Object address = network(remote);
        String own = reason(address, nanoTime.getAsLong());
        String reason = own != null ? LIMITS + own : all.enter() ? null : NodeLimits.NAME + ".connections.max";
        if (reason == null) {
            inside.put(channel, address);
            perAddress.merge(address, 1, Integer::sum);
        } else {
            refused++;
            excesses.count(reason, String.valueOf(remote));
        }
        return reason;
    }

    private @Nullable String reason(Object address, long now) {
        if (limits.total() > 0 && inside.size() >= limits.total()) {
            return "connections";
        }
        if (limits.perAddress() > 0 && perAddress.getOrDefault(address, 0) >= limits.perAddress()) {
            return "connections_per_address";
        }
        if (!accepts.take(now)) {
            return "connections_per_second";
        }
        if (!tls) {
            return null;
        }
        String reason = null;
        if (limits.handshakes() > 0 && handshakes.underWay.get() >= limits.handshakes()) {
            reason = "tls_handshakes";
        } else if (limits.handshakesPerAddress() > 0 && !bucket(address, now).take(now)) {
            reason = "tls_handshakes_per_address";
        }
        if (reason != null) {
            handshakes.refused.increment();
        }
        return reason;
    }

    private TokenBucket bucket(Object address, long now) {
        int perSecond = limits.handshakesPerAddress();
        double burst = (double) perSecond * BURST_SECONDS;
        return buckets.computeIfAbsent(address, key -> new TokenBucket(perSecond, burst, now));
    }

    /** An attacker has as many addresses of IPv6 as it likes, but few networks. */
    private static Object network(@Nullable SocketAddress remote) {
        InetAddress address = remote instanceof InetSocketAddress known ? known.getAddress() : null;
        if (address instanceof Inet6Address) {
            return Arrays.toString(Arrays.copyOf(address.getAddress(), NETWORK_OCTETS));
        }
        return address == null ? "unix" : address;
    }

    /** A connection is gone; to say it twice does no harm. */
    synchronized void leave(SocketChannel channel) {
        Object address = inside.remove(channel);
        if (address != null) {
            all.leave();
            perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        }
    }

    synchronized void addTo(Map<String, Object> details) {
        details.put("connections", inside.size());
        details.put("connections.refused", refused);
    }
}
