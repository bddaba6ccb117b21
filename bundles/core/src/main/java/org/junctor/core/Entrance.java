package org.junctor.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.security.Authenticator;

/** All connections of a core, and what a HELLO needs: realms, authenticators, session ids. */
final class Entrance {
    private final Context context;
    private final long settledAtMs;
    private final Map<String, Realm> realms = new ConcurrentSkipListMap<>();
    private final Announcements announcements = new Announcements();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Set<Long> sessionIds = ConcurrentHashMap.newKeySet();
    private final Set<Handshake> waiting = ConcurrentHashMap.newKeySet();
    private final Methods methods = new Methods();
    private final Observers observers = new Observers();
    private final FailedLogins failedLogins;
    private final Review review;
    private volatile boolean closing;

    Entrance(Context context) {
        this.context = context;
        failedLogins = new FailedLogins(context.timer(), context.configuration(), context.counters());
        review = new Review(this, context.counters());
        long settleMs = context.limits().settleMs();
        settledAtMs = context.timer().nowMs() + settleMs;
        context.timer().after(settleMs, this::retry);
    }

    Collection<Realm> realms() {
        return realms.values();
    }

    @Nullable
    Realm realm(String name) {
        return realms.get(name);
    }

    /** A realm came; false if there is one of that name. */
    boolean add(Realm realm) {
        return realms.putIfAbsent(realm.name, realm) == null;
    }

    /** A realm goes; its sessions are the caller's business. */
    void remove(Realm realm) {
        realms.remove(realm.name, realm);
    }

    /** The authentication methods that there are. */
    Methods methods() {
        return methods;
    }

    /** Who is told of sessions. */
    Observers observers() {
        return observers;
    }

    /** Who failed to log in. */
    FailedLogins failedLogins() {
        return failedLogins;
    }

    /** Looks up who may still log in. */
    Review review() {
        return review;
    }

    /** An authenticator goes: handshakes that are in its hands fail. */
    void gone(Authenticator authenticator) {
        for (Link link : links) {
            Handshake handshake = link.handshake();
            if (handshake != null) {
                handshake.gone(authenticator);
            }
        }
    }

    /** Whether nobody is let in any more. */
    boolean closing() {
        return closing;
    }

    void close() {
        closing = true;
        retry();
    }

    /** Whether a handshake that lacks something may wait: only for a short time after the core's start. It is tried again. */
    boolean await(Handshake handshake) {
        if (context.timer().nowMs() >= settledAtMs) {
            return false;
        }
        waiting.add(handshake);
        return true;
    }

    /** The handshake does not wait any more; false if it did not. */
    boolean forget(Handshake handshake) {
        return waiting.remove(handshake);
    }

    /** Lets handshakes try again that lacked something. Asks authenticators, so hold no lock. */
    void retry() {
        for (Handshake handshake : List.copyOf(waiting)) {
            if (waiting.remove(handshake)) {
                handshake.tryOn();
            }
        }
    }

    /** Details of HELLO as a session keeps them. */
    Options kept(Options details) {
        return announcements.shared(details);
    }

    /** A session id that nobody else has until it is forgotten. */
    long newSessionId() {
        while (true) {
            long id = Ids.secret();
            if (sessionIds.add(id)) {
                return id;
            }
        }
    }

    void forget(long sessionId) {
        sessionIds.remove(sessionId);
    }

    List<Link> links() {
        return new ArrayList<>(links);
    }

    void add(Link link) {
        links.add(link);
    }

    void forget(Link link) {
        links.remove(link);
    }
}
