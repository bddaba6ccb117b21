package org.junctor.api.client;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.password.KeyDerivation;
import org.junctor.api.password.Pbkdf2;
import org.junctor.api.password.SaslPrep;
import org.junctor.api.password.ScramKeys;
import org.junctor.api.password.ScramMessage;

/** One handshake of {@code wamp-scram}. Trusts nothing that the router asks for, as a weak derivation would give the password away. */
final class ScramProof implements Credential.Proof {
    private static final int LEAST_ITERATIONS = 4096; // RFC 7677
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int LEAST_SALT = 8;

    /** Iterations times KiB: the least that the specification's own sample has, and the most that a client should bear. */
    private static final long LEAST_WORK = 32 * 512;

    private static final long MOST_WORK = 1 << 25;
    private static final long MOST_MEMORY = 1 << 20;

    private final String authid;
    private final String clientNonce;
    private final ScramPassword credential;

    /** What the router must answer in WELCOME; null until there was a CHALLENGE. */
    private byte @Nullable [] expected;

    ScramProof(String authid, String clientNonce, ScramPassword credential) {
        this.authid = authid;
        this.clientNonce = clientNonce;
        this.credential = credential;
    }

    /** Says nothing of channel binding, which is the same as null: another method's wish would be overwritten. */
    @Override
    public Options extra() {
        return Options.of("nonce", clientNonce);
    }

    @Override
    public CompletionStage<Authenticate> answer(Challenge challenge) {
        Asked asked;
        try {
            asked = Asked.of(challenge.extra());
            if (!asked.nonce.startsWith(clientNonce) || asked.nonce.length() == clientNonce.length()) {
                throw new ProtocolViolation(
                        "CHALLENGE of wamp-scram has a 'nonce' that does not continue the client's");
            }
        } catch (ProtocolViolation e) {
            return CompletableFuture.failedFuture(e);
        }
        return CompletableFuture.supplyAsync(() -> answer(asked)); // the derivation is slow by purpose
    }

    private Authenticate answer(Asked asked) {
        String message =
                new ScramMessage(prepared(authid), clientNonce, asked.nonce, asked.salt, asked.iterations).text();
        char[] password = prepared(credential.password()).toCharArray();
        byte[] salted = asked.memory == 0
                ? Pbkdf2.derive(password, asked.saltOctets(), asked.iterations, ScramKeys.OCTETS)
                : derivation().derive(password, asked.saltOctets(), asked.iterations, asked.memory);
        String proof = Base64.getEncoder().encodeToString(ScramKeys.proof(salted, message));
        synchronized (this) {
            expected = ScramKeys.of(salted).serverSignature(message);
        }
        Map<String, @Nullable Object> extra = new HashMap<>();
        extra.put("nonce", asked.nonce);
        extra.put("channel_binding", null);
        extra.put("cbind_data", null);
        return new Authenticate(proof, Options.of(extra));
    }

    @Override
    public void accepted(Options welcome) throws WampException {
        byte[] proved;
        try {
            String verifier = welcome.dict("authextra").text("verifier");
            proved = verifier == null ? new byte[0] : Base64.getDecoder().decode(verifier);
        } catch (ProtocolViolation | IllegalArgumentException e) {
            proved = new byte[0];
        }
        byte[] wanted;
        synchronized (this) {
            wanted = expected;
        }
        if (wanted == null || !MessageDigest.isEqual(proved, wanted)) {
            throw new WampException(
                    Reason.AUTHENTICATION_FAILED,
                    "the router does not prove that it knows the client: its verifier is wrong");
        }
    }

    private KeyDerivation derivation() {
        KeyDerivation given = credential.derivation();
        if (given != null && given.name().equals(KeyDerivation.ARGON2ID)) {
            return given;
        }
        return ServiceLoader.load(KeyDerivation.class, KeyDerivation.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.name().equals(KeyDerivation.ARGON2ID))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("the router asks for Argon2id: put org.junctor.kdf.argon2 on"
                                + " the class path, or give its service to Credential.scram"));
    }

    private static String prepared(String text) {
        String prepared = SaslPrep.prepare(text);
        if (prepared == null || prepared.isEmpty()) {
            throw new IllegalStateException(
                    "the authid or the password is empty, or has characters that SASLprep forbids");
        }
        return prepared;
    }

    /** What CHALLENGE asks for; {@code memory} is 0 for PBKDF2. */
    private record Asked(String nonce, String salt, int iterations, int memory) {
        static Asked of(Options extra) throws ProtocolViolation {
            String nonce = extra.text("nonce");
            String salt = extra.text("salt");
            String kdf = extra.text("kdf");
            long iterations = extra.integer("iterations", 0);
            if (nonce == null || salt == null || kdf == null) {
                throw new ProtocolViolation("CHALLENGE of wamp-scram lacks 'nonce', 'salt' or 'kdf'");
            }
            long memory = kdf.equals("pbkdf2") ? 0 : extra.integer("memory", 0);
            boolean fits = memory == 0
                    ? kdf.equals("pbkdf2") && iterations >= LEAST_ITERATIONS && iterations <= MOST_ITERATIONS
                    : kdf.equals(KeyDerivation.ARGON2ID) && iterations >= 1 && bearable(iterations, memory);
            if (!fits || decoded(salt).length < LEAST_SALT) {
                throw new ProtocolViolation("CHALLENGE of wamp-scram asks for " + kdf + " with " + iterations
                        + " iterations, " + memory + " KiB: unknown, too weak or too much");
            }
            return new Asked(nonce, salt, (int) iterations, (int) memory);
        }

        private static boolean bearable(long iterations, long memory) {
            return memory >= 8
                    && memory <= MOST_MEMORY
                    && iterations <= MOST_WORK / memory
                    && iterations * memory >= LEAST_WORK;
        }

        byte[] saltOctets() {
            return Base64.getDecoder().decode(salt);
        }

        private static byte[] decoded(String salt) throws ProtocolViolation {
            try {
                return Base64.getDecoder().decode(salt);
            } catch (IllegalArgumentException e) {
                throw new ProtocolViolation("'salt' of wamp-scram must be Base64");
            }
        }
    }
}
