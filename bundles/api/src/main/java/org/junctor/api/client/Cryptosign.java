package org.junctor.api.client;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.security.SigningKey;
import org.junctor.api.security.VerifyingKey;

/**
 * Cryptosign, the client's half, without channel binding (spec: "Cryptosign-based Authentication").
 *
 * @param key the client's key
 * @param router the public key that the router must prove to have; null if any router will do
 */
record Cryptosign(SigningKey key, @Nullable String router) implements Credential {
    private static final int OCTETS = 32;
    private static final int SIGNATURE_OCTETS = 64;
    private static final Pattern MESSAGE = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern SIGNED = Pattern.compile("[0-9a-fA-F]{192}");
    private static final HexFormat HEX = HexFormat.of();

    @Override
    public String method() {
        return "cryptosign";
    }

    @Override
    public Proof begin(@Nullable String authid) {
        byte[] challenge = new byte[OCTETS];
        new SecureRandom().nextBytes(challenge);
        return new Exchange(challenge);
    }

    /** One handshake; {@code ours} is what the router must sign. */
    private final class Exchange implements Proof {
        private final byte[] ours;

        Exchange(byte[] ours) {
            this.ours = ours;
        }

        @Override
        public Options extra() {
            Map<String, Object> extra = new LinkedHashMap<>();
            extra.put("pubkey", key.publicKey());
            if (router != null) {
                extra.put("challenge", HEX.formatHex(ours));
            }
            return Options.of(extra);
        }

        @Override
        public CompletionStage<Authenticate> answer(Challenge challenge) {
            try {
                String text = challenge.extra().text("challenge");
                if (text == null || !MESSAGE.matcher(text).matches()) {
                    throw new ProtocolViolation("CHALLENGE of cryptosign has no 'challenge' of 32 octets");
                }
                if (challenge.extra().text("channel_binding") != null) {
                    throw new ProtocolViolation("CHALLENGE of cryptosign has a channel binding that was not asked for");
                }
                checkRouter(challenge.extra());
                byte[] message = HEX.parseHex(text);
                String signed = HEX.formatHex(key.sign(message)) + HEX.formatHex(message);
                return CompletableFuture.completedFuture(new Authenticate(signed, Options.EMPTY));
            } catch (ProtocolViolation | WampException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private void checkRouter(Options extra) throws ProtocolViolation, WampException {
            if (router == null) {
                return;
            }
            VerifyingKey expected = Objects.requireNonNull(VerifyingKey.of(router));
            String signed = extra.text("signature");
            if (!router.equals(extra.text("pubkey"))
                    || signed == null
                    || !SIGNED.matcher(signed).matches()
                    || !proves(expected, HEX.parseHex(signed))) {
                throw new WampException(
                        Reason.AUTHENTICATION_DENIED, "the router does not prove that it has the key " + router);
            }
        }

        private boolean proves(VerifyingKey expected, byte[] signed) {
            byte[] signature = Arrays.copyOf(signed, SIGNATURE_OCTETS);
            byte[] message = Arrays.copyOfRange(signed, SIGNATURE_OCTETS, signed.length);
            return MessageDigest.isEqual(message, ours) && expected.verifies(signature, message);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return method() + " " + key;
    }
}
