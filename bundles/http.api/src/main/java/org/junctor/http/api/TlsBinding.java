package org.junctor.http.api;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.ChannelBinding;

/**
 * Channel binding of a TLS session, as far as this Java has it: {@code tls-exporter} from Java 25 on. No Java shows the Finished
 * messages, so there is no {@code tls-unique}.
 */
final class TlsBinding implements ChannelBinding {
    private static final @Nullable Method EXPORTER = exporter();
    private static final String LABEL = "EXPORTER-Channel-Binding";
    private static final int OCTETS = 32;

    private final ExtendedSSLSession session;

    private TlsBinding(ExtendedSSLSession session) {
        this.session = session;
    }

    /** That of a connection; null if it has none. */
    static @Nullable ChannelBinding of(EndPoint endPoint) {
        EndPoint.SslSessionData data = endPoint.getSslSessionData();
        return data == null ? null : of(data.sslSession());
    }

    /** That of a session; null if it has none. */
    static @Nullable ChannelBinding of(@Nullable SSLSession session) {
        return EXPORTER != null && session instanceof ExtendedSSLSession extended ? new TlsBinding(extended) : null;
    }

    @Override
    public byte @Nullable [] octets(String type) {
        Method exporter = EXPORTER;
        if (exporter == null || !type.equals(TLS_EXPORTER)) {
            return null;
        }
        try {
            return (byte[]) exporter.invoke(session, LABEL, new byte[0], OCTETS);
        } catch (InvocationTargetException | IllegalAccessException refused) {
            return null; // TLS 1.2 without extended master secret: its octets could be those of two connections
        }
    }

    private static @Nullable Method exporter() {
        try {
            return ExtendedSSLSession.class.getMethod(
                    "exportKeyingMaterialData", String.class, byte[].class, int.class);
        } catch (NoSuchMethodException older) {
            return null;
        }
    }
}
