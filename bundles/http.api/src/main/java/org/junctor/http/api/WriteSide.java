package org.junctor.http.api;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.EndPoint;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The write half of one connection: every end point that a listener makes is one. Frames are gathered while the thread that reads
 * works through its ready connections, and written in one go at the end of that pass; a thread that does not read hands the write to
 * the connection's own selector. Thread-safe; nothing blocks.
 */
@ProviderType
public interface WriteSide {
    /**
     * The write side of a connection.
     *
     * @throws IllegalStateException if the end point, or what it wraps, was not made by a listener of Junctor
     */
    static WriteSide of(EndPoint endPoint) {
        EndPoint inner = endPoint;
        while (true) {
            if (inner instanceof WriteSide side) {
                return side;
            }
            if (!(inner instanceof EndPoint.Wrapper wrapper)) {
                throw new IllegalStateException("not a connection of a Junctor listener: " + endPoint);
            }
            inner = wrapper.unwrap();
        }
    }

    /**
     * Takes octets that are already framed: see {@link org.junctor.api.transport.Channel#offer}, whose answer it is.
     *
     * @param frame a heap buffer is copied, a direct buffer is kept and sent from a duplicate
     */
    boolean offer(ByteBuffer frame);

    /** How many octets the network has taken so far: see {@link org.junctor.api.transport.Channel#written}. */
    long written();

    /** Who is told once, after an {@link #offer} was refused, that there is room again. */
    void onWritable(Runnable listener);

    /**
     * Drops what is {@link #offer offered} from now on, and answers true: a transport that has said goodbye calls it, so that nothing
     * follows that. What a Jetty connection writes itself still goes out.
     */
    void seal();

    /** Closes the connection when what was taken is written, or after 10 s at the latest. {@linkplain #seal() Seals} it. */
    void closeWhenWritten();
}
