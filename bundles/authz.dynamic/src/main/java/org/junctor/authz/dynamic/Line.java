package org.junctor.authz.dynamic;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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

    private final OwnSessions own;
    private final Set<String> procedures;
    private final Listener listener;
    private final KeptSession kept;
    /** Guarded by this. */
    private CompletableFuture<ClientSession> current = new CompletableFuture<>();
    /** Which registration answers a procedure. Guarded by this. */
    private final Map<String, Long> registrations = new LinkedHashMap<>();

    /** Hears that somebody else may answer a procedure from now on, or nobody. */
    @FunctionalInterface
    interface Listener {
        void replaced(String procedure);
    }

    /** @param role the role that the session has */
    Line(ClientFactory clients, OwnSessions own, String realm, String role, Set<String> procedures, Listener listener) {
        this.own = own;
        this.procedures = procedures;
        this.listener = listener;
        kept = clients.keep(new ClientConfig(url(role), realm, SERIALIZER), RECONNECT, this::joined);
    }

    private static URI url(String role) {
        try {
            return new URI("local", role, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("role '" + role + "' is no part of a URL", e);
        }
    }

    /** The session; completes when there is one. */
    synchronized CompletionStage<ClientSession> session() {
        return current;
    }

    /** Ends the session. */
    void close() {
        kept.leave("wamp.close.normal");
    }

    private CompletionStage<?> joined(ClientSession session) {
        own.add(session.id(), procedures);
        session.closed().thenAccept(reason -> lost(session));
        CompletionStage<?> ready = session.subscribe(OwnSessions.ON_CREATE, Options.EMPTY, this::created)
                .thenCompose(handle -> session.subscribe(OwnSessions.ON_DELETE, Options.EMPTY, this::deleted));
        for (String procedure : procedures) {
            ready = ready.thenCompose(done -> session.call(OwnSessions.MATCHING, List.of(procedure), Map.of()))
                    .thenAccept(result -> found(procedure, result.arguments().get(0)));
        }
        return ready.thenAccept(done -> opened(session));
    }

    private void opened(ClientSession session) {
        CompletableFuture<ClientSession> waiting;
        synchronized (this) {
            if (current.isDone()) {
                current = new CompletableFuture<>();
            }
            waiting = current;
        }
        procedures.forEach(listener::replaced); // what happened meanwhile was not seen
        waiting.complete(session);
    }

    private void lost(ClientSession session) {
        own.remove(session.id());
        synchronized (this) {
            registrations.clear();
            if (current.isDone() && current.getNow(session) == session) {
                current = new CompletableFuture<>();
            }
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
        for (String procedure : procedures) {
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
            concerned = procedures.stream()
                    .filter(procedure -> gone != null && gone.equals(registrations.get(procedure)))
                    .toList();
        }
        concerned.forEach(listener::replaced);
    }
}
