package org.junctor.transport.websocket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.transport.Acceptor;
import org.junctor.api.transport.Listener;
import org.junctor.api.transport.RouterPort;
import org.junctor.http.api.PathConfig;
import org.junctor.http.api.PathService;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The path type {@code websocket}: WAMP peers on one path of a listener. */
@Component(service = PathService.class, property = PathService.TYPE + "=websocket")
public final class WebSocketPath implements PathService {
    /** How long connections wait for the router core to come back when it is updated. */
    private static final long ROUTER_WAIT_MS = 10_000;

    private final RouterPort router = new RouterPort(ROUTER_WAIT_MS);

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setAcceptor(Acceptor acceptor) {
        router.bind(acceptor);
    }

    void unsetAcceptor(Acceptor acceptor) {
        router.unbind(acceptor);
    }

    @Override
    public Handler create(PathConfig config) throws PartFailure {
        Map<?, ? extends @Nullable Object> options = object(config.keys(), "options");
        Listener listener = new Listener(config.id(), auth(config), requestIds(config));
        Origins origins = new Origins(
                texts(options, "allowed_origins", List.of("*")),
                !Boolean.FALSE.equals(options.get("allow_null_origin")));
        List<String> serializers = texts(config.keys(), "serializers", List.of());
        Limits limits = Limits.of(options);
        return new WebSocketUpgrade(
                new Handshake(router, listener, serializers, limits, new Sessions(limits)), origins);
    }

    private static Map<String, Map<String, ? extends @Nullable Object>> auth(PathConfig config) throws PartFailure {
        Map<String, Map<String, ? extends @Nullable Object>> methods = new LinkedHashMap<>();
        for (Map.Entry<?, ? extends @Nullable Object> method :
                object(config.keys(), "auth").entrySet()) {
            Map<String, @Nullable Object> settings = new LinkedHashMap<>();
            if (!(method.getValue() instanceof Map<?, ?> members)) {
                throw wrong("auth." + method.getKey(), "is not an object with the method's settings");
            }
            members.forEach((key, value) -> settings.put(String.valueOf(key), value));
            methods.put(String.valueOf(method.getKey()), settings);
        }
        return methods;
    }

    private static Listener.RequestIds requestIds(PathConfig config) throws PartFailure {
        Object value = config.keys().get("request_ids");
        if (value == null) {
            return Listener.RequestIds.STRICT;
        }
        for (Listener.RequestIds known : Listener.RequestIds.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(value)) {
                return known;
            }
        }
        throw wrong("request_ids", "is " + value + ": use strict, monotonic or off");
    }

    private static Map<?, ? extends @Nullable Object> object(Map<?, ? extends @Nullable Object> keys, String key)
            throws PartFailure {
        Object value = keys.get(key);
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong(key, "is not an object");
    }

    private static List<String> texts(Map<?, ? extends @Nullable Object> keys, String key, List<String> absent)
            throws PartFailure {
        Object value = keys.get(key);
        if (value == null) {
            return absent;
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(key, "is not a list");
        }
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(String.valueOf(item)));
        return texts;
    }

    private static PartFailure wrong(String key, String text) {
        return new PartFailure(PartFailure.Cause.CONFIGURATION, key + " " + text);
    }
}
