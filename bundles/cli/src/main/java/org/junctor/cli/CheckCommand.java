package org.junctor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.node.ExitCode;
import org.junctor.node.Finding;
import org.junctor.node.Fragments;
import org.junctor.node.Json;
import org.junctor.node.NodeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code junctor check}. */
@Command(
        name = "check",
        description = {
            "Checks a node file without starting anything, and shows all errors,",
            "each with file, line and column."
        },
        footerHeading = "%nExample:%n",
        footer = {"  junctor check --cbdir /srv/node", "  junctor check new-config.yaml"})
final class CheckCommand extends NodeCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "A node file; its folder is taken for the node folder. If absent: that of the node folder.")
    private @Nullable Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.text;

    CheckCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws Failure, IOException {
        NodeFile read;
        if (file == null) {
            Path directory = directory();
            read = NodeFile.read(directory, fragments(directory));
        } else {
            Path absolute = surroundings.directory().resolve(file).normalize();
            if (!Files.isRegularFile(absolute)) {
                throw new Failure(ExitCode.USAGE, "there is no file " + absolute);
            }
            Path parent = absolute.getParent();
            read = NodeFile.read(absolute, fragments(parent == null ? absolute : parent), surroundings.environment());
        }
        if (format == Format.json) {
            json(read);
        } else {
            text(read);
        }
        return read.valid() ? ExitCode.OK : ExitCode.CONFIGURATION;
    }

    private Fragments fragments(Path directory) throws IOException {
        // In the cache lies what was installed by the shell.
        return Fragments.ofFolders(List.of(
                surroundings.home().resolve("bundles"),
                directory.resolve("plugins"),
                directory.resolve(".cache").resolve("bundles")));
    }

    private void text(NodeFile read) {
        long errors = 0;
        for (Finding finding : read.findings()) {
            out().println(finding);
            errors += finding.severity() == Finding.Severity.ERROR ? 1 : 0;
        }
        long warnings = read.findings().size() - errors;
        out().println(read.file() + ": " + count(errors, "error") + ", " + count(warnings, "warning"));
    }

    private static String count(long number, String what) {
        return (number == 0 ? "no" : number) + " " + what + (number == 1 ? "" : "s");
    }

    private void json(NodeFile read) {
        List<Map<String, Object>> findings = read.findings().stream()
                .map(finding -> {
                    Map<String, Object> keys = new LinkedHashMap<>();
                    keys.put("file", finding.file().toString());
                    keys.put("line", finding.mark().line());
                    keys.put("column", finding.mark().column());
                    keys.put("severity", finding.severity() == Finding.Severity.ERROR ? "error" : "warning");
                    keys.put("path", finding.path());
                    keys.put("message", finding.message());
                    return keys;
                })
                .toList();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("valid", read.valid());
        answer.put("findings", findings);
        out().println(Json.text(answer));
    }
}
