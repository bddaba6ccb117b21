package org.junctor.core;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Authenticator;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;
import org.junctor.api.security.PrincipalSource;
import org.junctor.api.transport.Listener;

/** The authentication methods that there are, and the sources in which they look clients up. Thread-safe. */
final class Methods {
    private static final Map<String, Map<String, ? extends @Nullable Object>> ANONYMOUS =
            Map.of("anonymous", Map.of("type", "static", "role", "anonymous"));
    private static final String DEFAULT_SOURCE = "static";

    private final Ranked<Authenticator> authenticators = new Ranked<>();
    private final Ranked<PrincipalSource> sources = new Ranked<>();

    /** A method that a listener offers, who does it, and where it looks clients up. */
    record Method(
            String name,
            Authenticator authenticator,
            Map<String, ? extends @Nullable Object> config,
            PrincipalSource principals) {}

    synchronized void put(Authenticator authenticator, Map<String, Object> properties) {
        authenticators.put(authenticator, properties);
    }

    synchronized void remove(Authenticator authenticator) {
        authenticators.remove(authenticator);
    }

    synchronized void putSource(PrincipalSource source, Map<String, Object> properties) {
        sources.put(source, properties);
    }

    synchronized void removeSource(PrincipalSource source) {
        sources.remove(source);
    }

    /** The first of the client's methods that the listener offers and somebody can do; null if none. */
    synchronized @Nullable Method find(List<String> wanted, Listener listener) {
        Map<String, Map<String, ? extends @Nullable Object>> offered =
                listener.auth().isEmpty() ? ANONYMOUS : listener.auth();
        for (String name : wanted) {
            Map<String, ? extends @Nullable Object> config = offered.get(name);
            Ranked.Entry<Authenticator> found = authenticators.find(Authenticator.METHOD, name);
            if (config != null && found != null) {
                PrincipalSource source = source(config);
                if (source != null) {
                    return new Method(name, found.service(), config, source);
                }
                if (!Boolean.TRUE.equals(found.properties().get(Authenticator.PRINCIPALS))
                        && type(config).equals(DEFAULT_SOURCE)) {
                    return new Method(name, found.service(), config, Methods::nobody);
                }
            }
        }
        return null;
    }

    private @Nullable PrincipalSource source(Map<String, ? extends @Nullable Object> config) {
        Ranked.Entry<PrincipalSource> found = sources.find(PrincipalSource.TYPE, type(config));
        return found == null ? null : found.service();
    }

    /** The source of these settings if it lists its principals; null if it does not, or is not there. */
    synchronized @Nullable PrincipalSource listed(Map<String, ? extends @Nullable Object> config) {
        Ranked.Entry<PrincipalSource> found = sources.find(PrincipalSource.TYPE, type(config));
        return found != null && Boolean.TRUE.equals(found.properties().get(PrincipalSource.LISTED))
                ? found.service()
                : null;
    }

    private static String type(Map<String, ? extends @Nullable Object> config) {
        Object type = config.get("type");
        return type == null ? DEFAULT_SOURCE : type.toString();
    }

    private static CompletionStage<@Nullable Principal> nobody(PrincipalQuery query) {
        return CompletableFuture.completedFuture(null);
    }
}
