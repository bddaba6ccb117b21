package org.junctor.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.Part;
import org.junctor.api.operation.PartFailure;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A configured realm. */
@Component(
        configurationPid = "org.junctor.core.realm",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = RealmPart.Config.class, factory = true)
public final class RealmPart implements Part {
    /** Why a component is deactivated: its configuration was deleted (OSGi Compendium, ComponentConstants). */
    private static final int CONFIGURATION_DELETED = 4;

    private final RouterCore core;
    private final String pid;
    private final String name;
    private final @Nullable Realm realm;

    @ObjectClassDefinition(name = "Junctor realm")
    @interface Config {
        @AttributeDefinition(description = "Name of the realm: a URI")
        String name();

        @AttributeDefinition(description = "Names of the roles that its sessions may have")
        String[] roles() default {};

        @AttributeDefinition(
                description = "What happens with an EVENT for a slow subscriber of a role, each as role=policy; else as"
                        + " outbox.events of org.junctor.core says")
        String[] slow_subscribers() default {};

        @AttributeDefinition(
                description = "Not empty if a store keeps the realm's events; it has a configuration of its own")
        String store() default "";

        @AttributeDefinition(
                description =
                        "Changes whenever the permissions of the roles do: the realm reports that it has started when"
                                + " they hold for what its sessions have")
        String permissions_digest() default "";
    }

    /** Opens the realm. */
    @Activate
    public RealmPart(@Reference RouterCore core, Config config, Map<String, Object> properties) {
        this.core = core;
        pid = String.valueOf(properties.get("service.pid"));
        name = String.valueOf(config.name());
        realm = Uris.concrete(name) ? core.open(name, Set.of(config.roles()), stored(config)) : null;
        if (realm != null) {
            realm.slowPolicies(slowPolicies(config));
        }
    }

    @Modified
    void modified(Config config) {
        if (realm != null) {
            realm.roles(Set.of(config.roles()));
            realm.slowPolicies(slowPolicies(config));
            realm.broker.history.expect(stored(config));
        }
    }

    /** The policies by role; one that cannot be read is as if it were not there, and the log says so. */
    private static Map<String, SlowPolicy> slowPolicies(Config config) {
        Map<String, SlowPolicy> policies = new HashMap<>();
        for (String entry : config.slow_subscribers()) {
            int sign = entry.lastIndexOf('=');
            String role = entry.substring(0, Math.max(sign, 0));
            String place = "slow.subscribers of realm " + config.name() + ", role '" + role + "',";
            policies.put(role, SlowPolicy.of(entry.substring(sign + 1), place, SlowPolicy.DISCONNECT));
        }
        return Map.copyOf(policies);
    }

    private static boolean stored(Config config) {
        return !config.store().isEmpty();
    }

    /** Where the whole core goes, it says GOODBYE itself, for another reason. */
    @Deactivate
    void stop(int reason) {
        if (realm != null && reason == CONFIGURATION_DELETED) {
            core.close(realm);
        }
    }

    @Override
    public String pid() {
        return pid;
    }

    @Override
    public String kind() {
        return "realm";
    }

    @Override
    public CompletionStage<String> started() {
        if (realm != null) {
            return realm.revision.settled().thenApply(settled -> "realm " + name + " started");
        }
        String text = Uris.concrete(name)
                ? "there are two realms with the name " + name + ": remove one of them"
                : "the realm name '" + name + "' is not a URI: it must not be empty or have spaces, # or empty parts";
        return CompletableFuture.failedFuture(new PartFailure(PartFailure.Cause.CONFIGURATION, text));
    }

    @Override
    public String state() {
        return realm != null ? "running" : "failed";
    }

    @Override
    public Map<String, Object> details() {
        return realm == null ? Map.of() : Map.of("name", name, "sessions", realm.size());
    }
}
