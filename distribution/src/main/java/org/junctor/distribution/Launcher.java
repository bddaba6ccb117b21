package org.junctor.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.junctor.cli.Framework;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * Runs one feature of the distribution in an OSGi framework, whichever is on the class path, until the framework stops. Waits for
 * nothing while it starts: the node says itself when it is ready, and with which code the program ends.
 */
public final class Launcher implements Framework {
    private static final int INTERNAL = 1;
    private static final int CONFIGURATION = 3;
    private static final int ALREADY_RUNNING = 5;

    /** Entry of worker processes: all that it needs is in system properties that begin with {@code junctor.}. */
    public static void main(String[] arguments) throws IOException, InterruptedException, BundleException {
        Map<String, String> properties = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("junctor.")) {
                properties.put(name, System.getProperty(name));
            }
        }
        System.exit(new Launcher().run(properties));
    }

    @Override
    public int run(Map<String, String> properties) throws IOException, InterruptedException, BundleException {
        Path home = Path.of(required(properties, "junctor.home"));
        Path node = Path.of(required(properties, "junctor.node"));
        String feature = required(properties, "junctor.feature");
        Path cache = Path.of(
                properties.getOrDefault("junctor.cache", node.resolve(".cache").toString()));
        if (!writable(cache)) {
            return CONFIGURATION;
        }
        properties.forEach(System::setProperty);

        var framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no OSGi framework on the class path"))
                .newFramework(frameworkProperties(properties, cache, home));
        try {
            framework.init();
        } catch (BundleException locked) {
            System.err.println("error: the bundle cache " + cache + " is in use: " + locked.getMessage());
            return ALREADY_RUNNING;
        }
        new Bundles(framework.getBundleContext(), cache).install(home, feature, node.resolve("plugins"));
        framework.start();
        framework.waitForStop(0);
        return Integer.getInteger("junctor.exit.code", 0);
    }

    /** Whether the folder can be written; says so if not, because a framework would tell it with a stack trace. */
    private static boolean writable(Path cache) {
        try {
            Files.createDirectories(cache);
            Files.delete(Files.createTempFile(cache, "write", null));
            return true;
        } catch (IOException refused) {
            System.err.println("error: the folder " + cache + " cannot be written (" + refused + "): make it writable");
            return false;
        }
    }

    private static String required(Map<String, String> properties, String name) {
        String value = properties.get(name);
        if (value == null) {
            System.err.println("the property " + name + " is missing");
            System.exit(INTERNAL);
            throw new IllegalArgumentException(name);
        }
        return value;
    }

    /** The node's own {@code logback.xml} wins over that of the distribution. */
    private static String logging(Path home, Path node) {
        Path own = node.resolve("logback.xml");
        return (Files.exists(own) ? own : home.resolve("etc/logback.xml")).toString();
    }

    private static Map<String, String> frameworkProperties(Map<String, String> properties, Path cache, Path home) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("org.osgi.framework.storage", cache.resolve("bundles").toString());
        all.put("org.osgi.framework.startlevel.beginning", String.valueOf(Bundles.HIGHEST_LEVEL));
        // Two versions of a plug-in may be installed side by side.
        all.put("org.osgi.framework.bsnversion", "multiple");
        // The node file says at each start what is configured: nothing of it, secrets above all, is left on disk.
        all.put("felix.cm.pm", "memory");
        all.put("gosh.args", "--noshutdown");
        all.put("org.ops4j.pax.logging.property.file", logging(home, Path.of(required(properties, "junctor.node"))));
        all.put("org.ops4j.pax.logging.DefaultServiceLog.level", "WARN");
        return all;
    }
}
