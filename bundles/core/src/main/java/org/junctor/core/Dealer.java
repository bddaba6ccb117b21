package org.junctor.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Call;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Register;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Unregister;
import org.junctor.api.message.Unregistered;
import org.junctor.api.operation.Router;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Match;

/** Who offers which procedure in one realm, and who answers a call (spec: "Remote Procedure Calls"). */
final class Dealer {
    private final UriTable<Registration> table = new UriTable<>();
    private final Map<Long, Registration> byId = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final Context context;
    private final Invoker invoker;
    private final MetaEvents events;
    /** Held to change who offers what; never while anything is sent. */
    private final ReentrantLock lock = new ReentrantLock();

    Dealer(Context context, Invoker invoker, MetaEvents events) {
        this.context = context;
        this.invoker = invoker;
        this.events = events;
    }

    void register(Session session, Register message) throws ProtocolViolation {
        List<Callee> replaced = new ArrayList<>(0);
        try {
            Match match = Match.of(message.options().text("match"));
            Callee callee = join(session, match, message.procedure(), terms(message.options()), replaced);
            for (Callee other : replaced) {
                revoked(other, Reason.UNREGISTERED);
            }
            confirm(callee, message.request());
            invoker.pump(callee.registration);
        } catch (Refusal e) {
            session.error(Register.TYPE, message.request(), e.uri, e.text());
        }
        events.publish();
    }

    /** Answers REGISTER, if the session is still open. */
    void confirm(Callee callee, long request) {
        Session session = callee.session;
        session.outbox.lock.lock();
        try {
            if (session.open) {
                session.outbox.put(new Registered(request, callee.registration.id));
                if (callee.farewell != null) {
                    session.outbox.put(callee.farewell);
                }
                callee.active = !callee.over;
            }
        } finally {
            session.outbox.lock.unlock();
        }
    }

    private static Callee.Terms terms(Options options) throws ProtocolViolation, Refusal {
        String invoke = options.text("invoke");
        InvocationPolicy policy = InvocationPolicy.of(invoke);
        if (policy == null) {
            throw new Refusal(
                    Reason.INVALID_ARGUMENT,
                    "'invoke' must be single, first, last, random, roundrobin, least or sticky, not "
                            + PeerLog.shown(String.valueOf(invoke)));
        }
        long concurrency = options.integer("concurrency", 0);
        if (concurrency == 0 && options.has("concurrency")) {
            throw new Refusal(Reason.INVALID_ARGUMENT, "'concurrency' must be 1 or more");
        }
        return new Callee.Terms(
                policy,
                (int) Math.min(concurrency, Integer.MAX_VALUE),
                options.flag("disclose_caller", false),
                options.flag("forward_timeout", false),
                options.flag("force_reregister", false));
    }

    /** The session's part in the registration. Those whose place it takes are added to {@code replaced}. */
    Callee join(Session session, Match match, String uri, Callee.Terms terms, List<Callee> replaced) throws Refusal {
        lock.lock();
        try {
            Registration there = table.get(match, uri);
            Callee own = there == null ? null : session.registrations.get(there.id);
            check(session, there, own, terms);
            boolean fresh = there == null || terms.force();
            long bytes = Footprint.CALLEE + (fresh ? Footprint.registration(match, uri) : 0);
            if (own == null && session.open && !session.takeTable(bytes)) {
                throw exceeded(session, "all sessions together have too many registrations for one more of this one");
            }
            if (there != null && terms.force()) {
                for (Callee other : there.callees()) {
                    if (other != own) {
                        remove(other);
                        replaced.add(other);
                    }
                }
            }
            return own != null ? own : add(session, table.get(match, uri), match, uri, terms);
        } finally {
            lock.unlock();
        }
    }

    /** Makes sure that the session may register. */
    private void check(Session session, @Nullable Registration there, @Nullable Callee own, Callee.Terms terms)
            throws Refusal {
        if (there != null) {
            boolean fits = there.policy == terms.policy() && there.shared();
            boolean replaces = terms.force() && (own == null || there.policy == terms.policy());
            if (!fits && !replaces) {
                throw new Refusal(
                        Reason.PROCEDURE_ALREADY_EXISTS,
                        PeerLog.shown(there.uri) + " is registered already, with invoke=" + there.policy.text());
            }
        }
        int max = context.limits().calls().registrationsMax();
        if (own == null && session.registrations.size() >= max) {
            throw exceeded(session, "this session has " + max + " registrations already");
        }
    }

    private Refusal exceeded(Session session, String text) {
        return context.exceeded(session.link, context.counters().registrationsRefused, text);
    }

    private Callee add(Session session, @Nullable Registration there, Match match, String uri, Callee.Terms terms) {
        long now = context.timer().epochMs();
        Registration registration =
                there != null ? there : new Registration(lastId.incrementAndGet(), match, uri, terms.policy(), now);
        Callee callee = new Callee(session, registration, terms);
        if (session.open) {
            registration.add(callee, context);
            session.registrations.putIfAbsent(registration.id, callee);
            if (there == null) {
                registration.payer = callee;
                callee.charged += Footprint.registration(match, uri);
                byId.put(registration.id, registration);
                table.add(match, uri, () -> registration);
                events.add("wamp.registration.on_create", session.id(), RegistrationMeta.details(registration));
            }
            events.add("wamp.registration.on_register", session.id(), registration.id);
        }
        return callee;
    }

    void unregister(Session session, Unregister message) {
        Callee callee = leave(session, message.registration());
        if (callee == null) {
            session.error(
                    Unregister.TYPE,
                    message.request(),
                    Reason.NO_SUCH_REGISTRATION,
                    "this session has no registration " + message.registration());
            return;
        }
        session.outbox.lock.lock();
        try {
            callee.active = false;
            if (session.open) {
                session.outbox.put(new Unregistered(message.request(), Options.EMPTY));
            }
        } finally {
            session.outbox.lock.unlock();
        }
        invoker.left(callee.registration);
        events.publish();
    }

    /** Ends a session's part in a registration; false if it has none. */
    boolean revoke(Session session, long registration, String reason) {
        Callee callee = leave(session, registration);
        if (callee != null) {
            revoked(callee, reason);
            events.publish();
        }
        return callee != null;
    }

    private @Nullable Callee leave(Session session, long registration) {
        lock.lock();
        try {
            Callee callee = session.registrations.get(registration);
            if (callee != null) {
                remove(callee);
            }
            return callee;
        } finally {
            lock.unlock();
        }
    }

    /** Tells a callee that it is none any more, if it would understand (spec: "Registration Revocation"). */
    private void revoked(Callee callee, String reason) {
        Session session = callee.session;
        session.outbox.lock.lock();
        try {
            boolean known = callee.active;
            callee.active = false;
            callee.over = true;
            if (session.open && session.features.has(Feature.CALLEE_REVOCATION)) {
                Options details = Options.of(Map.of("registration", callee.registration.id, "reason", reason));
                Unregistered farewell = new Unregistered(0, details);
                if (known) {
                    session.outbox.put(farewell);
                } else {
                    callee.farewell = farewell; // behind REGISTERED
                }
            }
        } finally {
            session.outbox.lock.unlock();
        }
        invoker.left(callee.registration);
    }

    /** Ends all registrations of a session that is not open any more. */
    void leave(Session session) {
        List<Callee> ended;
        lock.lock();
        try {
            ended = session.registrations.drain();
            ended.forEach(this::remove);
        } finally {
            lock.unlock();
        }
        for (Callee callee : ended) {
            invoker.left(callee.registration);
        }
    }

    /** The lock is held. */
    private void remove(Callee callee) {
        Registration registration = callee.registration;
        callee.session.registrations.remove(registration.id);
        events.add("wamp.registration.on_unregister", callee.session.id(), registration.id);
        boolean last = registration.remove(callee);
        settle(callee);
        if (last) {
            byId.remove(registration.id);
            table.remove(registration.match, registration.uri, registration);
            events.add("wamp.registration.on_delete", callee.session.id(), registration.id);
        }
    }

    /** A session need not pay for its part any more; if it paid for the whole, another one does. */
    private static void settle(Callee gone) {
        Registration registration = gone.registration;
        gone.session.giveTable(gone.charged);
        if (registration.payer == gone) {
            Callee next =
                    registration.callees().length == 0 ? null : registration.callees()[0];
            registration.payer = next;
            if (next != null) {
                long shared = Footprint.registration(registration.match, registration.uri);
                next.charged += shared;
                next.session.inheritTable(shared);
            }
        }
    }

    /** Routes a call to a callee. */
    void call(Session caller, Call message, Decision decision) throws ProtocolViolation {
        Registration registration = table.best(message.procedure());
        if (registration == null) {
            caller.refuse(
                    message, Reason.NO_SUCH_PROCEDURE, "nobody has registered " + PeerLog.shown(message.procedure()));
            return;
        }
        invoker.invoke(caller, message, registration, decision);
    }

    /** The registration with this id, or null. */
    @Nullable
    Registration registration(long id) {
        return byId.get(id);
    }

    /** The registration of exactly this URI or pattern, or null. */
    @Nullable
    Registration registration(Match match, String uri) {
        return table.get(match, uri);
    }

    /** The registration that a call of this procedure goes to, or null. */
    @Nullable
    Registration best(String procedure) {
        return table.best(procedure);
    }

    Collection<Registration> registrations(Match match) {
        return table.values(match);
    }

    /** All registrations, for operators. */
    List<Router.Entry> entries() {
        List<Router.Entry> entries = new ArrayList<>();
        for (Match match : Match.values()) {
            for (Registration registration : table.values(match)) {
                entries.add(new Router.Entry(registration.id, registration.uri, match.text(), registration.sessions()));
            }
        }
        return entries;
    }
}
