package org.junctor.auth.cookie;

import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.Router;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Closes the other sessions of a cookie, and is the shell's command {@code cookies}. Apart from those whom the router core asks, because
 * it asks the core.
 */
@Component(
        service = Logout.class,
        immediate = true,
        property = {"osgi.command.scope=junctor", "osgi.command.function=cookies"})
public final class Logout {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Router router;

    private final Cookies cookies;

    /** With these cookies. */
    @Activate
    public Logout(@Reference Cookies cookies) {
        this.cookies = cookies;
        cookies.closer(this::close);
    }

    @Deactivate
    void stop() {
        cookies.closer(session -> {});
    }

    private void close(long session) {
        Router now = router;
        if (now != null) {
            now.kill(session, CookieSessions.LOGOUT, "the client has logged out in another session");
        }
    }

    /** Forgets all cookies of somebody; open sessions go on. */
    public String cookies(String authid) {
        return cookies.purge(authid) + " cookies of " + authid + " are forgotten";
    }
}
