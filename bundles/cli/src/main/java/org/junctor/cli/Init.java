package org.junctor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a node. */
@Command(
        name = "init",
        description = "Makes a node: a folder with a commented node file, a page and two components.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: junctor init --cbdir mynode"})
final class Init implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private NodeFolder folder = new NodeFolder();

    @Option(
            names = "--template",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Which template (${DEFAULT-VALUE}).")
    private String template = "default";

    @Override
    public Integer call() throws Problem, IOException {
        Path node = folder.fresh();
        new Template(Home.folder(), template).copyTo(node);
        spec.commandLine().getOut().println("node made in " + node + "; start it with: junctor start --cbdir " + node);
        return ExitCode.OK;
    }
}
