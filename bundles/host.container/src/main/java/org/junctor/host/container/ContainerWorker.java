package org.junctor.host.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.Part;
import org.junctor.api.operation.PartFailure;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

/** A container worker of the node file: one process with its components, supervised while its configuration is there. */
@Component(
        service = {},
        immediate = true,
        configurationPid = "org.junctor.host.container",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ContainerWorker {
    private final List<ServiceRegistration<Part>> registrations = new ArrayList<>();
    private final @Nullable Supervisor supervisor;

    /** Starts it. A configuration that is wrong is told by the worker's part. */
    @Activate
    public ContainerWorker(BundleContext context, Map<String, Object> properties) {
        String pid = String.valueOf(properties.get("service.pid"));
        WorkerPart part = new WorkerPart(pid, WorkerSpec.id(pid, properties));
        Supervisor made = null;
        Map<String, ComponentPart> components = new LinkedHashMap<>();
        try {
            WorkerSpec spec = WorkerSpec.of(properties);
            for (ComponentSpec component : spec.components()) {
                components.put(component.pid(), new ComponentPart(component));
            }
            WorkerProcess.Command command = WorkerCommand.of(spec, context.getProperty("junctor.home"));
            made = new Supervisor(spec.id(), spec.options(), command, part, components, new WorkerLog(spec.id())::line);
        } catch (PartFailure failure) {
            part.failed(failure);
        }
        supervisor = made;
        registrations.add(context.registerService(Part.class, part, null));
        for (ComponentPart component : components.values()) {
            registrations.add(context.registerService(Part.class, component, null));
        }
        if (made != null) {
            made.start();
        }
    }

    @Deactivate
    void stop() {
        if (supervisor != null) {
            supervisor.stop();
        }
        registrations.forEach(ServiceRegistration::unregister);
    }
}
