package org.junctor.authz.dynamic;

import java.util.concurrent.CompletionStage;
import org.junctor.api.message.Options;
import org.junctor.api.security.Action;
import org.junctor.api.security.Authorizer;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Match;
import org.junctor.api.security.SessionInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/**
 * Lets this bundle's own sessions call the authorizers, whatever their role may do, and nothing else: to ask an authorizer whether it
 * may be asked would never end. So it is asked before all others.
 */
@Component(
        service = Authorizer.class,
        configurationPid = "org.junctor.authz.dynamic",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = "service.ranking:Integer=10000")
public final class OwnSessionAuthorizer implements Authorizer {
    private static final CompletionStage<Decision> ALLOW = Decision.ALLOW.now();
    private static final CompletionStage<Decision> DENY = Decision.DENY.now();
    private static final CompletionStage<Decision> UNKNOWN = Decision.UNKNOWN.now();

    private final OwnSessions own;

    /** Knows the sessions of this bundle. */
    @Activate
    public OwnSessionAuthorizer(@Reference OwnSessions own) {
        this.own = own;
    }

    /** Stays while the roles change: what was to be asked meanwhile would be denied. */
    @Modified
    void modified() {}

    @Override
    public CompletionStage<Decision> decide(
            SessionInfo session, Action action, String uri, Match match, Options options) {
        if (!own.has(session.id())) {
            return UNKNOWN;
        }
        return own.allows(session.id(), action, uri, match) ? ALLOW : DENY;
    }
}
