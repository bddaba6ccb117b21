package org.junctor.api.security;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;

/** What an authenticator answers. */
public sealed interface AuthResult {

    /**
     * The client is who it says.
     *
     * @param authid under which name
     * @param authrole in which role; one that the realm does not have is refused by the router
     * @param provider where that was looked up: {@code static}, {@code dynamic} …
     * @param extra {@code authextra} of WELCOME
     * @param realm the realm that the session joins; null for the one asked for
     * @param method how the client has proved it before, if this method only remembers that; the client is refused if the listener does
     *     not offer that method any more, or knows nobody like that any more; null for the method that accepts
     * @param lifetime after which the router ends the session, as the proof is good for no longer; null for any time
     */
    record Accept(
            String authid,
            String authrole,
            String provider,
            Options extra,
            @Nullable String realm,
            @Nullable String method,
            @Nullable Duration lifetime)
            implements AuthResult {
        /** For any time. */
        public Accept(
                String authid,
                String authrole,
                String provider,
                Options extra,
                @Nullable String realm,
                @Nullable String method) {
            this(authid, authrole, provider, extra, realm, method, null);
        }

        /** By the method that accepts. */
        public Accept(String authid, String authrole, String provider, Options extra, @Nullable String realm) {
            this(authid, authrole, provider, extra, realm, null);
        }

        /** In the realm asked for. */
        public Accept(String authid, String authrole, String provider, Options extra) {
            this(authid, authrole, provider, extra, null);
        }

        /** As the principal that was found, by the source that {@code type} of the method's settings names. */
        public Accept(Principal principal, AuthRequest request) {
            this(principal, request, principal.extra());
        }

        /** The same with this {@code authextra} instead of the principal's. */
        public Accept(Principal principal, AuthRequest request, Options extra) {
            this(principal.authid(), principal.authrole(), request.provider(), extra, principal.realm());
        }

        /** The same, for this time only. */
        public Accept lasting(Duration time) {
            return new Accept(authid, authrole, provider, extra, realm, method, time);
        }
    }

    /**
     * This method is not for this client: a cookie that nobody knows, no certificate. The next of the client's methods is tried. Only
     * an answer to HELLO, and only where it tells nothing of who has an account.
     */
    record Pass() implements AuthResult {}

    /**
     * The client must prove it. The router sends CHALLENGE, and gives the AUTHENTICATE that answers it to {@code next}. A second
     * challenge may follow the first.
     */
    record Challenge(Options extra, Step next) implements AuthResult {}

    /**
     * The client is refused.
     *
     * @param reason a URI, usually {@code wamp.error.authentication_denied}
     * @param message a sentence for the client that does not tell whether the authid exists
     */
    record Deny(String reason, String message) implements AuthResult {
        /** The answer to an unknown name and to a wrong proof, which must look alike. */
        public static final Deny CREDENTIALS =
                new Deny(Reason.AUTHENTICATION_DENIED, "nobody has this authid and this proof");

        /** The answer to clients that come while too many proofs wait to be judged. */
        public static final Deny BUSY = new Deny(Reason.UNAVAILABLE, "too many logins at once: try again later");
    }

    /** What happens when the client answers a challenge. */
    @FunctionalInterface
    interface Step {
        /** Judges the answer; called once, on the thread that read it, so it must not block. */
        CompletionStage<AuthResult> answer(Authenticate message);
    }
}
