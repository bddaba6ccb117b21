package org.junctor.host.osgi;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junctor.api.client.ClientFactory;
import org.junctor.api.client.WampComponent;
import org.junctor.api.operation.Part;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** One configured Java component: finds its service as it comes and goes, and lets a {@link Host} run it. */
@Component(
        configurationPid = "org.junctor.host.osgi",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = ComponentPart.Config.class, factory = true)
public final class ComponentPart implements Part {
    private static final long STOP_MS = 2_000;

    private final Settings settings;
    private final String pid;
    private final Mailbox mailbox;
    private final Host host;
    private final Candidates candidates;

    @ObjectClassDefinition(name = "Junctor Java component")
    @interface Config {
        @AttributeDefinition(description = "Id of the component in the node file")
        String id();

        @AttributeDefinition(description = "Name of the Declarative Services component, by default its class name")
        String classname();

        @AttributeDefinition(description = "Realm to join")
        String realm();

        @AttributeDefinition(description = "Role of its session, where it runs in the router's process")
        String role() default "anonymous";

        @AttributeDefinition(
                description = "Where to connect to: a URL of the client, or local:<role>; empty for this process")
        String url() default "";

        @AttributeDefinition(name = "node.directory", description = "Folder of the node, for error texts")
        String node_directory() default "";
    }

    /** Starts to wait for the component's service. */
    @Activate
    public ComponentPart(Config config, Map<String, Object> properties, @Reference ClientFactory clients) {
        settings = Settings.of(config);
        pid = String.valueOf(properties.get("service.pid"));
        mailbox = new Mailbox("junctor-component-" + config.id());
        host = new Host(settings, clients, mailbox, Timer.system());
        candidates = new Candidates(settings.name(), mailbox, host);
        host.start(candidates::describe);
    }

    /** All components are offered here, but only the one that is named is ever asked for, and so made. */
    @Reference(
            service = WampComponent.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindComponent(ComponentServiceObjects<WampComponent> service, Map<String, Object> properties) {
        candidates.add(service, properties);
    }

    /** The component may still end its work when this is called, so that is waited for, within limits. */
    void unbindComponent(ComponentServiceObjects<WampComponent> service) throws InterruptedException {
        candidates.remove(service).await(STOP_MS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void stop() throws InterruptedException {
        host.stop();
        candidates.close();
        mailbox.close(STOP_MS);
    }

    @Override
    public String pid() {
        return pid;
    }

    @Override
    public String kind() {
        return "component";
    }

    @Override
    public CompletionStage<String> started() {
        return host.started();
    }

    @Override
    public String state() {
        return host.state();
    }

    @Override
    public Map<String, Object> details() {
        return host.details();
    }
}
