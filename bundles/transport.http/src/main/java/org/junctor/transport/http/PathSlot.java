package org.junctor.transport.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.TunnelSupport;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.Measured;
import org.junctor.http.api.PathConfig;
import org.junctor.http.api.PathService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One configured path: keeps its place while the service that makes its handler comes and goes. */
final class PathSlot {
    private static final Logger LOG = LoggerFactory.getLogger(PathSlot.class);

    private final String prefix;
    private final String type;
    private final PathConfig config;
    private final Server server;
    private final Context context;
    /** One for each service that served the path and is still there: it goes on with the connections that it has. */
    private final Map<PathService, Handler> handlers = new HashMap<>();

    private @Nullable PathService service;
    private volatile @Nullable Handler handler;

    /**
     * A path without a handler.
     *
     * @param prefix what its requests begin with, such as {@code /ws}; empty for the root
     */
    PathSlot(String prefix, String type, PathConfig config, Server server) {
        this.prefix = prefix;
        this.type = type;
        this.config = config;
        this.server = server;
        this.context = new Mounted(prefix, server.getContext());
    }

    String type() {
        return type;
    }

    PathConfig config() {
        return config;
    }

    /** Goes by the keys of {@code changed}, of which only {@code auth} differs. */
    void adjust(PathConfig changed) {
        if (config.keys() instanceof CurrentKeys keys && changed.keys() instanceof CurrentKeys next) {
            keys.use(next.now());
        }
    }

    /** The path as an operator knows it. */
    String name() {
        return prefix.isEmpty() ? "/" : prefix;
    }

    boolean served() {
        return handler != null;
    }

    boolean servedBy(PathService other) {
        return service == other;
    }

    /** Has {@code next} serve new requests. */
    void serve(PathService next) throws PartFailure {
        Handler made = handlers.get(next);
        if (made == null) {
            made = started(next);
            handlers.put(next, made);
        }
        service = next;
        handler = made;
    }

    private Handler started(PathService next) throws PartFailure {
        try {
            Handler made = next.create(config);
            made.setServer(server);
            made.start();
            return made;
        } catch (PartFailure failure) {
            throw failure;
        } catch (Exception e) { // a plug-in's bug must not take the listener with it
            throw new PartFailure(PartFailure.Cause.INTERNAL, "its handler of type " + type + " does not start: " + e);
        }
    }

    /** The service goes: stops its handler, which ends its connections. */
    void remove(PathService gone) {
        if (service == gone) {
            handler = null;
            service = null;
        }
        Handler old = handlers.remove(gone);
        if (old != null) {
            stop(old);
        }
    }

    /** The listener goes. */
    void clear() {
        List.copyOf(handlers.keySet()).forEach(this::remove);
    }

    private void stop(Handler old) {
        try {
            old.stop();
        } catch (Exception e) {
            LOG.error("The handler of {} did not stop in order", config.id(), e);
        }
    }

    /** Adds what the handler counts by itself. */
    void addTo(Map<String, Object> details) {
        if (handler instanceof Measured measured) {
            measured.figures().forEach((figure, value) -> details.put(name() + " " + figure, value));
        }
    }

    boolean handle(Request request, Response response, Callback callback) throws Exception {
        Handler now = handler;
        if (now == null) {
            return PlainAnswer.send(
                    response,
                    callback,
                    HttpStatus.SERVICE_UNAVAILABLE_503,
                    "What serves %s (type %s) is not there at the moment.".formatted(name(), type));
        }
        Request mounted = new Request.Wrapper(request) {
            @Override
            public Context getContext() {
                return context;
            }

            @Override
            public @Nullable TunnelSupport getTunnelSupport() {
                TunnelSupport tunnel = super.getTunnelSupport();
                return tunnel == null || tunnel.getProtocol() == null ? tunnel : new Gathered(tunnel, this);
            }
        };
        return now.handle(mounted, response, callback);
    }

    /** A stream of HTTP/2 that carries another protocol: its end point is a write side, as those of connections are. */
    private record Gathered(TunnelSupport tunnel, Request request) implements TunnelSupport {
        @Override
        public String getProtocol() {
            return tunnel.getProtocol();
        }

        @Override
        public EndPoint getEndPoint() {
            EndPoint carrier = request.getConnectionMetaData().getConnection().getEndPoint();
            return carrier instanceof GatheringEndPoint gathering
                    ? gathering.over(tunnel.getEndPoint())
                    : tunnel.getEndPoint();
        }
    }

    /** Takes the prefix off what handlers see. Runs tasks as they are, since WebSocket runs each frame through it. */
    private static final class Mounted extends Context.Wrapper {
        private final String prefix;

        Mounted(String prefix, Context server) {
            super(server);
            this.prefix = prefix;
        }

        @Override
        public String getContextPath() {
            return prefix.isEmpty() ? "/" : prefix;
        }

        @Override
        public String getPathInContext(String canonicallyEncodedPath) {
            return canonicallyEncodedPath.substring(prefix.length());
        }

        @Override
        public void run(Runnable task) {
            task.run();
        }

        @Override
        public void run(Runnable task, @Nullable Request request) {
            task.run();
        }
    }
}
