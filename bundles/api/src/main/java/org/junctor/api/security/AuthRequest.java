package org.junctor.api.security;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Hello;
import org.junctor.api.transport.Peer;

/**
 * What an authenticator is given.
 *
 * @param realm the realm asked for
 * @param session the id that the session will have if it is accepted
 * @param hello the HELLO, with {@code authid} and {@code authextra} in its details
 * @param peer what the transport knows of the client
 * @param config the method's settings on this listener, as in the node file
 * @param principals who may log in: the source that {@code type} of the settings names, {@code static} if they do not say
 */
public record AuthRequest(
        String realm,
        long session,
        Hello hello,
        Peer peer,
        Map<String, ? extends @Nullable Object> config,
        PrincipalSource principals) {

    /** The name of the source of principals, for {@code authprovider}: {@code type} of the settings, {@code static} if they do not say. */
    public String provider() {
        return config.get("type") instanceof String type ? type : "static";
    }

    /** Tells nothing of the settings, which may have secrets. */
    @Override
    public String toString() {
        return "handshake of session " + session + " in " + realm + " from " + peer.address();
    }
}
