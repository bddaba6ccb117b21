package org.junctor.auth.cryptosign;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Authenticator;
import org.junctor.api.security.LogPace;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;
import org.junctor.api.security.SigningKey;
import org.junctor.api.security.Workers;
import org.junctor.api.transport.ChannelBinding;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in whoever signs a challenge with a key that a principal may use (spec: "Cryptosign-based Authentication"). A client that nobody
 * knows is challenged and checked as any other, and learns no more at the end.
 */
@Component(property = {Authenticator.METHOD + "=cryptosign", Authenticator.PRINCIPALS + ":Boolean=true"})
public final class CryptosignAuthenticator implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(CryptosignAuthenticator.class);
    private static final LogPace PACE = new LogPace();
    private static final LogPace UNBOUND_PACE = new LogPace();
    private static final int CHALLENGE_OCTETS = 32;
    private static final int MOST_SHOWN = 80;
    private static final int MOST_WAITING = 1000;

    private final SecureRandom random = new SecureRandom();

    private final Workers workers = new Workers("junctor-cryptosign", MOST_WAITING);
    private final NodeKeys nodeKeys = new NodeKeys();
    private final Path nodeDirectory;

    /** In a framework that runs a node; relative names of files are below its folder. */
    @Activate
    public CryptosignAuthenticator(BundleContext context) {
        this(Path.of(Objects.requireNonNullElse(context.getProperty("junctor.node"), "")));
    }

    CryptosignAuthenticator(Path nodeDirectory) {
        this.nodeDirectory = nodeDirectory;
    }

    @Deactivate
    void stop() {
        workers.close();
    }

    @Override
    public CompletionStage<AuthResult> begin(AuthRequest request) {
        String authid;
        Opening opening;
        try {
            authid = request.hello().details().text("authid");
            opening = Opening.of(request.hello().details().dict("authextra"));
        } catch (ProtocolViolation wrong) {
            return now(new AuthResult.Deny(Reason.AUTHENTICATION_DENIED, String.valueOf(wrong.getMessage())));
        }
        byte[] channel = channel(request, opening);
        if (channel == null && "required".equals(request.config().get("channel_binding"))) {
            if (PACE.due()) {
                LOG.warn("{}: refused, since it is without the channel binding that auth.cryptosign requires", request);
            }
            return now(new AuthResult.Deny(
                    Reason.AUTHENTICATION_DENIED,
                    "channel_binding is required here: use tls-exporter, over TLS, with a router on Java 25 or newer"));
        }
        PrincipalQuery query = new PrincipalQuery(
                "cryptosign",
                authid,
                Map.of("pubkey", opening.key().toString()),
                principal -> AuthorizedKeys.have(principal, opening.key()),
                request);
        byte[] challenge = new byte[CHALLENGE_OCTETS];
        random.nextBytes(challenge);
        Exchange exchange = new Exchange(opening, challenge, channel);
        return request.principals().find(query).thenCompose(found -> challenge(request, exchange, opening, found));
    }

    private CompletionStage<AuthResult> challenge(
            AuthRequest request, Exchange exchange, Opening opening, @Nullable Principal found) {
        AtomicBoolean used = new AtomicBoolean();
        AuthResult.Step next = answer -> used.getAndSet(true)
                ? now(AuthResult.Deny.CREDENTIALS)
                : workers.run(() -> judge(request, exchange, opening, found, answer), AuthResult.Deny.BUSY);
        if (opening.challenge() == null) {
            return now(new AuthResult.Challenge(exchange.extra(null), next));
        }
        return workers.run(
                () -> new AuthResult.Challenge(exchange.extra(nodeKey(request)), next), AuthResult.Deny.BUSY);
    }

    private AuthResult judge(
            AuthRequest request, Exchange exchange, Opening opening, @Nullable Principal found, Authenticate answer) {
        String flaw = exchange.flaw(answer.signature());
        if (flaw == null) {
            flaw = flaw(found, opening);
        }
        if (flaw != null || found == null) {
            if (PACE.due()) {
                LOG.warn("{}: {} with key {} is denied: {}", request, shown(request), opening.key(), flaw);
            }
            return AuthResult.Deny.CREDENTIALS;
        }
        return new AuthResult.Accept(found, request);
    }

    /** Why who has this key is not let in; null if there is no reason. */
    private static @Nullable String flaw(@Nullable Principal found, Opening opening) {
        if (found == null) {
            return "nobody like that may log in here";
        }
        if (!AuthorizedKeys.areThere(found)) {
            return "its principal has no authorized_keys";
        }
        return AuthorizedKeys.have(found, opening.key()) ? null : "its principal may not use this key";
    }

    /** Octets of the binding that the client asks for; null if it does not, or there are none. */
    private static byte @Nullable [] channel(AuthRequest request, Opening opening) {
        if (opening.binding() == null) {
            return null;
        }
        ChannelBinding binding = request.peer().binding();
        byte[] octets = binding == null ? null : binding.octets(opening.binding());
        if (octets == null || octets.length != CHALLENGE_OCTETS) {
            if (UNBOUND_PACE.due()) {
                LOG.info(
                        "{}: goes on without the channel binding {}: {}",
                        request,
                        opening.binding(),
                        request.peer().secure()
                                ? "this router has tls-exporter only, on Java 25 or newer"
                                : "the connection has no TLS");
            }
            return null;
        }
        return octets;
    }

    private @Nullable SigningKey nodeKey(AuthRequest request) {
        Object file = request.config().get("node_key");
        return nodeKeys.read(nodeDirectory.resolve(file == null ? "key.priv" : file.toString()));
    }

    /** Who the client says it is, so that it cannot write the log. */
    private static String shown(AuthRequest request) {
        Object authid = request.hello().details().entries().get("authid");
        String text = String.valueOf(authid).replaceAll("[^\\p{Graph} ]", "?");
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
    }

    private static CompletionStage<AuthResult> now(AuthResult result) {
        return CompletableFuture.completedFuture(result);
    }
}
