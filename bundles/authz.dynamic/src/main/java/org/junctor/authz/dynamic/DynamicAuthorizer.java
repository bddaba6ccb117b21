package org.junctor.authz.dynamic;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientFactory;
import org.junctor.api.message.Options;
import org.junctor.api.security.Action;
import org.junctor.api.security.Authorizer;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Match;
import org.junctor.api.security.SessionInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has procedures decide for the roles of one realm that have an {@code authorizer}. Asked behind the permissions of the roles. */
@Component(
        service = Authorizer.class,
        configurationPid = "org.junctor.authz.dynamic",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = "service.ranking:Integer=-100")
@Designate(ocd = DynamicAuthorizer.Config.class, factory = true)
public final class DynamicAuthorizer implements Authorizer {
    private static final Logger LOG = LoggerFactory.getLogger(DynamicAuthorizer.class);
    private static final CompletionStage<Decision> UNKNOWN = Decision.UNKNOWN.now();

    private final ClientFactory clients;
    private final OwnSessions own;
    private volatile Served served = new Served("", Map.of(), null);

    /** What an operator may set. */
    @ObjectClassDefinition(name = "Junctor authorizers of a realm")
    public @interface Config {
        /** Name of the realm; also the service property by which the router finds the authorizer. */
        @AttributeDefinition(description = "Name of the realm that the roles are of")
        String realm() default "";

        /** The roles. */
        @AttributeDefinition(description = "The realm's roles, as the JSON text of the node file")
        String roles() default "[]";
    }

    /**
     * Who decides for whom.
     *
     * @param line by which they are asked; null if there is nobody to ask
     */
    private record Served(String realm, Map<String, Procedure> byRole, @Nullable Line line) {}

    /** Starts to connect; requests wait for that, within their time limit. */
    @Activate
    public DynamicAuthorizer(@Reference ClientFactory clients, @Reference OwnSessions own, Config config) {
        this.clients = clients;
        this.own = own;
        served = serve(config, null);
    }

    /** Nothing that was answered before is kept. Questions under way are answered, as long as the same procedures are asked. */
    @Modified
    void modified(Config config) {
        Line before = served.line;
        Served next = serve(config, before);
        served = next;
        if (before != null && before != next.line) {
            before.close();
        }
    }

    @Deactivate
    void stop() {
        Line line = served.line;
        if (line != null) {
            line.close();
        }
    }

    @Override
    public CompletionStage<Decision> decide(
            SessionInfo session, Action action, String uri, Match match, Options options) {
        Served now = served;
        Procedure procedure = now.realm.equals(session.realm()) ? now.byRole.get(session.authrole()) : null;
        return procedure == null
                ? UNKNOWN
                : procedure.decide(session, new Cache.Key(session.id(), action, uri, match), options);
    }

    private Served serve(Config config, @Nullable Line before) {
        Map<String, Delegation> delegations;
        try {
            delegations = DelegationReader.read(config.roles());
        } catch (DelegationReader.Unreadable e) {
            LOG.error(
                    "Realm {}: no authorizer is asked until its roles are corrected: {}",
                    config.realm(),
                    e.getMessage());
            return new Served(config.realm(), Map.of(), null);
        }
        if (delegations.isEmpty() || config.realm().isBlank()) {
            return new Served(config.realm(), Map.of(), null);
        }
        Line line = line(config.realm(), delegations, before);
        Map<String, Procedure> byRole = new HashMap<>();
        delegations.forEach((role, delegation) -> byRole.put(role, new Procedure(delegation, line, System::nanoTime)));
        return new Served(config.realm(), Map.copyOf(byRole), line);
    }

    private Line line(String realm, Map<String, Delegation> delegations, @Nullable Line before) {
        Set<String> procedures = new HashSet<>();
        delegations.values().forEach(delegation -> procedures.add(delegation.procedure()));
        String role = delegations.keySet().iterator().next();
        Line.Use use = new Line.Use(realm, role, Set.copyOf(procedures));
        return before != null && before.use().equals(use) ? before : new Line(clients, own, use, this::replaced);
    }

    private void replaced(String procedure) {
        for (Procedure each : served.byRole.values()) {
            if (each.uri().equals(procedure)) {
                each.flush();
            }
        }
    }
}
