package org.junctor.itests.protocol;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;

/** A node with one port whose connections are shared by two selectors, and peers at work on it over both transports. */
final class TwoSelectors implements AutoCloseable {
    final Crowd crowd = new Crowd();
    private final NodeFile file;
    private final Node node;

    /** Starts the node in this folder. */
    TwoSelectors(Path folder) {
        file = NodeFile.plain(folder).twoSelectors().write();
        node = Node.in(folder).start();
    }

    InetSocketAddress address() {
        return file.universalAddress();
    }

    /** The node's process. */
    long pid() {
        return node.process().pid();
    }

    /** The transports take turns. {@code address} is the node's, or of what stands before it. */
    Peer connect(int number, InetSocketAddress address) {
        return number % 2 == 0
                ? WebSocketPeer.connect(URI.create("ws://127.0.0.1:" + address.getPort() + "/ws"))
                : RawSocketPeer.connect(address);
    }

    Session join(int number) {
        return join(number, address());
    }

    Session join(int number, InetSocketAddress address) {
        return Session.join(connect(number, address), Router.OPEN);
    }

    @Override
    public void close() {
        crowd.close();
        node.close();
    }
}
