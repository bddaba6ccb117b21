package org.junctor.api.password;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/**
 * What a router keeps of a password (spec: "Salted Challenge Response Authentication Mechanism", RFC 5802): enough to check a client's
 * proof and to prove that it knows the client, not enough to log in as the client.
 */
public final class ScramKeys {
    /** Octets of each key and of a proof. */
    public static final int OCTETS = 32;

    private final byte[] storedKey;
    private final byte[] serverKey;

    /** These keys, of {@link #OCTETS} each. */
    public ScramKeys(byte[] storedKey, byte[] serverKey) {
        if (storedKey.length != OCTETS || serverKey.length != OCTETS) {
            throw new IllegalArgumentException("StoredKey and ServerKey have 32 octets");
        }
        this.storedKey = storedKey.clone();
        this.serverKey = serverKey.clone();
    }

    /** The keys that belong to a salted password. */
    public static ScramKeys of(byte[] saltedPassword) {
        return new ScramKeys(sha256(clientKey(saltedPassword)), HmacSha256.of(saltedPassword, "Server Key"));
    }

    /** The client's proof, ClientProof of the specification. */
    public static byte[] proof(byte[] saltedPassword, String authMessage) {
        byte[] clientKey = clientKey(saltedPassword);
        return xor(clientKey, HmacSha256.of(sha256(clientKey), authMessage));
    }

    /** Whether whoever made this proof knows the password; in constant time. */
    public boolean proves(byte[] proof, String authMessage) {
        return proof.length == OCTETS
                && MessageDigest.isEqual(sha256(xor(proof, HmacSha256.of(storedKey, authMessage))), storedKey);
    }

    /** The router's proof, ServerSignature of the specification. */
    public byte[] serverSignature(String authMessage) {
        return HmacSha256.of(serverKey, authMessage);
    }

    /** StoredKey. */
    public byte[] storedKey() {
        return storedKey.clone();
    }

    /** ServerKey. */
    public byte[] serverKey() {
        return serverKey.clone();
    }

    private static byte[] clientKey(byte[] saltedPassword) {
        return HmacSha256.of(saltedPassword, "Client Key");
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static byte[] xor(byte[] one, byte[] other) {
        byte[] result = new byte[OCTETS];
        for (int i = 0; i < OCTETS; i++) {
            result[i] = (byte) (one[i] ^ other[i]);
        }
        return result;
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "SCRAM keys";
    }
}
