package org.junctor.transport.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/** A socket, TCP or Unix, that knows the flush pass of its selector. */
final class SelectedEndPoint extends SocketChannelEndPoint {
    private final FlushPass pass;

    SelectedEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler, FlushPass pass) {
        super(channel, selector, key, scheduler);
        this.pass = pass;
    }

    FlushPass pass() {
        return pass;
    }
}
