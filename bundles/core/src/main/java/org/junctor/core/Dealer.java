package org.junctor.core;

import java.util.ArrayList;
import java.util.List;
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
    private static final String SINGLE = "single";

    private final UriTable<Registration> table = new UriTable<>();
    private final AtomicLong lastId = new AtomicLong();
    private final Invoker invoker;
    /** Held to change who offers what; never while anything is sent. */
    private final ReentrantLock lock = new ReentrantLock();

    Dealer(Invoker invoker) {
        this.invoker = invoker;
    }

    void register(Session session, Register message) throws ProtocolViolation {
        Options options = message.options();
        Match match = Match.of(options.text("match"));
        String invoke = options.text("invoke");
        if (invoke != null && !invoke.equals(SINGLE)) {
            session.error(
                    Register.TYPE,
                    message.request(),
                    Reason.FEATURE_NOT_SUPPORTED,
                    "this router does not share registrations: 'invoke' must be single, not " + PeerLog.shown(invoke));
            return;
        }
        Callee callee = join(session, match, message.procedure(), options.flag("disclose_caller", false));
        if (callee == null) {
            session.error(
                    Register.TYPE,
                    message.request(),
                    Reason.PROCEDURE_ALREADY_EXISTS,
                    PeerLog.shown(message.procedure()) + " is registered already");
            return;
        }
        session.outbox.lock.lock();
        try {
            if (session.open) {
                session.outbox.put(new Registered(message.request(), callee.registration.id));
                callee.active = true;
            }
        } finally {
            session.outbox.lock.unlock();
        }
    }

    /** The new callee, or null if the procedure is taken. */
    private @Nullable Callee join(Session session, Match match, String uri, boolean discloseCaller) {
        lock.lock();
        try {
            if (table.get(match, uri) != null) {
                return null;
            }
            Registration registration = new Registration(lastId.incrementAndGet(), match, uri, SINGLE);
            Callee callee = new Callee(session, registration, discloseCaller);
            if (session.open) {
                registration.add(callee);
                session.registrations.putIfAbsent(registration.id, callee);
                table.add(match, uri, () -> registration);
            }
            return callee;
        } finally {
            lock.unlock();
        }
    }

    void unregister(Session session, Unregister message) {
        Callee callee;
        lock.lock();
        try {
            callee = session.registrations.remove(message.registration());
            if (callee != null) {
                remove(callee);
            }
        } finally {
            lock.unlock();
        }
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
    }

    /** Ends all registrations of a session that is not open any more. */
    void leave(Session session) {
        lock.lock();
        try {
            session.registrations.drain().forEach(this::remove);
        } finally {
            lock.unlock();
        }
    }

    private void remove(Callee callee) {
        Registration registration = callee.registration;
        if (registration.remove(callee)) {
            table.remove(registration.match, registration.uri, registration);
        }
    }

    /** Routes a call to a callee. */
    void call(Session caller, Call message, Decision decision) throws ProtocolViolation {
        Registration registration = table.best(message.procedure());
        Callee callee = registration == null ? null : registration.next();
        if (callee == null) {
            caller.error(
                    Call.TYPE,
                    message.request(),
                    Reason.NO_SUCH_PROCEDURE,
                    "nobody has registered " + PeerLog.shown(message.procedure()));
            return;
        }
        invoker.invoke(caller, message, callee, decision);
    }

    /** All registrations, for operators. */
    List<Router.Entry> entries() {
        List<Router.Entry> entries = new ArrayList<>();
        for (Match match : Match.values()) {
            for (Registration registration : table.values(match)) {
                List<Long> sessions = new ArrayList<>();
                registration.callees().forEach(callee -> sessions.add(callee.session.id()));
                entries.add(new Router.Entry(registration.id, registration.uri, match.text(), sessions));
            }
        }
        return entries;
    }
}
