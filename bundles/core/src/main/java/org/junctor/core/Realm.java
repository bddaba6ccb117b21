package org.junctor.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Reason;
import org.junctor.api.security.SessionInfo;

/** A realm: sessions that see one another, what they subscribe and what they offer. */
final class Realm {
    final String name;
    final Broker broker;
    final MetaEvents events;
    final Dealer dealer;
    final Invoker invoker;
    final Reflection reflection;
    final Meta meta;
    final Revision revision;
    final Permissions permissions;

    private final Context context;
    private final Map<Long, Session> sessions = new ConcurrentHashMap<>();
    private volatile Set<String> roles;
    private volatile Map<String, SlowPolicy> slowPolicies = Map.of();
    private volatile boolean draining;

    Realm(String name, Set<String> roles, Context context) {
        this.name = name;
        this.roles = roles;
        this.context = context;
        broker = new Broker(name, context);
        events = broker.events;
        invoker = new Invoker(context);
        dealer = new Dealer(context, invoker, events);
        reflection = new Reflection(context, events);
        revision = new Revision(this, context);
        permissions = new Permissions(context, revision::begin);
        meta = new Meta();
        new SessionMeta(this).offerTo(meta);
        new TestamentMeta(this).offerTo(meta);
        new SubscriptionMeta(this).offerTo(meta);
        new HistoryMeta(this).offerTo(meta);
        new RegistrationMeta(this).offerTo(meta);
        new ReflectionMeta(this).offerTo(meta);
    }

    Context context() {
        return context;
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

    /** Its roles are others from now on. Sessions of roles that it has no more are closed. */
    void roles(Set<String> next) {
        roles = next;
        for (Session session : sessions.values()) {
            dismiss(session);
        }
    }

    /** Closes a session whose role was removed. */
    void dismiss(Session session) {
        String role = session.info.authrole();
        if (!roles.contains(role)) {
            session.link.goodbye(session, Reason.KILLED, "the role " + role + " was removed");
        }
    }

    /** What happens with EVENTs for slow subscribers of this role; null if it is not said. */
    @Nullable
    SlowPolicy slowPolicy(String role) {
        return slowPolicies.get(role);
    }

    void slowPolicies(Map<String, SlowPolicy> next) {
        slowPolicies = next;
    }

    Collection<Session> sessions() {
        return sessions.values();
    }

    /** The session with this id, or null. */
    @Nullable
    Session session(long id) {
        return sessions.get(id);
    }

    /** The session with this id. */
    Session existing(long id) throws Refusal {
        Session session = sessions.get(id);
        if (session == null) {
            throw noSuchSession(id);
        }
        return session;
    }

    static Refusal noSuchSession(long id) {
        return new Refusal(Reason.NO_SUCH_SESSION, "there is no session " + id);
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

    /** A session is about to be welcomed. Its outbox's lock is held, so that it cannot leave before. */
    void join(Session session) {
        sessions.put(session.id(), session);
        context.counters().sessionsOpened.increment();
        events.add("wamp.session.on_join", SessionMeta.details(session));
    }

    /** A session has ended: it is not open any more. The order is that of events on what it leaves behind. */
    void leave(Session session, Session.Rest rest) {
        sessions.remove(session.id());
        context.counters().sessionsClosed.increment();
        broker.leave(session);
        dealer.leave(session);
        reflection.leave(session);
        session.leaveTables();
        context.capacity().attendance.leave(session.info);
        invoker.cancelling.leave(rest);
        if (!session.silent) {
            events.add(() -> execute(session));
            SessionInfo info = session.info;
            events.add("wamp.session.on_leave", info.id(), info.authid(), info.authrole());
        }
        events.publish();
    }

    private void execute(Session session) {
        for (Testaments.Testament testament : session.testaments().open()) {
            session.link.guard(() -> broker.publish(session, testament.message(), testament.decision()));
        }
    }
}
