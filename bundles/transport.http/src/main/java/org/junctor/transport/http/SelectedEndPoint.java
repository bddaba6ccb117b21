package org.junctor.transport.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/** A socket, TCP or Unix, that knows the flush pass of its selector. */
final class SelectedEndPoint extends SocketChannelEndPoint {
    private final FlushPass pass;
    private final Admission admission;

    SelectedEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            FlushPass pass,
            Admission admission) {
        super(channel, selector, key, scheduler);
        this.pass = pass;
        this.admission = admission;
    }

    @Override
    public void doClose() {
        admission.leave(getChannel());
        super.doClose();
    }

    /** The socket below what a connection reads from. */
    static SelectedEndPoint under(EndPoint endPoint) {
        EndPoint inner = endPoint;
        while (!(inner instanceof SelectedEndPoint)) {
            if (!(inner instanceof EndPoint.Wrapper wrapper)) {
                throw new IllegalArgumentException("not a connection of this listener: " + endPoint);
            }
            inner = wrapper.unwrap();
        }
        return (SelectedEndPoint) inner;
    }

    FlushPass pass() {
        return pass;
    }
}
