package org.junctor.http.api;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Has figures of its own, which the listener shows with its own ones in {@code junctor status}: the handler of a {@link PathService}, or
 * the connection factory of a {@link ListenerProtocol}.
 */
@ConsumerType
public interface Measured {
    /** The figures now: strings, numbers and booleans, by names such as {@code transports.refused}. Called by any thread. */
    Map<String, Object> figures();
}
