package org.junctor.node;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.ControlCommand;
import org.junctor.api.operation.Part;
import org.junctor.api.operation.Router;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the node of the folder that the framework property {@value #NODE_PROPERTY} names, or, in a worker process, what the file of
 * {@value #WORKER_PROPERTY} says. Where neither is set, as in a foreign platform, it does nothing: there the same configurations come
 * from the platform's own files.
 */
@Component(
        immediate = true,
        service = {})
public final class Node {
    static final String NODE_PROPERTY = "junctor.node";
    static final String WORKER_PROPERTY = "junctor.worker";

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final Parts parts;
    private final @Nullable Life life;

    /** Absent while the core is being updated. */
    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    private volatile @Nullable Router router;

    /** Ascends by ranking. */
    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile List<Map.Entry<Map<String, Object>, ControlCommand>> commands = List.of();

    /** Decides by the framework's properties which life this is. */
    @Activate
    public Node(BundleContext context, @Reference ConfigurationAdmin admin) {
        Platform platform = new FrameworkPlatform(context.getBundle());
        Settings settings = new AdminSettings(admin);
        String worker = context.getProperty(WORKER_PROPERTY);
        String node = context.getProperty(NODE_PROPERTY);
        if (worker != null) {
            WorkerLife workerLife = new WorkerLife(Path.of(worker), platform, settings, System.in, System.out);
            parts = new Parts(workerLife);
            life = workerLife;
        } else {
            parts = new Parts(new PartLog());
            life = node == null
                    ? null
                    : new RouterLife(
                            Path.of(node).toAbsolutePath().normalize(),
                            platform,
                            settings,
                            parts,
                            () -> router,
                            new Commands(() -> commands));
        }
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void addPart(Part part) {
        parts.added(part);
    }

    void updatedPart(Part part) {
        parts.updated(part);
    }

    void removePart(Part part) {
        parts.removed(part);
    }

    @Activate
    void begin() {
        if (life == null) {
            LOG.info("No node: neither {} nor {} is set", NODE_PROPERTY, WORKER_PROPERTY);
        } else {
            life.begin();
        }
    }

    @Deactivate
    void end() {
        if (life != null) {
            life.end();
        }
    }
}
