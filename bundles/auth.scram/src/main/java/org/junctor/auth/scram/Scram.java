package org.junctor.auth.scram;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.password.SaslPrep;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Authenticator;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;

/**
 * What both dialects share: HELLO brings the client's nonce, CHALLENGE the router's, AUTHENTICATE the client's proof, WELCOME the
 * router's (spec: "Salted Challenge Response Authentication Mechanism"). Who is unknown gets a challenge as the known ones do, and is
 * refused as they are. The router never derives a key, so all of it is fast.
 */
abstract class Scram implements Authenticator {
    private static final int NONCE_OCTETS = 24;
    private static final int MOST_NONCE = 1024;

    private final String method;
    private final SecureRandom random;
    private final Strangers strangers;

    Scram(String method, SecureRandom random) {
        this.method = method;
        this.random = random;
        this.strangers = new Strangers(method, random);
    }

    /** The nonce of CHALLENGE: the client's and the router's. */
    abstract String nonce(String clientNonce, byte[] own) throws ProtocolViolation;

    /** Name of the derivation in CHALLENGE. */
    abstract String kdf(Account.Cost cost);

    /** What both sides sign. */
    abstract String message(Exchange exchange);

    /** Whether a proof can be bound to its connection. */
    abstract boolean binds();

    /** Whether what the client says beside its proof belongs to this exchange. */
    abstract boolean continues(Exchange exchange, Options extra) throws ProtocolViolation;

    /** Key of the router's proof in WELCOME. */
    abstract String verifier();

    @Override
    public final CompletionStage<AuthResult> begin(AuthRequest request) {
        try {
            return begin(request, request.hello().details());
        } catch (ProtocolViolation e) {
            String message = String.valueOf(e.getMessage());
            return CompletableFuture.completedFuture(new AuthResult.Deny(Reason.AUTHENTICATION_FAILED, message));
        }
    }

    private CompletionStage<AuthResult> begin(AuthRequest request, Options details) throws ProtocolViolation {
        String name = details.text("authid");
        Options extra = details.dict("authextra");
        String clientNonce = extra.text("nonce");
        String binding = extra.text("channel_binding");
        if (name == null || clientNonce == null) {
            throw new ProtocolViolation("the method " + method + " needs 'authid' and 'authextra.nonce' in HELLO");
        }
        if (clientNonce.isEmpty() || clientNonce.length() > MOST_NONCE || !isPrintable(clientNonce)) {
            throw new ProtocolViolation("'nonce' must be printable ASCII without comma, 1024 characters at most");
        }
        Bound bound = binding == null || binding.isEmpty() ? null : bound(binding, request);
        byte[] own = new byte[NONCE_OCTETS];
        random.nextBytes(own);
        String nonce = nonce(clientNonce, own);
        String authid = SaslPrep.prepare(name);
        if (authid == null || authid.isEmpty()) {
            throw new ProtocolViolation("'authid' has characters that a name must not have (RFC 4013)");
        }
        PrincipalQuery query = new PrincipalQuery(method, authid, Map.of(), principal -> true, request);
        return request.principals().find(query).thenApply(found -> {
            Account account = found == null ? null : Account.of(found, method);
            if (account == null) {
                Account nobody = strangers.account(authid, request);
                return challenge(request, null, new Exchange(authid, clientNonce, nonce, bound, nobody));
            }
            strangers.seen(account);
            return challenge(request, found, new Exchange(authid, clientNonce, nonce, bound, account));
        });
    }

    private Bound bound(String type, AuthRequest request) throws ProtocolViolation {
        Bound bound = binds() ? Bound.of(type, request.peer().binding()) : null;
        if (bound == null) {
            throw new ProtocolViolation("this channel binding is not available here: leave 'channel_binding' null");
        }
        return bound;
    }

    private static boolean isPrintable(String nonce) {
        return nonce.chars().allMatch(unit -> unit > ' ' && unit <= '~' && unit != ',');
    }

    private AuthResult challenge(AuthRequest request, @Nullable Principal principal, Exchange exchange) {
        Account.Cost cost = exchange.account().cost();
        Map<String, Object> extra = new LinkedHashMap<>();
        extra.put("nonce", exchange.nonce());
        extra.put("salt", exchange.account().salt());
        extra.put("kdf", kdf(cost));
        extra.put("iterations", (long) cost.iterations());
        if (cost.memory() > 0) {
            extra.put("memory", (long) cost.memory());
        }
        return new AuthResult.Challenge(
                Options.of(extra),
                answer -> CompletableFuture.completedFuture(judge(request, principal, exchange, answer)));
    }

    private AuthResult judge(
            AuthRequest request, @Nullable Principal principal, Exchange exchange, Authenticate answer) {
        String message = message(exchange);
        boolean proved;
        try {
            byte[] proof = Base64.getDecoder().decode(answer.signature());
            proved = exchange.account().keys().proves(proof, message) && continues(exchange, answer.extra());
        } catch (ProtocolViolation | IllegalArgumentException e) {
            proved = false;
        }
        if (!proved || principal == null) {
            return AuthResult.Deny.CREDENTIALS;
        }
        byte[] signature = exchange.account().keys().serverSignature(message);
        Options extra = principal.extra().with(verifier(), Base64.getEncoder().encodeToString(signature));
        return new AuthResult.Accept(principal, request, extra);
    }
}
