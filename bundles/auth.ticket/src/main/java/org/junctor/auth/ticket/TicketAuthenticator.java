package org.junctor.auth.ticket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.password.PasswordHash;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Authenticator;
import org.junctor.api.security.LogPace;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;
import org.junctor.api.security.Workers;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients in that send the ticket of their principal (spec: "Ticket-based Authentication"). A ticket is compared in constant time,
 * a hashed one off the network's threads; who is unknown costs as much as who is wrong.
 */
@Component(property = {Authenticator.METHOD + "=ticket", Authenticator.PRINCIPALS + ":Boolean=true"})
public final class TicketAuthenticator implements Authenticator {
    static final String METHOD_NAME = "ticket";

    private static final Logger LOG = LoggerFactory.getLogger(TicketAuthenticator.class);
    private static final LogPace PACE = new LogPace();
    private static final String TICKET = "ticket";
    private static final String HASH = "ticket-hash";
    private static final int MOST_CHARACTERS = 8192;

    private static final int MOST_WAITING = 64;

    private final Workers derivations = new Workers("junctor-ticket", MOST_WAITING);
    private final Hashing hashing;
    private final HashedSettings hashed = new HashedSettings(METHOD_NAME, HASH);

    /** The method as it is. */
    @Activate
    public TicketAuthenticator() {
        this(PasswordHash::matches);
    }

    /** For tests, which count. */
    TicketAuthenticator(Hashing hashing) {
        this.hashing = hashing;
    }

    /** The slow comparison of a password with a hash. */
    @FunctionalInterface
    interface Hashing {
        boolean matches(PasswordHash hash, char[] password);
    }

    @Deactivate
    void close() {
        derivations.close();
    }

    @Override
    public CompletionStage<AuthResult> begin(AuthRequest request) {
        return CompletableFuture.completedFuture(challenge(request));
    }

    private AuthResult challenge(AuthRequest request) {
        try {
            String authid = request.hello().details().text("authid");
            if (authid == null) {
                return new AuthResult.Deny(Reason.AUTHENTICATION_FAILED, "the method ticket needs an authid in HELLO");
            }
            return new AuthResult.Challenge(Options.EMPTY, answer -> judge(request, authid, answer.signature()));
        } catch (ProtocolViolation e) {
            return new AuthResult.Deny(Reason.AUTHENTICATION_FAILED, String.valueOf(e.getMessage()));
        }
    }

    private CompletionStage<AuthResult> judge(AuthRequest request, String authid, String ticket) {
        if (ticket.isEmpty() || ticket.length() > MOST_CHARACTERS) {
            return CompletableFuture.completedFuture(AuthResult.Deny.CREDENTIALS);
        }
        PrincipalQuery query =
                new PrincipalQuery(METHOD_NAME, authid, Map.of(TICKET, ticket), principal -> true, request);
        return request.principals().find(query).thenCompose(principal -> judge(request, principal, ticket));
    }

    private CompletionStage<AuthResult> judge(AuthRequest request, @Nullable Principal found, String ticket) {
        if (found != null && found.proved()) {
            return CompletableFuture.completedFuture(new AuthResult.Accept(found, request));
        }
        PasswordHash hash = found == null ? null : hash(found);
        if (found != null && hash == null && isTicket(found, ticket)) {
            return CompletableFuture.completedFuture(new AuthResult.Accept(found, request));
        }
        if (found != null && hash != null) {
            hashed.seen();
            return derivations.run(
                    () -> matches(hash, ticket) ? new AuthResult.Accept(found, request) : AuthResult.Deny.CREDENTIALS,
                    AuthResult.Deny.BUSY);
        }
        if (!hashed.usual(request)) {
            return CompletableFuture.completedFuture(AuthResult.Deny.CREDENTIALS);
        }
        return derivations.run(
                () -> { // as long as it takes for somebody who is known
                    matches(hashed.ofNobody(), ticket);
                    return AuthResult.Deny.CREDENTIALS;
                },
                AuthResult.Deny.BUSY);
    }

    private boolean matches(PasswordHash hash, String ticket) {
        char[] password = ticket.toCharArray();
        try {
            return hashing.matches(hash, password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static @Nullable PasswordHash hash(Principal principal) {
        if (!(principal.entries(METHOD_NAME).get(HASH) instanceof String text)) {
            return null;
        }
        PasswordHash hash = PasswordHash.parse(text);
        if (hash == null && PACE.due()) {
            LOG.warn("{} cannot be let in by ticket: '{}' must be a hash that junctor user has made", principal, HASH);
        }
        return hash;
    }

    private static boolean isTicket(Principal principal, String ticket) {
        Map<String, ? extends @Nullable Object> entries = principal.entries(METHOD_NAME);
        if (entries.get(TICKET) instanceof String secret && !secret.isEmpty()) {
            return MessageDigest.isEqual(
                    ticket.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
        }
        if (!entries.containsKey(HASH) && PACE.due()) {
            LOG.warn("{} cannot be let in by ticket: neither '{}' nor '{}' is there", principal, TICKET, HASH);
        }
        return false;
    }
}
