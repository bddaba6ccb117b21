package org.junctor.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The node file {@code config.yaml} or {@code config.json}, read and checked.
 *
 * @param file which one it is
 * @param findings all that is to be said of it, in the order of the file
 * @param routers the ids of its router workers
 * @param configurations what it configures, in the order in which that starts; empty if there are errors
 * @param tree what it says, references replaced; null if it cannot be read
 * @param silenced which lints do not speak of which part of it
 */
public record NodeFile(
        Path file,
        List<Finding> findings,
        List<String> routers,
        List<Configured> configurations,
        @Nullable Tree tree,
        Silenced silenced) {
    private static final long MAX_BYTES = 4 << 20;

    /** Whether a node can start with it. */
    public boolean valid() {
        return findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }

    /** Reads and checks the file of a node folder, with the variables of this process. */
    public static NodeFile read(Path directory, Fragments fragments) {
        Path absolute = directory.toAbsolutePath().normalize();
        for (String name : List.of("config.yaml", "config.json")) {
            if (Files.exists(absolute.resolve(name))) {
                return read(absolute.resolve(name), fragments, System::getenv);
            }
        }
        Path file = absolute.resolve("config.yaml");
        Findings findings = new Findings(file);
        findings.error(
                Mark.START,
                "",
                "there is no config.yaml and no config.json in " + absolute + "; \"junctor init\" makes a node");
        return unread(file, findings);
    }

    /**
     * Reads and checks a file.
     *
     * @param file its folder is the node folder
     * @param environment the value of a variable, or null
     */
    public static NodeFile read(Path file, Fragments fragments, Environment environment) {
        Path absolute = file.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        Path directory = parent == null ? absolute : parent;
        Findings findings = new Findings(absolute);
        Tree tree = tree(absolute, findings);
        if (tree == null) {
            return unread(absolute, findings);
        }
        Silenced silenced = Silenced.takenFrom(tree, findings);
        new References(directory, environment, findings).replace(tree, "");
        new SchemaCheck(fragments, findings, environment).check(tree, fragments.own("node"), "");
        Layout layout = new Layout(tree);
        new Rules(directory, layout, findings, fragments.components()).check();
        List<Configured> configurations =
                findings.errors() == 0 ? new Configurations(directory, fragments).of(layout) : List.of();
        List<String> routers = layout.routers.stream().map(Layout.Item::id).toList();
        return new NodeFile(absolute, findings.sorted(), routers, configurations, tree, silenced);
    }

    /** What another file says that is written as a node file is, such as a file of users; null if it cannot be read. */
    public static @Nullable Tree parsed(Path file) {
        return Files.isRegularFile(file) ? tree(file, new Findings(file)) : null;
    }

    private static NodeFile unread(Path file, Findings findings) {
        return new NodeFile(file, findings.sorted(), List.of(), List.of(), null, Silenced.NOTHING);
    }

    private static @Nullable Tree tree(Path file, Findings findings) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                findings.error(Mark.START, "", "the file is larger than " + MAX_BYTES + " bytes");
                return null;
            }
            byte[] bytes = Files.readAllBytes(file);
            String text = text(bytes);
            return file.toString().endsWith(".json") ? JsonTree.read(text, findings) : YamlTree.read(text, findings);
        } catch (SyntaxProblem problem) {
            findings.error(problem.mark(), "", "the file cannot be read: " + problem.getMessage());
        } catch (IOException unreadable) {
            findings.error(Mark.START, "", "the file cannot be read: " + unreadable);
        }
        return null;
    }

    private static String text(byte[] bytes) throws SyntaxProblem {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new SyntaxProblem(firstReplaced(bytes), "it is not in UTF-8");
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Mark firstReplaced(byte[] bytes) {
        String lenient = new String(bytes, StandardCharsets.UTF_8);
        String before = lenient.substring(0, Math.max(0, lenient.indexOf('\uFFFD')));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Mark(line, before.length() - before.lastIndexOf('\n'));
    }
}
