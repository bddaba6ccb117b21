package org.junctor.auth.scram;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junctor.api.password.ScramMessage;
import org.junctor.api.transport.ChannelBinding;

/**
 * A connection that a proof is bound to, so that nobody in between can pass it on.
 *
 * @param type the type of binding that the client has asked for
 * @param octets what this end knows of the connection, in Base64
 * @param field the binding in the message that both sides sign
 */
record Bound(String type, String octets, String field) {
    /** The connection of a client that asks for this type; null if it cannot be bound so. */
    static @Nullable Bound of(String type, @Nullable ChannelBinding binding) {
        byte[] octets = binding == null ? null : binding.octets(type);
        return octets == null
                ? null
                : new Bound(type, Base64.getEncoder().encodeToString(octets), ScramMessage.bound(type, octets));
    }
}
