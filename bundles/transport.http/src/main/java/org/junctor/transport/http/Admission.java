package org.junctor.transport.http;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the connections of one listener, and turns away those beyond its limits. Thread-safe. */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int NETWORK_OCTETS = 8;
    private static final int REMEMBERED = 4096;

    /** A handshake may wait for its turn in a burst of so many seconds. */
    private static final int BURST_SECONDS = 10;

    private final String transport;
    private final ConnectionLimits limits;
    private final TlsCounters handshakes;
    private final boolean tls;
    private final LongSupplier nanoTime;
    private final Map<SocketChannel, Object> inside = new HashMap<>();
    private final Map<Object, Integer> perAddress = new HashMap<>();
    private final Map<Object, Bucket> buckets = new HashMap<>();
    private final Bucket accepts;
    private long refused;
    private long untold;
    private long told;

    private static final class Bucket {
        private final int perSecond;
        private final int size;
        private double left;
        private long since;

        Bucket(int perSecond, int size, long now) {
            this.perSecond = perSecond;
            this.size = size;
            this.left = size;
            this.since = now;
        }

        boolean take(long now) {
            left = Math.min(size, left + (now - since) / 1e9 * perSecond);
            since = now;
            if (perSecond > 0 && left < 1) {
                return false;
            }
            left--;
            return true;
        }

        boolean full(long now) {
            return left + (now - since) / 1e9 * perSecond >= size;
        }
    }

    Admission(ListenerConfig config, TlsCounters handshakes) {
        this(config.id(), config.limits(), config.tls() != null, handshakes, System::nanoTime);
    }

    Admission(String transport, ConnectionLimits limits, boolean tls, TlsCounters handshakes, LongSupplier nanoTime) {
        this.transport = transport;
        this.limits = limits;
        this.tls = tls;
        this.handshakes = handshakes;
        this.nanoTime = nanoTime;
        this.told = nanoTime.getAsLong() - LOG_NANOS;
        this.accepts = new Bucket(limits.perSecond(), limits.perSecond(), nanoTime.getAsLong());
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

    /** Answers which limit keeps it out; null if it is in. */
    synchronized @Nullable String enter(SocketChannel channel, @Nullable SocketAddress remote) {
        Object address = network(remote);
        String reason = reason(address, nanoTime.getAsLong());
        if (reason == null) {
            inside.put(channel, address);
            perAddress.merge(address, 1, Integer::sum);
        } else {
            refused++;
            tell(reason);
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

    private Bucket bucket(Object address, long now) {
        if (buckets.size() > REMEMBERED) {
            buckets.values().removeIf(bucket -> bucket.full(now));
        }
        int perSecond = limits.handshakesPerAddress();
        return buckets.computeIfAbsent(address, key -> new Bucket(perSecond, perSecond * BURST_SECONDS, now));
    }

    /** An attacker has as many addresses of IPv6 as it likes, but few networks. */
    private static Object network(@Nullable SocketAddress remote) {
        InetAddress address = remote instanceof InetSocketAddress known ? known.getAddress() : null;
        if (address instanceof Inet6Address) {
            return Arrays.toString(Arrays.copyOf(address.getAddress(), NETWORK_OCTETS));
        }
        return address == null ? "unix" : address;
    }

    private void tell(String limit) {
        untold++;
        long now = nanoTime.getAsLong();
        if (now - told >= LOG_NANOS) {
            LOG.warn("transport {} refused {} connections beyond endpoint.limits.{}", transport, untold, limit);
            told = now;
            untold = 0;
        }
    }

    /** A connection is gone; to say it twice does no harm. */
    synchronized void leave(SocketChannel channel) {
        Object address = inside.remove(channel);
        if (address != null) {
            perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        }
    }

    synchronized void addTo(Map<String, Object> details) {
        details.put("connections", inside.size());
        details.put("connections.refused", refused);
    }
}
