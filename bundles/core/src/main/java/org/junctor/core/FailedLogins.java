package org.junctor.core;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.Peer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows down who guesses secrets: an address that failed too often is refused at once for a while, and log-ins under an authid that
 * somebody guesses at are delayed, whoever tries, but never refused for that. Who was quiet longest is forgotten first. Thread-safe.
 */
final class FailedLogins {
    private static final Logger LOG = LoggerFactory.getLogger(FailedLogins.class);
    private static final double MINUTE_MS = 60_000;
    private static final long FIRST_DELAY_MS = 100;
    private static final int MOST_DOUBLINGS = 20;
    /** How many groups of an IPv6 address belong to one network, and so to one attacker. */
    private static final int NETWORK_GROUPS = 4;

    private final Timer timer;
    private final Supplier<Limits> limits;
    private final Counters counters;
    private final Map<String, Level> addresses = new Tracked();
    private final Map<String, Level> authids = new Tracked();

    /** Failures that are not forgiven yet. */
    private static final class Level {
        double failures;
        long sinceMs;
    }

    private final class Tracked extends LinkedHashMap<String, Level> {
        private static final long serialVersionUID = 1L;

        Tracked() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Level> eldest) {
            return size() > limits.get().auth().tracked();
        }
    }

    FailedLogins(Timer timer, Supplier<Limits> limits, Counters counters) {
        this.timer = timer;
        this.limits = limits;
        this.counters = counters;
    }

    /** Whether this peer's address failed so often that it is not listened to. */
    synchronized boolean shut(Peer peer) {
        String address = address(peer);
        AuthLimits now = limits.get().auth();
        boolean shut = address != null && level(addresses, address, now) >= now.addressBurst();
        if (shut) {
            counters.loginsThrottled.increment();
        }
        return shut;
    }

    /** How long a log-in under this name must wait, in milliseconds. */
    synchronized long delayMs(String realm, String authid) {
        AuthLimits now = limits.get().auth();
        long over = (long) (level(authids, key(realm, authid), now) - now.authidFree());
        if (over < 0) {
            return 0;
        }
        counters.loginsDelayed.increment();
        return Math.min(now.delayMs(), FIRST_DELAY_MS << Math.min(over, MOST_DOUBLINGS));
    }

    /** A log-in has failed. */
    synchronized void failed(Peer peer, String realm, @Nullable String authid) {
        AuthLimits now = limits.get().auth();
        String address = address(peer);
        if (address != null && add(addresses, address, now) == now.addressBurst()) {
            LOG.warn("{} failed to log in {} times: it is refused at once for a while", address, now.addressBurst());
        }
        if (authid != null && add(authids, key(realm, authid), now) == now.authidFree()) {
            LOG.warn("Log-ins as {} in {} are delayed: {} failed", PeerLog.shown(authid), realm, now.authidFree());
        }
    }

    /** A log-in has succeeded: who guesses at this name has not found out by being fast. */
    synchronized void succeeded(String realm, String authid) {
        authids.remove(key(realm, authid));
    }

    /** One more; answers how many there are now. */
    private int add(Map<String, Level> table, String key, AuthLimits now) {
        double before = level(table, key, now);
        Level level = table.computeIfAbsent(key, missing -> new Level());
        level.failures = before + 1;
        level.sinceMs = timer.nowMs();
        return (int) level.failures;
    }

    private double level(Map<String, Level> table, String key, AuthLimits now) {
        Level level = table.get(key);
        if (level == null) {
            return 0;
        }
        double forgiven = (timer.nowMs() - level.sinceMs) * now.perMinute() / MINUTE_MS;
        return Math.max(0, level.failures - forgiven);
    }

    private static String key(String realm, String authid) {
        return realm + ' ' + authid;
    }

    /** The address without its port, or the network of an IPv6 address; null for peers of this machine that have none. */
    static @Nullable String address(Peer peer) {
        String address = peer.address();
        int port = address.lastIndexOf(':');
        if (port < 0) {
            return null;
        }
        String host = address.substring(0, port);
        if (!host.startsWith("[")) {
            return host;
        }
        String[] groups = host.substring(1, host.length() - 1).split(":", -1);
        return groups.length <= NETWORK_GROUPS
                ? host
                : String.join(":", Arrays.copyOf(groups, NETWORK_GROUPS)) + "::/64";
    }
}
