package org.junctor.api.security;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows principals: a service with the property {@value #TYPE}, which is what the node file says under {@code type} of an
 * authentication method. Any method can use any source; the one of highest ranking answers.
 */
@ConsumerType
public interface PrincipalSource {
    /** Service property: the type as in the node file, such as {@code static} or {@code dynamic}. */
    String TYPE = "type";

    /**
     * Service property: {@code true} if the source lists its principals, so that it can be asked at any time, without a proof, whether
     * somebody is still there (see {@link PrincipalReview}).
     */
    String LISTED = "listed";

    /**
     * Looks somebody up. Called on the thread that read the client's message, so it must not block: slow work goes elsewhere and
     * completes the stage later. The router limits the time of the whole handshake.
     *
     * @return completes with null if there is nobody like that; if it fails the client is refused
     */
    CompletionStage<@Nullable Principal> find(PrincipalQuery query);
}
