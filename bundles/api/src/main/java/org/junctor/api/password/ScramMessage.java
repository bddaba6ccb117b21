package org.junctor.api.password;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What both sides of SCRAM sign: AuthMessage of the specification.
 *
 * @param authid who the client says it is, prepared by {@link SaslPrep}
 * @param clientNonce the nonce of HELLO
 * @param nonce the nonce of CHALLENGE, which begins with the client's
 * @param salt the salt, in Base64 as CHALLENGE has it
 * @param iterations iterations as CHALLENGE has them
 * @param binding the channel binding, in Base64: {@link #UNBOUND}, or {@link #bound}
 */
public record ScramMessage(
        String authid, String clientNonce, String nonce, String salt, long iterations, String binding) {
    /** The Base64 text of {@code n,,}: no channel binding. */
    public static final String UNBOUND = "biws";

    /** Without channel binding. */
    public ScramMessage(String authid, String clientNonce, String nonce, String salt, long iterations) {
        this(authid, clientNonce, nonce, salt, iterations, UNBOUND);
    }

    /** The channel binding of this type (RFC 5056) to a connection with these octets. */
    public static String bound(String type, byte[] octets) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(("p=" + type + ",,").getBytes(StandardCharsets.UTF_8));
        both.writeBytes(octets);
        return Base64.getEncoder().encodeToString(both.toByteArray());
    }

    /** The text. */
    public String text() {
        String name = authid.replace("=", "=3D").replace(",", "=2C");
        return "n=" + name + ",r=" + clientNonce + ",r=" + nonce + ",s=" + salt + ",i=" + iterations + ",c=" + binding
                + ",r=" + nonce;
    }
}
