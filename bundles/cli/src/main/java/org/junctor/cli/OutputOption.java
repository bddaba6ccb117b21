package org.junctor.cli;

import picocli.CommandLine.Option;

/** The option of commands that show something for people or for programs. */
final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.text;

    boolean json() {
        return format == Format.json;
    }
}
