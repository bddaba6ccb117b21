package org.junctor.auth.wampcra;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.password.WampCra;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Authenticator;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;
import org.junctor.api.security.Workers;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Lets clients in that sign a challenge with the secret of their principal (spec: "Challenge Response Authentication"). Who is unknown
 * gets a challenge as the known ones do, and is refused as they are.
 */
@Component(property = {Authenticator.METHOD + "=wampcra", Authenticator.PRINCIPALS + ":Boolean=true"})
public final class WampCraAuthenticator implements Authenticator {
    static final String METHOD_NAME = "wampcra";

    private static final int NONCE_OCTETS = 24;

    private static final int MOST_WAITING = 64;

    private final Workers derivations = new Workers("junctor-wampcra", MOST_WAITING);
    private final SecureRandom random = new SecureRandom();
    private final Strangers strangers = new Strangers(random);
    private final KeyCache keys;
    private final Clock clock;

    /** The method as it is. */
    @Activate
    public WampCraAuthenticator() {
        this(Clock.systemUTC(), Salting::derive);
    }

    /** For tests, which count derivations. */
    WampCraAuthenticator(Clock clock, KeyCache.Derivation derivation) {
        this.clock = clock;
        this.keys = new KeyCache(derivation);
    }

    @Deactivate
    void close() {
        derivations.close();
    }

    @Override
    public CompletionStage<AuthResult> begin(AuthRequest request) {
        String authid;
        try {
            authid = request.hello().details().text("authid");
        } catch (ProtocolViolation e) {
            return refuse(e.getMessage());
        }
        if (authid == null) {
            return refuse("the method wampcra needs an authid in HELLO");
        }
        PrincipalQuery query = new PrincipalQuery(METHOD_NAME, authid, Map.of(), principal -> true, request);
        return request.principals().find(query).thenApply(found -> challenge(request, authid, found));
    }

    private static CompletionStage<AuthResult> refuse(@Nullable String message) {
        return CompletableFuture.completedFuture(
                new AuthResult.Deny(Reason.AUTHENTICATION_FAILED, String.valueOf(message)));
    }

    private AuthResult challenge(AuthRequest request, String authid, @Nullable Principal found) {
        Account account = found == null ? null : Account.of(found);
        if (found == null || account == null) {
            return challenge(request, authid, strangers.account(authid, request), AuthResult.Deny.CREDENTIALS);
        }
        strangers.seen(found.authrole(), account);
        Account.Named named = new Account.Named(found.authrole(), account);
        return challenge(request, found.authid(), named, new AuthResult.Accept(found, request));
    }

    /** Asks somebody to sign; {@code right} is what becomes of a right signature. */
    private AuthResult challenge(AuthRequest request, String authid, Account.Named named, AuthResult right) {
        Account account = named.account();
        String text = new ChallengeText(authid, named.role(), request.provider(), request.session())
                .json(nonce(), clock.instant());
        Map<String, Object> extra = new LinkedHashMap<>();
        extra.put("challenge", text);
        Salting salting = account.salting();
        if (salting != null) {
            extra.put("salt", salting.salt());
            extra.put("iterations", (long) salting.iterations());
            extra.put("keylen", (long) salting.octets());
        }
        return new AuthResult.Challenge(Options.of(extra), answer -> judge(account, text, answer.signature(), right));
    }

    private CompletionStage<AuthResult> judge(Account account, String text, String signature, AuthResult right) {
        byte[] known = keys.known(account);
        boolean signed = known != null && isSignature(known, text, signature);
        if (signed || (known != null && !account.derives())) {
            return CompletableFuture.completedFuture(signed ? right : AuthResult.Deny.CREDENTIALS);
        }
        // A wrong signature costs one derivation, whether the key was at hand or not: time does not tell who has logged
        // in before.
        return derivations.run(
                () -> {
                    byte[] key = keys.derive(account);
                    if (!isSignature(key, text, signature)) {
                        return AuthResult.Deny.CREDENTIALS;
                    }
                    keys.keep(account, key);
                    return right;
                },
                AuthResult.Deny.BUSY);
    }

    private static boolean isSignature(byte[] key, String text, String signature) {
        byte[] expected = WampCra.signature(key, text).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(signature.getBytes(StandardCharsets.UTF_8), expected);
    }

    private String nonce() {
        byte[] octets = new byte[NONCE_OCTETS];
        random.nextBytes(octets);
        return Base64.getUrlEncoder().encodeToString(octets);
    }
}
