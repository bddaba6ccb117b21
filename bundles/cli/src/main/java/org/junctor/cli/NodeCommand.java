package org.junctor.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands about a node have in common. */
@Command
abstract class NodeCommand implements Callable<Integer> {
    final Surroundings surroundings;

    @Mixin
    final NodeOption node = new NodeOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    final HelpOption help = new HelpOption();

    NodeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    final Path directory() {
        return node.resolve(surroundings);
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
