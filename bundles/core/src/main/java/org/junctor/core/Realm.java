package org.junctor.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.SessionInfo;

/** A realm: sessions that see one another, what they subscribe and what they offer. */
final class Realm {
    final String name;
    final Broker broker;
    final Dealer dealer;
    final Invoker invoker;
    final Meta meta;
    final Permissions permissions;

    private final Context context;
    private final Map<Long, Session> sessions = new ConcurrentHashMap<>();
    private volatile Set<String> roles;
    private volatile boolean draining;

    Realm(String name, Set<String> roles, Context context) {
        this.name = name;
        this.roles = roles;
        this.context = context;
        permissions = new Permissions(context);
        broker = new Broker(context);
        invoker = new Invoker(context);
        dealer = new Dealer(invoker);
        meta = new Meta(this);
    }

    /** Whether no call is routed any more. */
    boolean draining() {
        return draining;
    }

    void drain() {
        draining = true;
    }

    boolean hasRole(String role) {
        return roles.contains(role);
    }

    Set<String> roles() {
        return roles;
    }

    void roles(Set<String> next) {
        roles = next;
    }

    Collection<Session> sessions() {
        return sessions.values();
    }

    /** The session with this id, or null. */
    @Nullable
    Session session(long id) {
        return sessions.get(id);
    }

    int size() {
        return sessions.size();
    }

    List<SessionInfo> infos() {
        List<SessionInfo> infos = new ArrayList<>();
        for (Session session : sessions.values()) {
            infos.add(session.info);
        }
        return infos;
    }

    /** A session was welcomed. */
    void join(Session session) {
        sessions.put(session.id(), session);
        context.counters().sessionsOpened.increment();
        broker.announce("wamp.session.on_join", List.of(Meta.details(session.info)));
        if (!session.open) {
            sessions.remove(session.id()); // it left while it joined
        }
    }

    /** A session has ended: it is not open any more. */
    void leave(Session session, Session.Rest rest) {
        sessions.remove(session.id());
        context.counters().sessionsClosed.increment();
        broker.leave(session);
        dealer.leave(session);
        invoker.leave(rest);
        SessionInfo info = session.info;
        broker.announce("wamp.session.on_leave", List.of(info.id(), info.authid(), info.authrole()));
    }
}
