package org.junctor.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Format;
import org.junctor.api.message.Reason;
import org.junctor.api.operation.Router;
import org.junctor.api.security.Authenticator;
import org.junctor.api.security.Authorizer;
import org.junctor.api.security.PrincipalReview;
import org.junctor.api.security.PrincipalSource;
import org.junctor.api.security.SessionInfo;
import org.junctor.api.security.SessionObserver;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.store.EventStore;
import org.junctor.api.transport.Acceptor;
import org.junctor.api.transport.Connection;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.SerializerType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** The router core as a component. What it needs comes and goes; it tells the parts that run. */
@Component(
        service = {Acceptor.class, Router.class, PrincipalReview.class, RouterCore.class},
        configurationPid = "org.junctor.core",
        immediate = true)
@Designate(ocd = CoreConfig.class)
public final class RouterCore implements Acceptor, Router, PrincipalReview {
    private final Context context;
    private final Entrance entrance;
    private final @Nullable Clockwork clockwork;
    /** Held while serializers, authorizers or realms come and go. */
    private final Object services = new Object();

    private final Ranked<Authorizer> authorizers = new Ranked<>();
    /** Held while stores come and go, and a realm gets its own. Nobody who holds it takes another of these locks. */
    private final Object supplies = new Object();

    private final Ranked<EventStore> stores = new Ranked<>();
    private volatile Limits limits;
    private volatile boolean stopped;

    /** As a component. */
    @Activate
    public RouterCore(CoreConfig config) {
        this(Limits.of(config), new Clockwork());
    }

    private RouterCore(Limits limits, Clockwork clockwork) {
        this(limits, clockwork, clockwork, new Heap(), clockwork);
    }

    /** With time and threads of a test. */
    RouterCore(Limits limits, Timer timer, Executor workers) {
        this(limits, timer, workers, null);
    }

    /** With memory of a test, too; without it nobody looks after that. */
    RouterCore(Limits limits, Timer timer, Executor workers, @Nullable Memory memory) {
        this(limits, timer, workers, memory, null);
    }

    private RouterCore(
            Limits limits, Timer timer, Executor workers, @Nullable Memory memory, @Nullable Clockwork clockwork) {
        this.limits = limits;
        this.clockwork = clockwork;
        context = new Context(
                timer,
                workers,
                () -> this.limits,
                new Counters(),
                new Serializers(),
                new PeerLog(timer),
                new AtomicLong(),
                new Capacity(() -> this.limits));
        entrance = new Entrance(context);
        if (memory != null) {
            new Watermark(context, entrance, memory).watch();
        }
    }

    @Modified
    void modified(CoreConfig config) {
        limits = Limits.of(config);
    }

    /** Every connection is told, and left to the core that comes next. */
    @Deactivate
    void stop() {
        stopped = true;
        entrance.links().forEach(link -> link.departure().detach());
        if (clockwork != null) {
            clockwork.stop();
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSerializer(Serializer serializer, Map<String, Object> properties) {
        String origin = serializer.getClass().getName() + " in bundle " + properties.get("service.bundleid");
        Slot slot;
        synchronized (services) {
            slot = context.serializers().add(serializer, origin);
        }
        if (slot != null) {
            filled(slot);
        }
    }

    void unbindSerializer(Serializer serializer) {
        List<Slot> refilled;
        synchronized (services) {
            Slot slot = context.serializers().remove(serializer);
            if (slot == null) {
                return; // it had been refused
            }
            for (Link link : entrance.links()) {
                if (link.slot() == slot) {
                    link.serializerGone();
                }
            }
            int absence = slot.absence();
            Format format = serializer.format();
            context.timer().after(limits.graceMs(), () -> giveUp(slot, absence, format));
            refilled = context.serializers().reconsider();
        }
        refilled.forEach(this::filled);
    }

    private void filled(Slot slot) {
        for (Link link : entrance.links()) {
            if (link.slot() == slot) {
                link.serializerBack();
            } else {
                link.outbox().retry(); // what waits there may be in the format that can be read again
            }
        }
    }

    private void giveUp(Slot slot, int absence, Format format) {
        if (slot.serializer() != null || slot.absence() != absence) {
            return;
        }
        context.counters().graceExpired.increment();
        context.serializers().giveUp(format);
        for (Link link : entrance.links()) {
            if (link.slot() == slot) {
                link.departure().giveUp();
            } else {
                link.outbox().retry();
            }
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindAuthenticator(Authenticator authenticator, Map<String, Object> properties) {
        entrance.methods().put(authenticator, properties);
        entrance.retry();
    }

    void unbindAuthenticator(Authenticator authenticator) {
        entrance.methods().remove(authenticator);
        entrance.retry();
        entrance.gone(authenticator);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindPrincipalSource(PrincipalSource source, Map<String, Object> properties) {
        entrance.methods().putSource(source, properties);
        entrance.retry();
    }

    void unbindPrincipalSource(PrincipalSource source) {
        entrance.methods().removeSource(source);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSessionObserver(SessionObserver observer) {
        entrance.observers().add(observer);
    }

    void unbindSessionObserver(SessionObserver observer) {
        entrance.observers().remove(observer);
    }

    @Override
    public void review() {
        entrance.review().all();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            updated = "bindAuthorizer")
    void bindAuthorizer(Authorizer authorizer, Map<String, Object> properties) {
        List<Runnable> waiting;
        synchronized (services) {
            authorizers.put(authorizer, properties);
            waiting = authorize();
        }
        waiting.forEach(Runnable::run);
    }

    void unbindAuthorizer(Authorizer authorizer) {
        List<Runnable> waiting;
        synchronized (services) {
            authorizers.remove(authorizer);
            waiting = authorize();
        }
        waiting.forEach(Runnable::run);
    }

    /** Tells every realm who decides; what waited for that is to be done without the lock. */
    private List<Runnable> authorize() {
        List<Runnable> waiting = new ArrayList<>();
        entrance.realms().forEach(realm -> waiting.addAll(authorize(realm)));
        return waiting;
    }

    private List<Runnable> authorize(Realm realm) {
        List<Authorizer> asked = new ArrayList<>();
        for (Ranked.Entry<Authorizer> entry : authorizers.entries()) {
            Object only = entry.properties().get(Authorizer.REALM);
            if (only == null || only.equals(realm.name)) {
                asked.add(entry.service());
            }
        }
        return realm.permissions.set(asked);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            updated = "bindEventStore")
    void bindEventStore(EventStore store, Map<String, Object> properties) {
        List<Runnable> waiting;
        synchronized (supplies) {
            stores.put(store, properties);
            waiting = supply();
        }
        waiting.forEach(Runnable::run);
    }

    void unbindEventStore(EventStore store) {
        List<Runnable> waiting;
        synchronized (supplies) {
            stores.remove(store);
            waiting = supply();
        }
        waiting.forEach(Runnable::run);
    }

    /** Gives every realm its store; what waited for that is to be done without the lock. */
    private List<Runnable> supply() {
        List<Runnable> waiting = new ArrayList<>();
        entrance.realms().forEach(realm -> waiting.add(supply(realm)));
        return waiting;
    }

    private Runnable supply(Realm realm) {
        EventStore chosen = null;
        for (Ranked.Entry<EventStore> entry : stores.entries()) {
            if (chosen == null && realm.name.equals(entry.properties().get(EventStore.REALM))) {
                chosen = entry.service();
            }
        }
        return realm.broker.history.set(chosen);
    }

    /**
     * Opens a realm; null if there is one of that name.
     *
     * @param stored whether its configuration names a store, which is waited for
     */
    @Nullable
    Realm open(String name, Set<String> roles, boolean stored) {
        boolean added;
        Runnable load;
        Realm realm = new Realm(name, roles, context);
        synchronized (services) {
            authorize(realm); // nothing waits for it yet
            realm.broker.history.expect(stored);
            synchronized (supplies) {
                load = supply(realm);
                added = entrance.add(realm);
            }
        }
        load.run();
        if (added) {
            entrance.retry();
        }
        return added ? realm : null;
    }

    /** Closes a realm for good. */
    void close(Realm realm) {
        synchronized (services) {
            entrance.remove(realm);
        }
        for (Session session : realm.sessions()) {
            session.link.goodbye(session, Reason.CLOSE_REALM, "the realm was removed");
        }
        realm.broker.close();
    }

    @Override
    public List<SerializerType> serializers() {
        return context.serializers().types();
    }

    @Override
    public Receiver accept(Connection connection, boolean reused) {
        Link link = new Link(connection, context, entrance, reused);
        entrance.add(link);
        if (stopped) {
            link.departure().detach();
        }
        return link;
    }

    @Override
    public List<String> realms() {
        List<String> names = new ArrayList<>();
        entrance.realms().forEach(realm -> names.add(realm.name));
        return names;
    }

    @Override
    public List<SessionInfo> sessions(String realm) {
        Realm found = entrance.realm(realm);
        return found == null ? List.of() : found.infos();
    }

    @Override
    public List<Entry> registrations(String realm) {
        Realm found = entrance.realm(realm);
        return found == null ? List.of() : found.dealer.entries();
    }

    @Override
    public List<Entry> subscriptions(String realm) {
        Realm found = entrance.realm(realm);
        return found == null ? List.of() : found.broker.entries();
    }

    @Override
    public boolean kill(long session, String reason, String message) {
        for (Realm realm : entrance.realms()) {
            Session found = realm.session(session);
            if (found != null) {
                return found.link.goodbye(found, reason, message);
            }
        }
        return false;
    }

    @Override
    public Map<String, Long> counters() {
        return context.counters().snapshot();
    }

    @Override
    public void shutdown() {
        drain();
        for (Realm realm : entrance.realms()) {
            for (Session session : realm.sessions()) {
                session.link.goodbye(session, Reason.SYSTEM_SHUTDOWN, "the router is about to stop");
            }
        }
    }

    @Override
    public void drain() {
        entrance.close();
        entrance.realms().forEach(Realm::drain);
    }

    @Override
    public int callsInFlight() {
        return (int) context.counters().callsInFlight.sum();
    }
}
