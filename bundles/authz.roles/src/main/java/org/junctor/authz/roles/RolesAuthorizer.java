package org.junctor.authz.roles;

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
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides by the permissions that the configuration gives to the roles of one realm. */
@Component(configurationPid = "org.junctor.authz.roles", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RolesAuthorizer.Config.class, factory = true)
public final class RolesAuthorizer implements Authorizer {
    private static final Logger LOG = LoggerFactory.getLogger(RolesAuthorizer.class);

    private volatile Served served;

    /** The roles and the realm that they are of. */
    private record Served(String realm, Roles roles) {}

    /** What an operator may set. */
    @ObjectClassDefinition(name = "Junctor roles of a realm")
    public @interface Config {
        /** Name of the realm; also the service property by which the router finds the authorizer. */
        @AttributeDefinition(description = "Name of the realm that the roles are of")
        String realm() default "";

        /** The roles. */
        @AttributeDefinition(description = "The realm's roles, as the JSON text of the node file")
        String roles() default "[]";
    }

    /** Starts with the roles of {@code config}; denies everything if they cannot be read. */
    @Activate
    public RolesAuthorizer(Config config) {
        served = read(config);
    }

    @Modified
    void modified(Config config) {
        served = read(config);
    }

    @Override
    public CompletionStage<Decision> decide(
            SessionInfo session, Action action, String uri, Match match, Options options) {
        Served now = served;
        return now.realm.equals(session.realm())
                ? now.roles.decide(session.authrole(), action, uri, match)
                : Roles.UNKNOWN;
    }

    private static Served read(Config config) {
        if (config.realm().isBlank()) {
            LOG.error(
                    "A configuration of org.junctor.authz.roles has no effect: its property 'realm' must name a realm");
            return new Served("", Roles.NONE);
        }
        try {
            return new Served(config.realm(), RolesReader.read(config.roles()));
        } catch (RolesReader.Unreadable e) {
            LOG.error(
                    "Realm {}: everything is denied until its roles are corrected: {}", config.realm(), e.getMessage());
            return new Served(config.realm(), Roles.NONE);
        }
    }
}
