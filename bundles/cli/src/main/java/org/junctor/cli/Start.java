package org.junctor.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a node. */
@Command(
        name = "start",
        description = "Runs a node in the foreground, until it is stopped: by Ctrl-C, SIGTERM or \"junctor stop\".",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: junctor start --cbdir mynode"})
final class Start implements Callable<Integer> {
    /** What {@code --loglevel} takes. */
    enum Level {
        NONE,
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    @Mixin
    private NodeFolder folder = new NodeFolder();

    @Option(
            names = "--loglevel",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description = "One of none, error, warn, info, debug, trace (${DEFAULT-VALUE}).")
    private Level level = Level.INFO;

    @Override
    public Integer call() throws Exception {
        return run(Home.folder(), folder.existing(), level);
    }

    /** Runs the router of a node in this process until it stops. */
    static int run(Path home, Path node, @Nullable Level level) throws Exception {
        if (!Files.isDirectory(node)) {
            throw new Problem(ExitCode.CONFIGURATION, "there is no folder " + node + "; \"junctor init\" makes a node");
        }
        Framework framework = ServiceLoader.load(Framework.class)
                .findFirst()
                .orElseThrow(
                        () -> new Problem(ExitCode.INTERNAL, "the distribution's launcher is not on the class path"));
        Map<String, String> properties = new HashMap<>();
        properties.put(Home.PROPERTY, home.toString());
        properties.put("junctor.node", node.toString());
        properties.put("junctor.feature", "router");
        if (level != null) {
            String name = level == Level.NONE ? "OFF" : level.name();
            properties.put("junctor.loglevel", name.toUpperCase(Locale.ROOT));
        }
        return framework.run(properties);
    }
}
