package org.junctor.transport.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.junctor.api.operation.PartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener whose socket is open. */
final class OpenListener {
    private static final Logger LOG = LoggerFactory.getLogger(OpenListener.class);

    /** How long closing waits for connections that were told why to end by themselves. */
    private static final long FAREWELL_MS = 500;

    private final Server server;
    private final AbstractConnector connector;
    private final String url;
    private final Runnable release;

    private OpenListener(Server server, AbstractConnector connector, String url, Runnable release) {
        this.server = server;
        this.connector = connector;
        this.url = url;
        this.release = release;
    }

    /**
     * Opens the socket.
     *
     * @param factories of connections, the outermost first
     * @throws PartFailure if the address is in use or not permitted
     */
    static OpenListener open(
            ListenerConfig config, Engine engine, Server server, List<ConnectionFactory> factories, Admission admission)
            throws PartFailure {
        int threads = 1 + config.selectors();
        Runnable release = () -> engine.occupy(-threads);
        engine.occupy(threads);
        try {
            if (config.address() instanceof ListenAddress.Tcp tcp) {
                TcpConnector connector = openTcp(config, tcp, new TcpConnector(server, config, factories, admission));
                String url = "%s://%s:%d".formatted(config.scheme(), bracketed(tcp.host()), connector.getLocalPort());
                return new OpenListener(server, connector, url, release);
            }
            ListenAddress.Unix unix = (ListenAddress.Unix) config.address();
            return new OpenListener(
                    server,
                    openUnix(config, unix, new UnixConnector(server, config, factories, admission)),
                    "unix:" + unix.path(),
                    release);
        } catch (PartFailure failure) {
            stop(server, config.id());
            release.run();
            throw failure;
        } catch (Exception e) {
            stop(server, config.id());
            release.run();
            throw new PartFailure(
                    PartFailure.Cause.INTERNAL, "transport %s does not start: %s".formatted(config.id(), e));
        }
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static TcpConnector openTcp(ListenerConfig config, ListenAddress.Tcp tcp, TcpConnector connector)
            throws Exception {
        connector.setHost(tcp.host());
        connector.setPort(tcp.port());
        connector.setAcceptQueueSize(tcp.backlog());
        connector.setReusePort(tcp.shared());
        connector.setAcceptedTcpNoDelay(tcp.noDelay());
        try {
            connector.open();
        } catch (IOException | RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new PartFailure(
                    PartFailure.Cause.ADDRESS,
                    "transport %s cannot listen on %s:%d (%s): stop what listens there, or change endpoint.port or endpoint.interface"
                            .formatted(config.id(), bracketed(tcp.host()), tcp.port(), cause.getMessage()));
        }
        start(connector, config);
        return connector;
    }

    /** Opens the socket where nobody else can get at it, and moves it to its place when its file says who may connect. */
    private static UnixConnector openUnix(ListenerConfig config, ListenAddress.Unix unix, UnixConnector connector)
            throws Exception {
        makeWay(config, unix.path());
        Path aside = SocketAccess.aside(unix.path());
        Path socket = aside.resolve("s");
        connector.setUnixDomainPath(socket);
        connector.setAcceptQueueSize(unix.backlog());
        try {
            start(connector, config);
            unix.access().apply(config.id(), socket);
            Files.move(socket, unix.path(), StandardCopyOption.ATOMIC_MOVE);
            connector.setUnixDomainPath(unix.path());
        } catch (IOException e) {
            throw address(config, unix.path(), "cannot be opened (" + e.getMessage() + ")");
        } finally {
            Files.deleteIfExists(socket);
            Files.delete(aside);
        }
        return connector;
    }

    private static void start(AbstractConnector connector, ListenerConfig config) throws Exception {
        connector.setIdleTimeout(config.idleMs());
        connector.setShutdownIdleTimeout(-1); // a drain leaves open connections as they are
        connector.getServer().addConnector(connector);
        connector.getServer().start();
    }

    /** Removes the file of a socket that nobody listens on any more. */
    private static void makeWay(ListenerConfig config, Path path) throws PartFailure, IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw address(config, path, "is in a folder that does not exist: make it first");
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (file.isSymbolicLink()) {
            throw address(config, path, "is a symbolic link: remove it, or name the file itself");
        }
        if (!file.isOther()) {
            throw address(config, path, "exists and is not a socket: remove it, or change endpoint.path");
        }
        if (answers(path)) {
            throw address(config, path, "is in use by another program: stop it, or change endpoint.path");
        }
        Files.delete(path);
    }

    private static boolean answers(Path path) {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException nobodyListens) {
            return false;
        } catch (IOException notForUs) { // somebody may listen: nobody is pushed aside on a guess
            return true;
        }
    }

    private static PartFailure address(ListenerConfig config, Path path, String text) {
        return new PartFailure(
                PartFailure.Cause.ADDRESS, "transport %s: endpoint.path %s %s".formatted(config.id(), path, text));
    }

    /** Where it listens, as it is logged. */
    String url() {
        return url;
    }

    /** Whether only one of the two can be open: this, or what listens on another address. */
    boolean collides(ListenAddress other) {
        if (connector instanceof TcpConnector tcp && other instanceof ListenAddress.Tcp second) {
            return tcp.getLocalPort() == second.port() && !(tcp.isReusePort() && second.shared());
        }
        return connector instanceof UnixConnector unix
                && other instanceof ListenAddress.Unix second
                && unix.getUnixDomainPath().equals(second.path());
    }

    /** Closes the listening socket and keeps the connections. */
    void drain() {
        CompletableFuture<Void> unused = connector.shutdown();
        if (connector instanceof TcpConnector tcp) {
            tcp.close();
        } else if (connector instanceof UnixConnector unix) {
            remove(unix.getUnixDomainPath());
        }
    }

    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("The socket's file {} could not be removed", path, e);
        }
    }

    /** Closes the listening socket, then all connections, which have been told before. */
    void close() {
        try {
            connector.shutdown().get(FAREWELL_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException stillOpen) {
            LOG.debug("{} closes with open connections", url);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop(server, url);
        release.run();
    }

    private static void stop(Server server, String name) {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.error("The listener {} did not stop in order", name, e);
        }
    }
}
