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
import org.junctor.node.Json;
import org.junctor.node.NodeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(
            names = "--security",
            description = {
                "Looks for weaknesses too, in a file that is valid: rights, origins, keys, secrets …",
                "Exit code 3 if there are any. The key x_lint: [ID] in a mapping of the file",
                "silences them there."
            })
    private boolean security;

    CheckCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws Failure, IOException {
        NodeFile read;
        if (file == null) {
            Path directory = directory();
            read = NodeFile.read(directory, Installed.fragments(surroundings, directory));
        } else {
            Path absolute = surroundings.directory().resolve(file).normalize();
            if (!Files.isRegularFile(absolute)) {
                throw new Failure(ExitCode.USAGE, "there is no file " + absolute);
            }
            Path parent = absolute.getParent();
            read = NodeFile.read(
                    absolute,
                    Installed.fragments(surroundings, parent == null ? absolute : parent),
                    surroundings.environment());
        }
        List<Weakness> weaknesses = security ? Weaknesses.of(read) : List.of();
        if (output.json()) {
            json(read, weaknesses);
        } else {
            text(read, weaknesses);
        }
        return read.valid() && weaknesses.isEmpty() ? ExitCode.OK : ExitCode.CONFIGURATION;
    }

    private void text(NodeFile read, List<Weakness> weaknesses) {
        long errors = 0;
        for (Finding finding : read.findings()) {
            out().println(finding);
            errors += finding.severity() == Finding.Severity.ERROR ? 1 : 0;
        }
        long warnings = read.findings().size() - errors;
        weaknesses.forEach(out()::println);
        String total = count(errors, "error", "s") + ", " + count(warnings, "warning", "s");
        String weak = security ? ", " + count(weaknesses.size(), "weakness", "es") : "";
        out().println(read.file() + ": " + total + weak);
    }

    private static String count(long number, String what, String plural) {
        return (number == 0 ? "no" : number) + " " + what + (number == 1 ? "" : plural);
    }

    private void json(NodeFile read, List<Weakness> weaknesses) {
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
        if (security) {
            answer.put("weaknesses", weaknesses.stream().map(CheckCommand::keys).toList());
        }
        out().println(Json.text(answer));
    }

    private static Map<String, Object> keys(Weakness weakness) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("id", weakness.lint().id());
        keys.put("file", weakness.file().toString());
        keys.put("line", weakness.mark().line());
        keys.put("column", weakness.mark().column());
        keys.put("path", weakness.path());
        keys.put("message", weakness.what());
        keys.put("why", weakness.lint().why());
        keys.put("remedy", weakness.lint().remedy());
        return keys;
    }
}
