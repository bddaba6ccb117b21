package org.junctor.api.security;

/**
 * A client is refused, and told why: what a {@link PrincipalSource} or an {@link Authenticator} fails a stage with when it is not its own
 * fault. Any other failure is told as {@code wamp.error.authentication_failed}, without details. Methods let it through.
 */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * With a reason.
     *
     * @param reason a URI for ABORT
     * @param message a sentence for the client that does not tell whether the authid exists
     */
    public Refused(String reason, String message) {
        super(message, null, false, false); // no stack trace: it says nothing, and clients could have many made
        this.reason = reason;
    }

    /** The URI for ABORT. */
    public String reason() {
        return reason;
    }

    /** The sentence for the client. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
