package org.junctor.auth.cryptosign;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.security.SigningKey;

/** The messages of one handshake: what is sent in CHALLENGE, and what must come back. */
final class Exchange {
    private static final int SIGNATURE_OCTETS = 64;
    private static final Pattern SIGNED = Pattern.compile("[0-9a-f]{192}");
    private static final HexFormat HEX = HexFormat.of();

    private final Opening opening;
    private final byte[] challenge;
    /** What both ends of the connection know; null if the proof is not bound to it. */
    private final byte @Nullable [] channel;

    /**
     * One handshake.
     *
     * @param challenge 32 octets that nobody could know before
     * @param channel octets of the channel binding that was asked for; null if there are none
     */
    Exchange(Opening opening, byte[] challenge, byte @Nullable [] channel) {
        this.opening = opening;
        this.challenge = challenge;
        this.channel = channel;
    }

    /** What CHALLENGE says; {@code node} signs what the client asked to be signed. */
    Options extra(@Nullable SigningKey node) {
        Map<String, Object> extra = new LinkedHashMap<>();
        extra.put("challenge", HEX.formatHex(challenge));
        String binding = opening.binding();
        if (channel != null && binding != null) {
            extra.put("channel_binding", binding);
        }
        String asked = opening.challenge();
        if (node != null && asked != null) {
            byte[] message = bound(HEX.parseHex(asked));
            extra.put("pubkey", node.publicKey());
            extra.put("signature", HEX.formatHex(node.sign(message)) + HEX.formatHex(message));
        }
        return Options.of(extra);
    }

    /** What is wrong with the answer; null if it proves that the client has the key. */
    @Nullable
    String flaw(String answer) {
        if (!SIGNED.matcher(answer).matches()) {
            return "the answer is not 192 lower-case hexadecimal digits";
        }
        byte[] signed = HEX.parseHex(answer);
        byte[] signature = Arrays.copyOf(signed, SIGNATURE_OCTETS);
        byte[] message = Arrays.copyOfRange(signed, SIGNATURE_OCTETS, signed.length);
        if (!MessageDigest.isEqual(message, bound(challenge))) {
            return "something else was signed than this handshake's challenge";
        }
        return opening.key().verifies(signature, message) ? null : "the signature does not fit";
    }

    private byte[] bound(byte[] message) {
        byte[] bound = message.clone();
        for (int i = 0; channel != null && i < bound.length; i++) {
            bound[i] ^= channel[i];
        }
        return bound;
    }
}
