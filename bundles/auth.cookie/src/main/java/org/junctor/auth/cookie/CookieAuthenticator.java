package org.junctor.auth.cookie;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junctor.api.message.Options;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Authenticator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lets in whose cookie is that of a login in the same realm; others may try another method. */
@Component(property = Authenticator.METHOD + "=" + CookieAuthenticator.NAME)
public final class CookieAuthenticator implements Authenticator {
    static final String NAME = "cookie";

    private final Cookies cookies;

    /** With these cookies. */
    @Activate
    public CookieAuthenticator(@Reference Cookies cookies) {
        this.cookies = cookies;
    }

    @Override
    public CompletionStage<AuthResult> begin(AuthRequest request) {
        Login login = cookies.find(request.peer().mark());
        return CompletableFuture.completedFuture(
                login == null || !login.realm().equals(request.realm())
                        ? new AuthResult.Pass()
                        : new AuthResult.Accept(
                                login.authid(),
                                login.authrole(),
                                NAME,
                                Options.of(login.extra()),
                                null,
                                login.authmethod()));
    }
}
