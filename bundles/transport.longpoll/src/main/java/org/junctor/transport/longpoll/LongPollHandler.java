package org.junctor.transport.longpoll;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.Peer;
import org.junctor.http.api.Measured;
import org.junctor.http.api.PartialMessage;
import org.junctor.http.api.Peers;

/** The requests of one path: {@code open}, and {@code receive}, {@code send} and {@code close} of each transport. */
final class LongPollHandler extends Handler.Abstract.NonBlocking implements Measured {
    static final String NAME = "longpoll";

    /** Room for more names of protocols than there are. */
    private static final int OPEN_BYTES = 16 << 10;

    private static final String OPEN =
            "Open a transport with POST <address>/open and the body {\"protocols\": [...]}. ";

    private final Place place;
    private final CrossOrigin crossOrigin;

    LongPollHandler(Place place, CrossOrigin crossOrigin) {
        this.place = place;
        this.crossOrigin = crossOrigin;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        place.transports().start(getServer().getThreadPool(), getServer().getScheduler());
    }

    @Override
    protected void doStop() throws Exception {
        place.transports().stop();
        super.doStop();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response, callback);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        if (crossOrigin.refuses(exchange)) {
            return true;
        }
        switch (request.getMethod()) {
            case "POST" -> post(exchange, Request.getPathInContext(request));
            case "OPTIONS" -> crossOrigin.preflight(exchange);
            default -> {
                headers.put(HttpHeader.ALLOW, "POST, OPTIONS");
                exchange.refuse(
                        HttpStatus.METHOD_NOT_ALLOWED_405,
                        "This is a WAMP router: connect with HTTP long-poll. " + OPEN + offered());
            }
        }
        return true;
    }

    /** The query is not looked at: clients put a number there to get past caches. */
    private void post(Exchange exchange, String path) {
        if (path.equals("/open")) {
            if (!Body.refuses(exchange, OPEN_BYTES, place.excesses())) {
                new Body(exchange, OPEN_BYTES, place.excesses(), body -> open(exchange, copied(body)), () -> {}).run();
            }
            return;
        }
        int slash = path.indexOf('/', 1);
        String action = slash < 0 ? "" : path.substring(slash + 1);
        if (!action.equals("receive") && !action.equals("send") && !action.equals("close")) {
            exchange.refuse(HttpStatus.NOT_FOUND_404, "Nothing is served here. " + OPEN);
            return;
        }
        LongPollConnection connection = find(path.substring(1, slash), exchange.request());
        if (connection == null) {
            exchange.refuse(HttpStatus.NOT_FOUND_404, "There is no such transport, or it is closed. " + OPEN);
            return;
        }
        switch (action) {
            case "receive" -> connection.receive(exchange);
            case "send" -> {
                if (!Body.refuses(exchange, place.settings().bodyBytes(), place.excesses())) {
                    connection.send(exchange);
                }
            }
            default -> connection.close(exchange);
        }
    }

    private @Nullable LongPollConnection find(String id, Request request) {
        LongPollConnection connection = place.transports().find(id);
        if (connection != null
                && place.settings().sameAddress()
                && !host(connection.peer()).equals(host(Peers.of(NAME, request)))) {
            return null;
        }
        return connection;
    }

    private static String host(Peer peer) {
        int port = peer.address().lastIndexOf(':');
        return port < 0 ? peer.address() : peer.address().substring(0, port);
    }

    private void open(Exchange exchange, byte[] body) {
        if (!place.router().available()) {
            exchange.refuse(HttpStatus.SERVICE_UNAVAILABLE_503, "The router is not there at the moment.");
            return;
        }
        Optional<List<String>> names = Protocol.names(body);
        if (names.isEmpty()) {
            exchange.refuse(
                    HttpStatus.BAD_REQUEST_400,
                    "The body must be JSON with a list of names: {\"protocols\": [\"wamp.2.json\"]}. " + offered());
            return;
        }
        Optional<Protocol> protocol = Protocol.choose(names.get(), spoken());
        if (protocol.isEmpty()) {
            exchange.refuse(
                    HttpStatus.BAD_REQUEST_400, "None of the protocols that you ask for is spoken here. " + offered());
            return;
        }
        Peer peer = place.tracking().track(Peers.of(NAME, exchange.request()), exchange.response());
        LongPollConnection connection =
                new LongPollConnection(place, place.transports().newId(), protocol.get(), peer);
        if (!place.transports().add(connection)) {
            place.excesses().count("options.max_transports", exchange.peer());
            exchange.response().getHeaders().put(HttpHeader.RETRY_AFTER, "5");
            exchange.refuse(HttpStatus.SERVICE_UNAVAILABLE_503, "There are too many clients at the moment.");
            return;
        }
        connection.open();
        exchange.content(HttpStatus.OK_200, "application/json", protocol.get().opened(connection.id()));
    }

    private static byte[] copied(PartialMessage body) {
        byte[] copy = Arrays.copyOfRange(body.array(), body.offset(), body.offset() + body.length());
        body.release();
        return copy;
    }

    private List<Protocol> spoken() {
        return Protocol.all(place.router().serializers(), place.settings().serializers());
    }

    private String offered() {
        return "Protocols: " + spoken().stream().map(Protocol::name).collect(Collectors.joining(", "));
    }

    @Override
    public Map<String, Object> figures() {
        Map<String, Object> figures = place.excesses().figures();
        figures.putAll(place.transports().figures());
        return figures;
    }
}
