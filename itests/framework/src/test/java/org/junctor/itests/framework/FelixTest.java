package org.junctor.itests.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.junctor.api.operation.Part;
import org.junctor.api.operation.Router;
import org.junctor.api.transport.Acceptor;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** The feature {@code router}, as the distribution has it, starts in Felix with a node file and runs all of its parts. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public final class FelixTest {
    @Inject
    private BundleContext context;

    @Inject
    private Acceptor acceptor;

    @Inject
    private Router router;

    @Configuration
    public Option[] distribution() throws IOException {
        Path home = Path.of(System.getProperty("junctor.home"));
        Path node = Path.of(System.getProperty("junctor.node"));
        Files.createDirectories(node.resolve("web"));
        Files.writeString(
                node.resolve("config.json"),
                """
                {"version": 2, "workers": [{"type": "router",
                  "realms": [{"name": "realm1", "roles": [{"name": "anonymous", "permissions": [
                    {"uri": "", "match": "prefix", "allow": {"call": true, "register": true, "publish": true, "subscribe": true}}]}]}],
                  "transports": [{"type": "web", "endpoint": {"type": "tcp", "port": 0, "interface": "127.0.0.1"},
                    "paths": {"/": {"type": "static", "directory": "web"}, "ws": {"type": "websocket"}, "info": {"type": "nodeinfo"}}}]
                }]}
                """);
        List<String> jars = Files.readAllLines(home.resolve("features/router.list"));
        Option[] bundles = jars.stream()
                .map(jar -> bundle("reference:"
                                + home.resolve("bundles").resolve(jar).toUri())
                        .startLevel(jar.startsWith("org.junctor.node") ? 3 : 2))
                .toArray(Option[]::new);
        return options(
                frameworkProperty("junctor.node").value(node.toString()),
                frameworkProperty("junctor.home").value(home.toString()),
                frameworkProperty("junctor.feature").value("router"),
                junitBundles(),
                composite(bundles));
    }

    @Test
    public void everyBundleIsActive() {
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getSymbolicName().startsWith("org.junctor")) {
                assertEquals(bundle.getSymbolicName(), Bundle.ACTIVE, bundle.getState());
            }
        }
    }

    @Test
    public void theNodeFileBecomesARunningRouter() throws Exception {
        TreeSet<String> kinds = new TreeSet<>();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!kinds.containsAll(List.of("realm", "transport"))) {
            assertTrue("only these parts came: " + kinds, System.nanoTime() < deadline);
            for (ServiceReference<Part> reference : context.getServiceReferences(Part.class, null)) {
                Part part = context.getService(reference);
                part.started().toCompletableFuture().get(20, TimeUnit.SECONDS);
                kinds.add(part.kind());
            }
        }
        assertEquals(List.of("realm1"), router.realms());
        assertTrue(acceptor.serializers().stream()
                .anyMatch(serializer -> serializer.name().equals("json")));
    }
}
