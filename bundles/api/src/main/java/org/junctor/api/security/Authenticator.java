package org.junctor.api.security;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One authentication method: a service with the property {@value #METHOD}. The one of highest ranking serves new handshakes; it may
 * come and go at any time (a handshake under way when it goes is refused).
 */
@ConsumerType
public interface Authenticator {
    /** Service property: the method's name as in HELLO and in the node file, such as {@code ticket}. */
    String METHOD = "method";

    /**
     * Service property: {@code true} if the method looks clients up in a {@link PrincipalSource} even where its settings name no
     * {@code type}. The method is not offered while the source is absent.
     */
    String PRINCIPALS = "principals";

    /**
     * A client said HELLO and named this method. Called on the thread that read it, so it must not block: slow work goes elsewhere
     * and completes the stage later. The router limits the time of the whole exchange and refuses the client when it runs out, when
     * the stage fails, or when this throws.
     */
    CompletionStage<AuthResult> begin(AuthRequest request);
}
