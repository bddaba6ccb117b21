package org.junctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junctor.node.Fragments;
import org.junctor.node.NodeFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One file for each lint, in which one line is marked as the weak one. */
final class LintTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("SHORT", "guess me");

    @TempDir
    private Path folder = Path.of(".");

    private Path node = folder;

    @BeforeEach
    void writeFiles() throws IOException {
        node = Files.createDirectories(folder.resolve("node"));
        write("open.txt", "rw-r--r--");
        write("private.txt", "rw-------");
        users("tickets.yaml", "joe: {role: anonymous, ticket: a-ticket-of-many-characters}");
    }

    private void users(String name, String... lines) throws IOException {
        Path file = Files.writeString(node.resolve(name), "principals:\n  " + String.join("\n  ", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private List<String> ofUsers(String method, String... lines) throws IOException {
        users("tickets.yaml", lines);
        return weaknesses(file("ticket-plain").replace("          ticket:", "          " + method + ":")).stream()
                .map(each -> each.lint().id() + ": " + each.what())
                .toList();
    }

    @Test
    void usersInAFileAreLookedAt() throws IOException {
        String salted = "salt: abcdefgh, derived-key: x, keylen: 32";
        assertEquals(
                List.of(
                        "ticket-plain: joe and 1 more in tickets.yaml",
                        "secret-short: ann in tickets.yaml",
                        "iterations-weak: old in tickets.yaml"),
                ofUsers(
                        "ticket",
                        "joe: {ticket: a-ticket-of-many-characters}",
                        "ann: {ticket: {ticket: guess}}",
                        "old: {ticket: {ticket-hash: '$pbkdf2-sha256$i=1000$c2FsdA$a2V5'}}",
                        "new: {ticket: {ticket-hash: '$pbkdf2-sha256$i=100000$c2FsdA$a2V5'}}"));
        assertEquals(
                List.of("iterations-weak: joe in tickets.yaml"),
                ofUsers(
                        "wampcra",
                        "joe: {wampcra: {iterations: 1000, " + salted + "}}",
                        "ann: {wampcra: {iterations: 10000, " + salted + "}}"));
        assertEquals(
                List.of("iterations-weak: joe and 1 more in tickets.yaml"),
                ofUsers(
                        "wamp-scram",
                        "joe: {wamp-scram: {kdf: pbkdf2, iterations: 4096}}",
                        "eve: {kdf: argon2id13, iterations: 2, memory: 512}",
                        "ann: {kdf: argon2id13, iterations: 2, memory: 19456}"));
        assertEquals(List.of(), ofUsers("ticket", "[", "nothing that can be read"));
    }

    private void write(String name, String modes) throws IOException {
        Path file = Files.writeString(node.resolve(name), "a secret of many characters");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(modes));
    }

    private List<Weakness> weaknesses(String text) throws IOException {
        Path file = Files.writeString(node.resolve("config.yaml"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Weaknesses.of(NodeFile.read(file, Fragments.ofFolders(List.of()), ENVIRONMENT::get));
    }

    private static String file(String name) throws IOException {
        try (InputStream in = LintTest.class.getResourceAsStream("/lint/" + name + ".yaml")) {
            assertTrue(in != null, () -> "there is no file lint/" + name + ".yaml");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @EnumSource(Lint.class)
    void speaksOfTheWeakLineUntilItIsSilenced(Lint lint) throws IOException {
        String text = file(lint.id());
        List<Integer> weak = text.lines().toList().stream()
                .filter(line -> line.endsWith("# weak"))
                .map(line -> text.lines().toList().indexOf(line) + 1)
                .toList();

        List<Weakness> found = weaknesses(text).stream()
                .filter(weakness -> weakness.lint() == lint)
                .toList();

        assertEquals(weak, found.stream().map(each -> each.mark().line()).toList(), () -> found + " in\n" + text);
        assertTrue(found.get(0).toString().contains("[" + lint.id() + "]: " + lint.why() + "; " + lint.remedy()));
        String silenced = text + "x_lint: [" + lint.id() + "]\n";
        assertFalse(weaknesses(silenced).stream().anyMatch(weakness -> weakness.lint() == lint));
    }

    @Test
    void aFileWithoutWeaknessesHasNone() throws IOException {
        assertEquals(List.of(), weaknesses(file("clean")));
    }

    @Test
    void bothSpellingsOfArgon2AndEntriesOfOneMethodAreKnown() throws IOException {
        String weak = file("iterations-weak");
        String nested = weak.replace("salt: abc", "wampcra: {salt: abc, iterations: 1000, secret: short}")
                .replaceAll("(?m)^ +(iterations|secret): .*\n", "");
        String argon = weak.replace("wampcra:", "wamp-scram:")
                .replace("users:", "principals:")
                .replace("salt: abc", "kdf: argon2id13")
                .replace("iterations: 1000 # weak", "iterations: 2\n                memory: 19456");

        assertEquals(
                List.of(Lint.SECRET_SHORT, Lint.SECRET_INLINE, Lint.ITERATIONS_WEAK),
                weaknesses(nested).stream()
                        .map(Weakness::lint)
                        .sorted(Comparator.comparing(Lint::name).reversed())
                        .toList());
        assertEquals(List.of(), weaknesses(argon), argon);
    }

    @Test
    void theTemplatesHaveNoneButThoseThatTheySilence() throws IOException {
        Path templates = Path.of("../../distribution/src/main/templates");
        try (Stream<Path> files = Files.find(templates, 2, (file, attributes) -> file.endsWith("config.yaml"))) {
            List<Path> all = files.toList();
            assertFalse(all.isEmpty());
            for (Path template : all) {
                assertEquals(List.of(), weaknesses(Files.readString(template)), template::toString);
            }
        }
    }

    @Test
    void aLintIsSilencedForOnePartOfTheFile() throws IOException {
        String text = file("anonymous-meta");
        String role =
                text.replace("- name: anonymous # weak", "- name: anonymous\n            x_lint: [anonymous-meta]");
        String other = text.replace("- name: realm1", "- name: realm1\n        x_lint: [anonymous-all]");

        assertEquals(List.of(), weaknesses(role));
        assertEquals(1, weaknesses(other).size());
    }

    @Test
    void secretsInAFileThatEverybodyCanReadAreNamed() throws IOException {
        Path file = Files.writeString(node.resolve("config.yaml"), file("secret-inline"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        List<Weakness> found = Weaknesses.of(NodeFile.read(file, Fragments.ofFolders(List.of()), ENVIRONMENT::get));

        assertTrue(found.stream().anyMatch(each -> each.lint() == Lint.SECRET_READABLE), found::toString);
        assertFalse(found.toString().contains("a-ticket-of-many"), "secrets are not shown");
    }

    @Test
    void commandExitsWithThreeAndShowsWhatItFound() throws IOException {
        Files.writeString(
                node.resolve("config.yaml"),
                """
                version: 2
                workers:
                  - type: router
                    realms:
                      - name: realm1
                        roles:
                          - {name: user, allow-by-default: true}
                """);

        Called text = new Called.From(node).call("check", "--security", "--cbdir", node.toString());
        Called json = new Called.From(node).call("check", "--security", "--cbdir", node.toString(), "-o", "json");
        Called plain = new Called.From(node).call("check", "--cbdir", node.toString());

        assertEquals(3, text.exitCode(), text::toString);
        assertTrue(text.out().contains("config.yaml:7:44: security: "), text::out);
        assertTrue(text.out().contains("2 weaknesses"), text::out);
        assertEquals(3, json.exitCode());
        assertTrue(json.out().contains("{\"id\":\"allow-by-default\",\"file\":\""), json::out);
        assertEquals(0, plain.exitCode(), plain::toString);
    }
}
