package org.junctor.transport.rawsocket;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Map;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has TCP itself find out whether a silent peer has vanished: a session may be silent for as long as it likes, and some clients do not
 * know PING.
 */
final class KeepAlive {
    /** How often a peer that does not answer is asked. */
    private static final int TIMES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(KeepAlive.class);

    private KeepAlive() {}

    /** @param seconds after how much silence the peer is asked first, and a third of it between the next times; 0 for never */
    static void set(EndPoint endPoint, int seconds) {
        Object transport = endPoint.getTransport();
        while (transport instanceof EndPoint inner) { // below TLS
            transport = inner.getTransport();
        }
        if (seconds == 0
                || !(transport instanceof SocketChannel socket)
                || !socket.supportedOptions().contains(StandardSocketOptions.SO_KEEPALIVE)) {
            return;
        }
        try {
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            // By name, since not every JDK has the class that defines them.
            Map<String, Integer> values = Map.of(
                    "TCP_KEEPIDLE", seconds, "TCP_KEEPINTERVAL", Math.max(1, seconds / TIMES), "TCP_KEEPCOUNT", TIMES);
            for (SocketOption<?> option : socket.supportedOptions()) {
                Integer value = values.get(option.name());
                if (value != null) {
                    set(socket, option, value);
                }
            }
        } catch (IOException e) {
            LOG.debug("No TCP keep-alive for {}", endPoint.getRemoteSocketAddress(), e);
        }
    }

    private static <T> void set(SocketChannel socket, SocketOption<T> option, Integer value) throws IOException {
        socket.setOption(option, option.type().cast(value));
    }
}
