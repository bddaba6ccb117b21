package org.junctor.itests.protocol;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The router under test: the distribution, started once for all tests; or any router that runs already, named by the environment
 * variables {@code JUNCTOR_TEST_URL} ({@code ws://…}) and {@code JUNCTOR_TEST_RAW} ({@code tcp://host:port}).
 */
final class Router implements AutoCloseable {
    /** The realm in which everybody may do everything. */
    static final String OPEN = "realm1";

    /** A second realm like it. */
    static final String OTHER = "realm2";

    /** A realm like it in which nobody is but those who count. */
    static final String COUNTED = "counted";

    /** A realm in which only URIs below {@code open.} may be used. */
    static final String GUARDED = "guarded";

    /** A realm whose members are named to others only if they ask for it. */
    static final String DISCREET = "discreet";

    /** A realm whose members may not be named, and are trusted {@link #TRUST}. */
    static final String SECRET = "secret";

    /** How much members of {@link #SECRET} are trusted. */
    static final int TRUST = 7;

    /** A realm in which nobody is but those whom a test is about to end. */
    static final String KILLED = "killed";

    /** A realm whose events below {@link #PAST} are kept. */
    static final String HISTORY = "history";

    /** What the names of topics begin with whose events are kept. */
    static final String PAST = "org.junctor.past.";

    /** The most octets that a message on the small listeners may have. */
    static final int SMALL = 65_536;

    private final Node node;
    private final @Nullable NodeFile file;
    private final Listeners listeners;
    private final List<Peer> opened = new ArrayList<>();

    private Router(Node node, @Nullable NodeFile file, Listeners listeners) {
        this.node = node;
        this.file = file;
        this.listeners = listeners;
    }

    /** Where peers connect. */
    record Listeners(URI web, InetSocketAddress raw, URI smallWeb, InetSocketAddress smallRaw) {}

    /** Starts the distribution, unless the environment names a router. */
    static Router open() throws IOException {
        String url = System.getenv("JUNCTOR_TEST_URL");
        if (url != null) {
            URI raw = URI.create(System.getenv().getOrDefault("JUNCTOR_TEST_RAW", "tcp://127.0.0.1:8081"));
            URI web = URI.create(url);
            InetSocketAddress address = new InetSocketAddress(raw.getHost(), raw.getPort());
            return new Router(Node.NONE, null, new Listeners(web, address, web, address));
        }
        Path folder = Files.createTempDirectory("junctor-protocol");
        NodeFile file = NodeFile.standard(folder);
        Node node = Node.in(folder).start();
        return new Router(
                node,
                file,
                new Listeners(file.webUrl("/ws"), file.rawAddress(), file.webUrl("/small"), file.smallRawAddress()));
    }

    /** The configuration of the started node; fails if the suite was pointed at a router that was running already. */
    NodeFile file() {
        if (file == null) {
            throw new AssertionError("this test needs the distribution: unset JUNCTOR_TEST_URL");
        }
        return file;
    }

    /** The started node; fails if the suite was pointed at a router that was running already. */
    Node node() {
        if (node == Node.NONE) {
            throw new AssertionError("this test needs the distribution: unset JUNCTOR_TEST_URL");
        }
        return node;
    }

    /** Where peers connect. */
    Listeners listeners() {
        return listeners;
    }

    /** A connection without a session. */
    Peer connect(Wire wire) {
        return keep(
                switch (wire.transport()) {
                    case WEBSOCKET -> WebSocketPeer.connect(listeners.web(), wire);
                    case RAWSOCKET -> RawSocketPeer.connect(listeners.raw(), wire);
                    case RAWSOCKET_UNIX -> RawSocketPeer.connect(file().rawSocketPath(), wire);
                    case WEBSOCKET_TLS -> WebSocketPeer.connect(file().webTlsUrl(), wire, file().certificate());
                    case RAWSOCKET_TLS -> RawSocketPeer.connect(file().rawTlsAddress(), wire, file().certificate());
                    case WEBSOCKET_UNIVERSAL -> WebSocketPeer.connect(file().universalUrl(), wire);
                    case RAWSOCKET_UNIVERSAL -> RawSocketPeer.connect(file().universalAddress(), wire);
                    case LONGPOLL -> LongPollPeer.connect(file().longPollUrl(), wire);
                });
    }

    /** A connection to a listener that takes messages of at most {@link #SMALL} octets. */
    Peer connectSmall(Wire wire) {
        return keep(
                wire.transport().isRawSocket()
                        ? RawSocketPeer.connect(listeners.smallRaw(), wire)
                        : WebSocketPeer.connect(listeners.smallWeb(), wire));
    }

    /** A session in the open realm. */
    Session join(Wire wire) {
        return Session.join(connect(wire), OPEN);
    }

    /** A session in this realm. */
    Session join(Wire wire, String realm) {
        return Session.join(connect(wire), realm);
    }

    /** A session in the open realm whose authrole is {@code guest}, which may use names below {@code guest.} only, and call the router. */
    Session joinAsGuest(Wire wire) {
        return joinAsGuest(wire, OPEN);
    }

    /** A session in this realm whose authrole is {@code guest}: over WebSocket, the transport that has a path for guests. */
    Session joinAsGuest(Wire wire, String realm) {
        Wire guest = Wire.of(Wire.Transport.WEBSOCKET, wire.codec());
        return Session.join(keep(WebSocketPeer.connect(file().webUrl("/guest"), guest)), realm);
    }

    /** A session in the open realm with these roles. */
    Session join(Wire wire, Map<String, Object> roles) {
        return Session.join(connect(wire), OPEN, roles);
    }

    /** Cuts the connections that the last test opened. */
    void cutAll() {
        opened.forEach(Peer::cut);
        opened.clear();
    }

    @Override
    public void close() throws IOException {
        cutAll();
        node.close();
    }

    /** One that a test opened itself, to be cut behind it: what it registered must not be left for the next. */
    <P extends Peer> P keep(P peer) {
        opened.add(peer);
        return peer;
    }
}
