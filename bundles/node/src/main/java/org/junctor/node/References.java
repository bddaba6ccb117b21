package org.junctor.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the references in texts: {@code ${VAR}} and {@code ${env:VAR}} by an environment variable, {@code ${file:name}} by the text
 * of a file. A second dollar sign before one keeps it as it is. What they stand for may be a secret, so no message shows it.
 */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{([^}]*)}?");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int MAX_FILE_BYTES = 1 << 16;

    private final Path directory;
    private final Environment environment;
    private final Findings findings;

    /**
     * @param directory what names of files are relative to
     * @param environment the value of a variable, or null
     */
    References(Path directory, Environment environment, Findings findings) {
        this.directory = directory;
        this.environment = environment;
        this.findings = findings;
    }

    /** Replaces all references in {@code tree}; one that stands for nothing goes to the findings. */
    void replace(Tree tree, String path) {
        if (tree instanceof Tree.Mapping mapping) {
            for (Map.Entry<String, Tree.Member> member : mapping.members().entrySet()) {
                replace(member.getValue().value(), KeyPath.key(path, member.getKey()));
            }
        } else if (tree instanceof Tree.Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                replace(sequence.items().get(i), KeyPath.item(path, i));
            }
        } else if (tree instanceof Tree.Scalar scalar && scalar.value() instanceof String text && text.contains("${")) {
            int before = findings.errors();
            scalar.replace(replaced(text, scalar.mark(), path));
            if (findings.errors() > before) {
                scalar.unresolved();
            }
        }
    }

    private String replaced(String text, Mark mark, String path) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String whole = matcher.group();
            String value = whole.startsWith("$$") ? whole.substring(1) : value(whole, matcher.group(1), mark, path);
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(result).toString();
    }

    private String value(String whole, String name, Mark mark, String path) {
        if (name.startsWith("file:") && whole.endsWith("}")) {
            return file(name.substring("file:".length()), mark, path);
        }
        String variable = name.startsWith("env:") ? name.substring("env:".length()) : name;
        if (!whole.endsWith("}") || !VARIABLE.matcher(variable).matches()) {
            findings.error(
                    mark,
                    path,
                    whole + " is no reference; write ${NAME}, ${env:NAME} or ${file:name}, or $${ for the characters");
            return "";
        }
        String value = environment.value(variable);
        if (value == null) {
            findings.error(mark, path, "the environment variable " + variable + " is not set; set it before the start");
            return "";
        }
        return value;
    }

    private String file(String name, Mark mark, String path) {
        try {
            Path file = directory.resolve(name);
            if (!Files.isRegularFile(file)) {
                findings.error(mark, path, "the file " + file + " does not exist; create it or correct its name");
            } else if (Files.size(file) > MAX_FILE_BYTES) {
                findings.error(mark, path, "the file " + file + " is larger than " + MAX_FILE_BYTES + " bytes");
            } else {
                return Files.readString(file).stripTrailing();
            }
        } catch (IOException | InvalidPathException unreadable) {
            findings.error(mark, path, "the file " + name + " cannot be read as UTF-8 text: " + unreadable);
        }
        return "";
    }

    /** What {@code "$PORT"} stands for, as a whole text where a number belongs; null if it is no such reference or unset. */
    static @Nullable String variable(String text, Environment environment) {
        String name = text.startsWith("$") ? text.substring(1) : "";
        return VARIABLE.matcher(name).matches() ? environment.value(name) : null;
    }
}
