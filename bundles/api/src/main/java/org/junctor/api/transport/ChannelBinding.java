package org.junctor.api.transport;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Octets that both ends of one TLS connection know and nobody else, so that a proof over them is worth nothing on another connection
 * (RFC 5056). Thread-safe.
 */
@FunctionalInterface
@ConsumerType
public interface ChannelBinding {
    /** Keying material of TLS, 32 octets (RFC 9266). */
    String TLS_EXPORTER = "tls-exporter";

    /** The first Finished message of TLS 1.2 (RFC 5929). */
    String TLS_UNIQUE = "tls-unique";

    /** The octets of a type of binding, {@link #TLS_EXPORTER} for example; null if this connection, or this Java, cannot tell them. */
    byte @Nullable [] octets(String type);
}
