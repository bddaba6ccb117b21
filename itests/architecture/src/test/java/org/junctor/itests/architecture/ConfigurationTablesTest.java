package org.junctor.itests.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tables of configuration keys, in the README of each bundle and in docs/configuration.md, are made from the schema fragments that
 * also check the node file. Run with {@code -Dtables.write=true} to write them anew.
 */
final class ConfigurationTablesTest {
    private static final Path ROOT = Path.of(System.getProperty("junctor.root"));
    private static final boolean WRITE = Boolean.getBoolean("tables.write");
    private static final String BEGIN = "<!-- made from the schema fragment: -->\n";
    private static final String END = "<!-- end -->\n";
    private static final int MOST_ROWS = 16;
    private static final String HEAD = "| Key | Default | Description |\n|---|---|---|\n";

    @Test
    void readmesHoldTheTablesOfTheirFragments() throws IOException {
        for (Map.Entry<Path, List<Path>> bundle : fragments().entrySet()) {
            Path readme = bundle.getKey().resolve("README.md");
            String text = Files.readString(readme);
            List<String> rows = new ArrayList<>();
            for (Path fragment : bundle.getValue()) {
                String type = bundle.getValue().size() == 1 ? "" : "`" + typeOf(fragment) + "`: ";
                supported(properties(fragment), type, "", rows);
            }
            if (rows.size() > MOST_ROWS) {
                assertTrue(
                        text.contains("docs/configuration.md"),
                        readme + " has too many keys, and does not say where they are");
                continue;
            }
            int begin = text.indexOf(BEGIN);
            int end = text.indexOf(END);
            assertTrue(begin >= 0 && end > begin, readme + " lacks the marks of the table: " + BEGIN + END);
            String table = HEAD + String.join("", rows);
            compare(readme, text, text.substring(0, begin + BEGIN.length()) + table + text.substring(end));
        }
    }

    @Test
    void theReferenceHoldsEveryKey() throws IOException {
        StringBuilder reference = new StringBuilder(
                "# Every key of the node file\n\nMade from the schema fragments of the bundles. "
                        + "A key that is not supported is refused where security or routing would change, and warned of elsewhere.\n");
        for (Map.Entry<Path, List<Path>> bundle : fragments().entrySet()) {
            for (Path fragment : bundle.getValue()) {
                JsonNode schema = new ObjectMapper().readTree(fragment.toFile());
                reference
                        .append("\n## ")
                        .append(schema.path("title").asText())
                        .append("\n\nFrom `")
                        .append(bundle.getKey().getFileName())
                        .append("`. ")
                        .append(schema.path("description").asText())
                        .append("\n\n")
                        .append(HEAD);
                all(schema, "", reference);
            }
        }
        Path file = ROOT.resolve("docs/configuration.md");
        compare(file, Files.exists(file) ? Files.readString(file) : "", reference.toString());
    }

    /** One row for each key that can be set, the keys of objects joined by dots. */
    private static void supported(JsonNode properties, String type, String prefix, List<String> rows) {
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            JsonNode schema = property.getValue();
            String key = prefix + property.getKey();
            if (!status(schema).isEmpty() || key.equals("type")) {
                continue;
            }
            if (schema.has("properties")) {
                supported(schema.get("properties"), type, key + ".", rows);
            } else {
                rows.add(row(type + "`" + key + "`", schema));
            }
        }
    }

    /** Also what depends on the value of another key, such as the keys of each type of endpoint. */
    private static void all(JsonNode schema, String prefix, StringBuilder table) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String key = prefix + property.getKey();
            if (!property.getValue().has("const") || property.getValue().has("description")) {
                table.append(row("`" + key + "`", property.getValue()));
                all(property.getValue(), key + ".", table);
            }
        }
        for (JsonNode part : schema.path("allOf")) {
            all(part.path("then"), prefix, table);
        }
    }

    private static String row(String key, JsonNode schema) {
        String value = schema.has("default") ? "`" + schema.get("default") + "`" : "";
        String text = status(schema) + schema.path("description").asText();
        return "| " + key + " | " + value + " | " + text.replace("|", "\\|") + " |\n";
    }

    private static JsonNode properties(Path fragment) throws IOException {
        return new ObjectMapper().readTree(fragment.toFile()).path("properties");
    }

    private static String typeOf(Path fragment) {
        return fragment.getFileName().toString().replace(".json", "");
    }

    private static String status(JsonNode schema) {
        if (schema.has("x-junctor-later")) {
            return "*Later.* ";
        }
        return schema.has("x-junctor-unsupported")
                ? "*Not supported: " + schema.get("x-junctor-unsupported").asText() + ".* "
                : "";
    }

    private static Map<Path, List<Path>> fragments() throws IOException {
        Map<Path, List<Path>> fragments = new TreeMap<>();
        try (Stream<Path> bundles = Files.list(ROOT.resolve("bundles"))) {
            for (Path bundle : bundles.toList()) {
                Path folder = bundle.resolve("src/main/resources/OSGI-INF/junctor/schema");
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> files = Files.list(folder)) {
                        fragments.put(bundle, files.sorted().toList());
                    }
                }
            }
        }
        assertTrue(fragments.size() > 3, "too few schema fragments below " + ROOT);
        return fragments;
    }

    private static void compare(Path file, String found, String expected) throws IOException {
        if (WRITE) {
            Files.writeString(file, expected);
        } else {
            assertEquals(expected, found, file + " is not what the schema fragments say; run with -Dtables.write=true");
        }
    }
}
