package org.junctor.api.password;

/**
 * What both sides of SCRAM sign: AuthMessage of the specification, without channel binding.
 *
 * @param authid who the client says it is, prepared by {@link SaslPrep}
 * @param clientNonce the nonce of HELLO
 * @param nonce the nonce of CHALLENGE, which begins with the client's
 * @param salt the salt, in Base64 as CHALLENGE has it
 * @param iterations iterations as CHALLENGE has them
 */
public record ScramMessage(String authid, String clientNonce, String nonce, String salt, long iterations) {
    /** The Base64 text of {@code n,,}: no channel binding. */
    private static final String UNBOUND = "biws";

    /** The text. */
    public String text() {
        String name = authid.replace("=", "=3D").replace(",", "=2C");
        return "n=" + name + ",r=" + clientNonce + ",r=" + nonce + ",s=" + salt + ",i=" + iterations + ",c=" + UNBOUND
                + ",r=" + nonce;
    }
}
