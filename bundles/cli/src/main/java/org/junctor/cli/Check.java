package org.junctor.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junctor.node.Finding;
import org.junctor.node.Fragments;
import org.junctor.node.NodeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a node file. */
@Command(
        name = "check",
        description = "Reports everything that is wrong with a node file, by file, line and column.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: junctor check --cbdir mynode"})
final class Check implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private NodeFolder folder = new NodeFolder();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "A node file, instead of that of the node's folder.")
    private @Nullable Path file;

    @Override
    public Integer call() throws Problem, IOException {
        Path node = file == null ? folder.existing() : folderOf(file);
        Fragments fragments = Fragments.ofFolders(List.of(Home.folder().resolve("bundles"), node.resolve("plugins")));
        NodeFile checked = file == null
                ? NodeFile.read(node, fragments)
                : NodeFile.read(file.toAbsolutePath().normalize(), fragments, System::getenv);
        PrintWriter err = spec.commandLine().getErr();
        for (Finding finding : checked.findings()) {
            err.println(finding);
        }
        if (!checked.valid()) {
            return ExitCode.CONFIGURATION;
        }
        spec.commandLine().getOut().println(checked.file() + ": in order");
        return ExitCode.OK;
    }

    private static Path folderOf(Path file) throws Problem {
        Path parent = file.toAbsolutePath().normalize().getParent();
        if (parent == null || !Files.isRegularFile(file)) {
            throw new Problem(ExitCode.USAGE, "there is no file " + file);
        }
        return parent;
    }
}
