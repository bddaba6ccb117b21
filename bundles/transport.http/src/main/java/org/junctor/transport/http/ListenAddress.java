package org.junctor.transport.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/** Where a listener listens: the {@code endpoint} of the node file. */
sealed interface ListenAddress {

    /** How many connections may wait to be accepted. */
    int backlog();

    /**
     * A TCP port.
     *
     * @param host address of the interface
     * @param port 0 for any free one
     * @param shared whether other processes may listen on it too (SO_REUSEPORT)
     * @param noDelay whether small writes go out at once (TCP_NODELAY)
     */
    record Tcp(String host, int port, int backlog, boolean shared, boolean noDelay) implements ListenAddress {}

    /**
     * A Unix domain socket.
     *
     * @param access who may connect
     */
    record Unix(Path path, int backlog, SocketAccess access) implements ListenAddress {}

    /** Longest path of a Unix domain socket, in octets. */
    int UNIX_PATH_BYTES = 107;

    /** Longest path of its folder, with the slash: the socket is opened in another one below it, {@code .jxyz/s}. */
    int UNIX_FOLDER_BYTES = UNIX_PATH_BYTES - 7;

    /** Crossbar's default of 50 loses connections when many clients come back at once. */
    int BACKLOG = 4096;

    /** The address of an {@code endpoint} object. */
    static ListenAddress of(String transport, Map<String, ?> endpoint, Path nodeDirectory) throws PartFailure {
        String type = String.valueOf(endpoint.get("type"));
        refuse(transport, endpoint, "portrange", "a range of ports is not supported: name one port");
        int backlog = number(transport, endpoint, "backlog", BACKLOG, 65_535);
        return switch (type) {
            case "tcp" -> tcp(transport, endpoint, backlog);
            case "unix" -> unix(transport, endpoint, backlog, nodeDirectory);
            default -> throw wrong(transport, "endpoint.type is " + type + ": use tcp or unix");
        };
    }

    private static ListenAddress tcp(String transport, Map<String, ?> endpoint, int backlog) throws PartFailure {
        int port = number(transport, endpoint, "port", -1, 65_535);
        if (port < 0) {
            throw wrong(transport, "endpoint.port is missing: name a port, 0 for any free one");
        }
        boolean shared = Boolean.TRUE.equals(endpoint.get("shared"));
        if (shared && !canShare()) {
            throw wrong(
                    transport,
                    "endpoint.shared: this system does not let processes share a port (SO_REUSEPORT):"
                            + " give each its own, behind a load balancer");
        }
        boolean noDelay = !Boolean.FALSE.equals(endpoint.get("tcp_nodelay"));
        return new Tcp(host(transport, endpoint), port, backlog, shared, noDelay);
    }

    private static boolean canShare() {
        try (ServerSocketChannel probe = ServerSocketChannel.open()) {
            return probe.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
        } catch (IOException noSocket) {
            return false;
        }
    }

    private static String host(String transport, Map<String, ?> endpoint) throws PartFailure {
        Object version = endpoint.get("version");
        boolean six = "6".equals(String.valueOf(version));
        Object named = endpoint.get("interface");
        if (named == null) {
            return six ? "::" : "0.0.0.0";
        }
        String host = named.toString();
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        boolean literal6 = host.contains(":");
        boolean literal4 = host.matches("[0-9]+(\\.[0-9]+){3}");
        if ((six && literal4) || (version != null && !six && literal6)) {
            throw wrong(
                    transport,
                    "endpoint.version is %s, but endpoint.interface %s is an address of IPv%s: change one of them"
                            .formatted(version, host, literal6 ? "6" : "4"));
        }
        return host;
    }

    private static ListenAddress unix(String transport, Map<String, ?> endpoint, int backlog, Path nodeDirectory)
            throws PartFailure {
        Object path = endpoint.get("path");
        if (path == null) {
            throw wrong(transport, "endpoint.path is missing: name the socket's file");
        }
        Path file = nodeDirectory.resolve(path.toString()).normalize();
        int length = file.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > UNIX_PATH_BYTES) {
            throw wrong(
                    transport,
                    "endpoint.path %s has %d octets: a Unix socket's path may have %d"
                            .formatted(file, length, UNIX_PATH_BYTES));
        }
        int folder = length - String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8).length;
        if (folder > UNIX_FOLDER_BYTES) {
            throw wrong(
                    transport,
                    "endpoint.path %s is in a folder whose path has %d octets: it may have %d"
                            .formatted(file, folder - 1, UNIX_FOLDER_BYTES - 1));
        }
        return new Unix(file, backlog, SocketAccess.of(transport, endpoint));
    }

    private static void refuse(String transport, Map<String, ?> endpoint, String key, String text) throws PartFailure {
        if (endpoint.get(key) != null) {
            throw wrong(transport, "endpoint." + key + ": " + text);
        }
    }

    private static int number(String transport, Map<String, ?> endpoint, String key, int absent, int max)
            throws PartFailure {
        Object value = endpoint.get(key);
        int number = absent;
        if (value != null) {
            number = parse(value);
            if (number < 0 || number > max) {
                throw wrong(transport, "endpoint.%s is %s: use a number from 0 to %d".formatted(key, value, max));
            }
        }
        return number;
    }

    private static int parse(Object value) {
        try {
            return Integer.parseInt(value.toString());
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    private static PartFailure wrong(String transport, @Nullable String text) {
        return new PartFailure(PartFailure.Cause.CONFIGURATION, "transport " + transport + ": " + text);
    }
}
