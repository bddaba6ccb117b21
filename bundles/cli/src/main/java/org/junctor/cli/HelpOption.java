package org.junctor.cli;

import picocli.CommandLine.Option;

/** The option that all commands have. */
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    boolean asked;
}
