package org.junctor.auth.jwt;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Authenticator;
import org.junctor.api.security.LogPace;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;
import org.junctor.api.security.Workers;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in whoever brings a token that the issuer has signed, for this router and for now: in {@code authextra.token} of HELLO, or as the
 * answer to CHALLENGE. The token says who the client is, and in which role, or a principal of that name does.
 */
@Component(property = Authenticator.METHOD + "=jwt")
public final class JwtAuthenticator implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(JwtAuthenticator.class);
    private static final LogPace PACE = new LogPace();

    private static final int MOST_WAITING = 1000;

    private final Workers workers = new Workers("junctor-jwt", MOST_WAITING);
    private final Workers fetchers = new Workers("junctor-jwt-keys", MOST_WAITING);
    private final Map<String, KeySource> sources = new ConcurrentHashMap<>();
    private final Path nodeDirectory;
    private final Clock clock;

    /** In a framework that runs a node; relative names of files are below its folder. */
    @Activate
    public JwtAuthenticator(BundleContext context) {
        this(Path.of(Objects.requireNonNullElse(context.getProperty("junctor.node"), "")), Clock.systemUTC());
    }

    JwtAuthenticator(Path nodeDirectory, Clock clock) {
        this.nodeDirectory = nodeDirectory;
        this.clock = clock;
    }

    @Deactivate
    void stop() {
        workers.close();
        fetchers.close();
    }

    @Override
    public CompletionStage<AuthResult> begin(AuthRequest request) {
        try {
            Settings settings = new Settings(request.config());
            KeySource keys = source(settings);
            String token = request.hello().details().dict("authextra").text("token");
            return token == null
                    ? now(new AuthResult.Challenge(
                            Options.EMPTY, answer -> judge(request, settings, keys, answer.signature())))
                    : judge(request, settings, keys, token);
        } catch (IllegalArgumentException wrong) {
            if (PACE.due()) {
                LOG.error("nobody is let in by tokens: auth.jwt.{}", wrong.getMessage());
            }
            return now(new AuthResult.Deny(
                    Reason.AUTHENTICATION_FAILED, "the router's configuration of auth.jwt cannot be used"));
        } catch (ProtocolViolation wrong) {
            return now(new AuthResult.Deny(Reason.AUTHENTICATION_DENIED, String.valueOf(wrong.getMessage())));
        }
    }

    private KeySource source(Settings settings) {
        String url = settings.url;
        return url == null
                ? sources.computeIfAbsent(
                        "file " + settings.file,
                        name -> new KeyFile(nodeDirectory.resolve(String.valueOf(settings.file)), clock::millis))
                : sources.computeIfAbsent(url, name -> new KeyUrl(name, clock::millis, fetchers));
    }

    private CompletionStage<AuthResult> judge(AuthRequest request, Settings settings, KeySource keys, String text) {
        CompletionStage<CompletionStage<AuthResult>> judged = workers.run(
                () -> refusable(request, () -> {
                    Token token = Token.read(text, settings);
                    return keys.keys(token::knows)
                            .handle((known, failure) -> failure == null
                                    ? refusable(request, () -> accept(request, settings, token.claims(known)))
                                    : keyless(request, failure))
                            .thenCompose(Function.identity()); // a source of principals that fails is not our failure
                }),
                now(AuthResult.Deny.BUSY));
        return judged.thenCompose(Function.identity());
    }

    private static CompletionStage<AuthResult> keyless(AuthRequest request, Throwable failure) {
        if (PACE.due()) {
            LOG.error("{}: no key to check tokens with: {}", request, failure.getMessage());
        }
        return now(new AuthResult.Deny(Reason.AUTHENTICATION_FAILED, "authentication failed"));
    }

    private CompletionStage<AuthResult> accept(
            AuthRequest request, Settings settings, Map<String, ? extends @Nullable Object> said) throws Refusal {
        Claims claims = new Claims(said, settings, clock.instant());
        claims.check(request.realm());
        String authid = claims.authid();
        Object asked = request.hello().details().entries().get("authid");
        if (asked != null && !asked.equals(authid)) {
            throw new Refusal("it is for somebody else than the client says it is");
        }
        if (!settings.principals) {
            return now(limited(new AuthResult.Accept(authid, claims.role(), "jwt", Options.EMPTY), settings, claims));
        }
        PrincipalQuery query = new PrincipalQuery("jwt", authid, Map.of("claims", said), any -> false, request);
        return request.principals()
                .find(query)
                .thenCompose(found -> refusable(request, () -> now(limited(of(found, request), settings, claims))));
    }

    private static AuthResult.Accept of(@Nullable Principal found, AuthRequest request) throws Refusal {
        if (found == null) {
            throw new Refusal("there is no principal with its name");
        }
        return new AuthResult.Accept(found, request);
    }

    private static AuthResult limited(AuthResult.Accept accept, Settings settings, Claims claims) throws Refusal {
        return settings.closeAtExpiry ? accept.lasting(claims.lifetime()) : accept;
    }

    /** What may find that the token is not good. */
    @FunctionalInterface
    private interface Judgement {
        CompletionStage<AuthResult> judge() throws Refusal;
    }

    private static CompletionStage<AuthResult> refusable(AuthRequest request, Judgement judgement) {
        try {
            return judgement.judge();
        } catch (Refusal refusal) {
            if (PACE.due()) {
                LOG.warn("{}: a token is denied: {}", request, refusal.getMessage());
            }
            return now(AuthResult.Deny.CREDENTIALS);
        }
    }

    private static CompletionStage<AuthResult> now(AuthResult result) {
        return CompletableFuture.completedFuture(result);
    }
}
