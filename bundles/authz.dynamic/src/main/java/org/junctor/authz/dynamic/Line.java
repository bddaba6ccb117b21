package org.junctor.authz.dynamic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientConfig;
import org.junctor.api.client.ClientFactory;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.KeptSession;
import org.junctor.api.client.Reconnect;
import org.junctor.api.message.Options;

/** The session by which the authorizers of a realm are called, opened again when it is lost; tells when one of them was replaced. */
final class Line {
    private static final String SERIALIZER = "json";
    private static final Reconnect RECONNECT = Reconnect.doubling(100, 2_000);

    private final Use use;
    private final OwnSessions own;
    private final Listener listener;
    private final KeptSession kept;
    /** Which registration answers a procedure. Guarded by this. */
    private final Map<String, Long> registrations = new HashMap<>();

    /** What a line is for. */
    record Use(String realm, String role, Set<String> procedures) {}

    /** Hears that somebody else may answer a procedure from now on, or nobody. */
    @FunctionalInterface
    interface Listener {
        void replaced(String procedure);
    }

    Line(ClientFactory clients, OwnSessions own, Use use, Listener listener) {
        this.own = own;
        this.use = use;
        this.listener = listener;
        kept = clients.keep(ClientConfig.local(use.role, use.realm, SERIALIZER), RECONNECT, this::joined);
    }

    /** What it is for. */
    Use use() {
        return use;
    }

    /** The session, as soon as there is one; fails if that takes longer than so many milliseconds. */
    CompletionStage<ClientSession> session(long timeoutMs) {
        return kept.session(timeoutMs);
    }

    /** Ends the session. */
    void close() {
        kept.leave("wamp.close.normal");
    }

    private CompletionStage<?> joined(ClientSession session) {
        own.add(session.id(), use.procedures);
        session.closed().thenAccept(reason -> lost(session));
        CompletionStage<?> ready = session.subscribe(OwnSessions.ON_CREATE, Options.EMPTY, this::created)
                .thenCompose(handle -> session.subscribe(OwnSessions.ON_DELETE, Options.EMPTY, this::deleted));
        for (String procedure : use.procedures) {
            ready = ready.thenCompose(done -> session.call(OwnSessions.MATCHING, List.of(procedure), Map.of()))
                    .thenAccept(result -> found(procedure, result.arguments().get(0)));
        }
        return ready.thenAccept(done -> use.procedures.forEach(listener::replaced)); // as nobody saw what happened
    }

    private void lost(ClientSession session) {
        own.remove(session.id());
        synchronized (this) {
            registrations.clear();
        }
    }

    private synchronized void found(String procedure, @Nullable Object registration) {
        if (registration instanceof Long id) {
            registrations.put(procedure, id);
        }
    }

    private void created(ClientSession.EventMessage event) {
        if (event.arguments().size() < 2
                || !(event.arguments().get(1) instanceof Map<?, ?> details)
                || !(details.get("id") instanceof Long id)) {
            return;
        }
        String uri = String.valueOf(details.get("uri"));
        String match = String.valueOf(details.get("match"));
        for (String procedure : use.procedures) {
            boolean concerned =
                    switch (match) {
                        case "exact" -> procedure.equals(uri);
                        case "prefix" -> procedure.startsWith(uri);
                        default -> true; // a wildcard, which may match
                    };
            if (concerned) {
                found(procedure, id);
                listener.replaced(procedure);
            }
        }
    }

    private void deleted(ClientSession.EventMessage event) {
        Object gone = event.arguments().size() < 2 ? null : event.arguments().get(1);
        List<String> concerned;
        synchronized (this) {
            concerned = use.procedures.stream()
                    .filter(procedure -> gone != null && gone.equals(registrations.get(procedure)))
                    .toList();
        }
        concerned.forEach(listener::replaced);
    }
}
