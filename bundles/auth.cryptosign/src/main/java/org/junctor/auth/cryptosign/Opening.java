package org.junctor.auth.cryptosign;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.security.VerifyingKey;
import org.junctor.api.transport.ChannelBinding;

/**
 * What a client says in {@code authextra} of HELLO.
 *
 * @param key the key that it says it has
 * @param binding the channel binding that it asks for; null for none
 * @param challenge what the router is to sign, 32 octets as hexadecimal digits; null if the router need not prove who it is
 */
record Opening(VerifyingKey key, @Nullable String binding, @Nullable String challenge) {
    private static final Pattern OCTETS = Pattern.compile("[0-9a-f]{64}");
    private static final List<String> BINDINGS = List.of(ChannelBinding.TLS_EXPORTER, ChannelBinding.TLS_UNIQUE);

    /**
     * Reads it.
     *
     * @throws ProtocolViolation if it is not as the specification has it; the message says what is wrong
     */
    static Opening of(Options extra) throws ProtocolViolation {
        String pubkey = extra.text("pubkey");
        VerifyingKey key = pubkey == null ? null : VerifyingKey.of(pubkey);
        if (key == null) {
            throw new ProtocolViolation(
                    "authextra.pubkey must be a public key of Ed25519, as 64 lower-case hexadecimal digits");
        }
        String binding = extra.text("channel_binding");
        if (binding != null && !BINDINGS.contains(binding)) {
            throw new ProtocolViolation("authextra.channel_binding must be tls-exporter, tls-unique or absent");
        }
        String challenge = extra.text("challenge");
        if (challenge != null && !OCTETS.matcher(challenge).matches()) {
            throw new ProtocolViolation("authextra.challenge must be 32 octets, as 64 lower-case hexadecimal digits");
        }
        return new Opening(key, binding, challenge);
    }
}
