package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table of {@code docs/conformance.md}, from the run before: each statement of the specification, the tests whose names begin with
 * its id, and what became of them. {@code -Dtables.write=true} writes it.
 */
final class ConformanceTable {
    private static final Path PAGE =
            Path.of(System.getProperty("junctor.docs", "../../docs")).resolve("conformance.md");
    private static final Pattern NUMBERED = Pattern.compile("([SUPHRAMTX]\\d\\d)_(.+)");
    private static final Pattern GROUP = Pattern.compile("\\$\\{table ([SUPHRAMTX])}");

    /** The tests of one statement: where each ran, and how often with which result. */
    private static final class Tests {
        private final Map<String, Set<String>> runsByName = new TreeMap<>();
        private int passed;
        private int failed;

        void add(String name, String where, boolean success) {
            runsByName.computeIfAbsent(name, key -> new TreeSet<>()).add(where);
            passed += success ? 1 : 0;
            failed += success ? 0 : 1;
        }

        String names() {
            return runsByName.keySet().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        }

        /** Over how many transports and serializers, or in which class. */
        String where() {
            Set<String> all = new TreeSet<>();
            runsByName.values().forEach(all::addAll);
            long wires = all.stream().filter(where -> where.contains(" ")).count();
            return wires > 0 ? wires + " ways" : String.join(", ", all);
        }

        String result() {
            return failed > 0 ? "**" + failed + " failed**, " + passed + " passed" : "passed (" + passed + ")";
        }
    }

    @Test
    void everyStatementHasATestThatPassedOrAReason() throws IOException {
        Map<String, Tests> ran = ran();
        Map<String, String> reasons = resource("/reasons.tsv");
        List<String> lacking = new ArrayList<>();
        resource("/statements.tsv").forEach((id, statement) -> {
            Tests tests = ran.get(id);
            if (tests == null ? !reasons.containsKey(id) : tests.failed > 0) {
                lacking.add(id + " " + statement);
            }
        });

        assertEquals(List.of(), lacking, "statements that no test proves");
    }

    @Test
    void aReasonIsForStatementsWithoutTests() throws IOException {
        Set<String> both = new TreeSet<>(resource("/reasons.tsv").keySet());
        both.retainAll(ran().keySet());

        assertEquals(Set.of(), both, "statements that are tested need no reason why not");
    }

    @Test
    void thePageNamesEveryStatement() throws IOException {
        if (Boolean.getBoolean("tables.write")) {
            write();
        }
        String page = Files.readString(PAGE);
        Map<String, String> statements = resource("/statements.tsv");

        assertEquals(176, statements.size());
        for (String id : statements.keySet()) {
            assertTrue(
                    page.contains("| " + id + " |"), () -> id + " is not in docs/conformance.md: -Dtables.write=true");
        }
    }

    private static void write() throws IOException {
        Matcher groups = GROUP.matcher(text("/conformance.md"));
        StringBuilder page = new StringBuilder();
        while (groups.find()) {
            groups.appendReplacement(page, Matcher.quoteReplacement(table(groups.group(1))));
        }
        Files.writeString(PAGE, groups.appendTail(page).toString().replace("${summary}", summary()));
    }

    private static String table(String group) throws IOException {
        Map<String, Tests> ran = ran();
        Map<String, String> reasons = resource("/reasons.tsv");
        StringBuilder rows = new StringBuilder("| Id | Statement | Tests | Over | Result |\n|---|---|---|---|---|\n");
        resource("/statements.tsv").forEach((id, statement) -> {
            if (id.startsWith(group)) {
                Tests tests = ran.get(id);
                rows.append(
                        tests == null
                                ? "| %s | %s | | | %s |%n"
                                        .formatted(id, statement, reasons.getOrDefault(id, "**no test**"))
                                : "| %s | %s | %s | %s | %s |%n"
                                        .formatted(id, statement, tests.names(), tests.where(), tests.result()));
            }
        });
        return rows.toString().strip();
    }

    private static String summary() throws IOException {
        Map<String, Tests> ran = ran();
        long proved = ran.values().stream().filter(tests -> tests.failed == 0).count();
        int runs = ran.values().stream().mapToInt(tests -> tests.passed).sum();
        return "%d of %d statements are proved, by %d runs of tests."
                .formatted(proved, resource("/statements.tsv").size(), runs);
    }

    private static Map<String, Tests> ran() throws IOException {
        Map<String, Tests> byStatement = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Account.FILE)) {
            String[] fields = line.split("\t", -1);
            Matcher numbered = NUMBERED.matcher(fields[1]);
            // Hostile peers have a catalogue of their own, whose ids look like these.
            if (numbered.matches() && !fields[0].contains("Hostile")) {
                byStatement
                        .computeIfAbsent(numbered.group(1), id -> new Tests())
                        .add(numbered.group(2), where(fields[0], fields[2]), fields[3].equals("passed"));
            }
        }
        return byStatement;
    }

    /** The transport and serializer, or the class where a test has none that changes. */
    private static String where(String testClass, String parameter) {
        return switch (testClass) {
            case "WebSocketConformanceTest" -> Wire.WEBSOCKET.toString();
            case "RawSocketConformanceTest" -> Wire.RAWSOCKET.toString();
            default -> parameter.isEmpty() ? testClass : parameter;
        };
    }

    private static Map<String, String> resource(String name) throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        text(name).lines().filter(line -> !line.isEmpty()).forEach(line -> {
            String[] fields = line.split("\t", 2);
            lines.put(fields[0], fields[1]);
        });
        return lines;
    }

    private static String text(String name) throws IOException {
        try (InputStream in = ConformanceTable.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no resource " + name);
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .collect(Collectors.joining("\n", "", "\n"));
        }
    }
}
