package org.junctor.transport.http;

import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.hpack.HpackEncoder;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.Connector;
import org.junctor.api.operation.PartFailure;

/** HTTP/2 over gathering end points: after a TLS handshake that agrees on it, or without TLS by its preface or by an upgrade. */
final class GatheringHttp2 extends HTTP2CServerConnectionFactory {
    static final String NAME = "h2";

    /** Frames in a second that cost more than they bring: resets, pings, settings, empty ones. */
    private static final int ODD_FRAMES_PER_SECOND = 64;

    private final Engine engine;
    private final Traffic traffic;

    /**
     * HTTP/2 of a listener.
     *
     * @param streams how many requests one connection may have at once
     */
    GatheringHttp2(Engine engine, Traffic traffic, int streams) throws PartFailure {
        super(GatheringHttp.configuration(), NAME, "h2c");
        this.engine = engine;
        this.traffic = traffic;
        if (!engine.http2()) {
            throw new PartFailure(
                    PartFailure.Cause.INTERNAL,
                    "HTTP/2 cannot be spoken: another user of Jetty started before; install Aries SPI Fly, or switch options.http2 off");
        }
        setMaxConcurrentStreams(streams);
        setRateControlFactory(new WindowRateControl.Factory(ODD_FRAMES_PER_SECOND));
    }

    /**
     * Has Jetty find what encodes fields for HTTP/2, which it does once, when it makes its first field, by the context class loader: in
     * OSGi that must be the one of the bundle that has it. Where another user of Jetty came first, it takes SPI Fly to find it.
     */
    static boolean available() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(HpackEncoder.class.getClassLoader());
        try {
            return new PreEncodedHttpField("x", "y").getEncodedLength(HttpVersion.HTTP_2) > 0;
        } catch (NullPointerException absent) { // this is how Jetty says it
            return false;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        Connection connection = super.newConnection(
                connector,
                endPoint instanceof GatheringEndPoint
                        ? endPoint
                        : new GatheringEndPoint(endPoint, engine, traffic, false));
        ((HTTP2Connection) connection).getSession().addEventListener(new Refusals());
        return connection;
    }

    /** Counts streams that Jetty refuses because there are too many. */
    private final class Refusals implements HTTP2Session.FrameListener {
        @Override
        public void onOutgoingFrame(Session session, Frame frame) {
            if (frame instanceof ResetFrame reset && reset.getError() == ErrorCode.REFUSED_STREAM_ERROR.code) {
                traffic.tooManyStreams(session.getRemoteSocketAddress());
            }
        }
    }
}
