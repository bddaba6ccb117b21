package org.junctor.api.security;

import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whom an authentication method looks for.
 *
 * @param method the method's name
 * @param authid who the client says it is; null if it does not say, or if the method goes by something else
 * @param proof what the client has shown so far, for a source that checks it itself, such as {@code ticket} or {@code pubkey};
 *     secrets, never to be logged
 * @param fits for a query without authid: whether a principal is the one that is looked for; a source that knows all its principals
 *     answers the first that fits
 * @param request the handshake, with the listener's settings of the method, which are also those of the source
 */
public record PrincipalQuery(
        String method,
        @Nullable String authid,
        Map<String, Object> proof,
        Predicate<Principal> fits,
        AuthRequest request) {

    /** Tells nothing of the proof, which is secret. */
    @Override
    public String toString() {
        return method + " of " + authid;
    }
}
