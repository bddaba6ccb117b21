package org.junctor.auth.anonymous;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Authenticator;
import org.junctor.api.security.PrincipalQuery;
import org.osgi.service.component.annotations.Component;

/**
 * Lets everybody in without proof, in the role that the listener's configuration names, or as a source of principals says. What the
 * client says of itself means nothing.
 */
@Component(property = Authenticator.METHOD + "=anonymous")
public final class AnonymousAuthenticator implements Authenticator {
    private static final String STATIC = "static";
    private static final int AUTHID_OCTETS = 15;

    private final SecureRandom random = new SecureRandom();

    @Override
    public CompletionStage<AuthResult> begin(AuthRequest request) {
        Map<String, ? extends @Nullable Object> config = request.config();
        Object type = config.containsKey("type") ? config.get("type") : STATIC;
        if (STATIC.equals(type)) {
            return CompletableFuture.completedFuture(judge(config));
        }
        // Nobody of a list is meant, so none of it fits; only a source that decides by itself answers.
        return request.principals()
                .find(new PrincipalQuery("anonymous", null, Map.of(), listed -> false, request))
                .thenApply(
                        found -> found == null ? AuthResult.Deny.CREDENTIALS : new AuthResult.Accept(found, request));
    }

    private AuthResult judge(Map<String, ? extends @Nullable Object> config) {
        Object role = config.containsKey("role") ? config.get("role") : "anonymous";
        if (!(role instanceof String authrole) || authrole.isEmpty()) {
            return refuse("role");
        }
        Object authid = config.containsKey("authid") ? config.get("authid") : randomAuthid();
        if (!(authid instanceof String name) || name.isEmpty()) {
            return refuse("authid");
        }
        return new AuthResult.Accept(name, authrole, STATIC, Options.EMPTY);
    }

    private String randomAuthid() {
        byte[] octets = new byte[AUTHID_OCTETS];
        random.nextBytes(octets);
        return Base64.getUrlEncoder().encodeToString(octets);
    }

    /** A method that is not configured as it must be lets nobody in. */
    private static AuthResult refuse(String key) {
        return new AuthResult.Deny(
                Reason.AUTHENTICATION_FAILED,
                "the router's configuration of auth.anonymous." + key + " cannot be used");
    }
}
