package org.junctor.auth.tls;

import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Authenticator;
import org.junctor.api.security.LogPace;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in whoever has shown the certificate of a principal in the TLS handshake, which has proved that it is the client's, is valid and
 * of an issuer that the listener trusts. A client without one goes on to its next method.
 */
@Component(property = {Authenticator.METHOD + "=tls", Authenticator.PRINCIPALS + ":Boolean=true"})
public final class TlsAuthenticator implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(TlsAuthenticator.class);
    private static final LogPace PACE = new LogPace();

    @Override
    public CompletionStage<AuthResult> begin(AuthRequest request) {
        X509Certificate certificate = request.peer().certificate();
        if (certificate == null) {
            return CompletableFuture.completedFuture(new AuthResult.Pass());
        }
        Shown shown = Shown.of(certificate);
        try {
            String authid = request.hello().details().text("authid");
            return request.principals()
                    .find(new PrincipalQuery("tls", authid, shown.proof(), shown::is, request))
                    .thenApply(found -> judge(request, shown, found));
        } catch (ProtocolViolation wrong) {
            return CompletableFuture.completedFuture(
                    new AuthResult.Deny(Reason.AUTHENTICATION_DENIED, String.valueOf(wrong.getMessage())));
        }
    }

    private static AuthResult judge(AuthRequest request, Shown shown, @Nullable Principal found) {
        String flaw = null;
        if (found == null) {
            flaw = "it is nobody's";
        } else if (!found.proved() && !Shown.known(found)) {
            flaw = "its principal has no certificate-sha256, certificate-sha1 or subject";
        } else if (!found.proved() && !shown.is(found)) {
            flaw = "it is not that of the principal that the client names";
        }
        if (flaw != null || found == null) {
            if (PACE.due()) {
                LOG.warn("{}: the certificate with SHA-256 {} is denied: {}", request, shown.sha256(), flaw);
            }
            return AuthResult.Deny.CREDENTIALS;
        }
        return new AuthResult.Accept(found, request);
    }
}
