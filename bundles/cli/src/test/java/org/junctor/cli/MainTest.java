package org.junctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junctor.node.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line itself, and {@code junctor check}. */
final class MainTest {
    private static final List<String> COMMANDS =
            List.of("init", "start", "stop", "status", "check", "reload", "shell", "keygen", "user", "demo", "version");

    private Path here;
    private Called.From from;

    @BeforeEach
    void makeFolder(@TempDir Path directory) {
        here = directory;
        from = new Called.From(directory);
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        String all = from.call("--help").out();
        for (String command : COMMANDS) {
            Called called = from.call(command, "--help");

            assertEquals(ExitCode.OK, called.exitCode());
            assertTrue(called.out().contains("Usage: junctor " + command), called::out);
            assertTrue(called.out().contains("Example:\n  junctor " + command), called::out);
            assertTrue(all.contains("\n  " + command + " "), all);
        }
        assertTrue(all.contains("Exit codes:\n  0   in order"), all);
    }

    @Test
    void wrongCommandLineIsTold() {
        Called misspelt = from.call("strat");

        assertEquals(ExitCode.USAGE, misspelt.exitCode());
        assertTrue(misspelt.err().contains("junctor start"), misspelt::err);
        assertEquals(ExitCode.USAGE, from.call().exitCode());
        assertEquals(ExitCode.USAGE, from.call("start", "--nonsense").exitCode());
    }

    @Test
    void versionIsSaidForPeopleAndPrograms() {
        assertTrue(from.call("version").out().contains("java " + Runtime.version()));
        assertTrue(from.call("version", "-o", "json").out().startsWith("{\"junctor\":"));
    }

    @Test
    void checkOfAGoodFileCountsWarnings() throws IOException {
        Files.writeString(here.resolve("config.yaml"), "version: 2\ncontroller: {fabric: {}}\n");

        Called called = from.call("check");

        assertEquals(ExitCode.OK, called.exitCode(), called::err);
        assertEquals(
                here + "/config.yaml:2:14: warning: controller.fabric: is not supported: there is no master node;"
                        + " remove the key (ignored)\n"
                        + here + "/config.yaml: no errors, 1 warning\n",
                called.out());
    }

    @Test
    void checkOfABrokenFileShowsAllErrors() throws IOException {
        Files.writeString(here.resolve("other.json"), "{\"versoin\": 2,\n \"workers\": 3}");

        Called called = from.call("check", "other.json");

        assertEquals(ExitCode.CONFIGURATION, called.exitCode());
        assertEquals(
                here + "/other.json:1:2: error: versoin: unknown key; did you mean \"version\"?\n"
                        + here + "/other.json:2:13: error: workers: must be a list, not a number\n"
                        + here + "/other.json: 2 errors, no warnings\n",
                called.out());
        assertEquals(
                "{\"valid\":false,\"findings\":[{\"file\":\"" + here + "/other.json\",\"line\":1,\"column\":2,"
                        + "\"severity\":\"error\",\"path\":\"versoin\",\"message\":\"unknown key; did you mean"
                        + " \\\"version\\\"?\"},{\"file\":\"" + here + "/other.json\",\"line\":2,\"column\":13,"
                        + "\"severity\":\"error\",\"path\":\"workers\",\"message\":\"must be a list, not a number\"}]}\n",
                from.call("check", "-o", "json", "other.json").out());
        assertEquals(ExitCode.USAGE, from.call("check", "nothing.json").exitCode());
    }

    @Test
    void pluginsBringWhatTheyAreConfiguredWith() throws IOException {
        Files.writeString(
                here.resolve("config.yaml"),
                """
                version: 2
                workers:
                  - type: router
                    transports: [{type: serial, baud: fast, endpoint: {type: unix, path: s}}]
                """);
        Files.createDirectories(here.resolve("plugins"));
        jar(
                here.resolve("plugins/serial.jar"),
                "OSGI-INF/junctor/schema/serial.json",
                "{\"x-junctor-kind\": \"transport\", \"type\": \"object\", \"additionalProperties\": false,"
                        + " \"properties\": {\"baud\": {\"type\": \"integer\"}}}");

        Called called = from.call("check");

        assertTrue(called.out().contains("transports[0].baud: must be a whole number, not text"), called::out);
    }

    @Test
    void componentThatNoJarBringsIsAnError() throws IOException {
        Files.writeString(
                here.resolve("config.yaml"),
                """
                version: 2
                workers:
                  - type: router
                    realms: [{name: r1, roles: [{name: anonymous, permissions: [{uri: a.b}]}]}]
                    components:
                      - {type: class, classname: org.example.Clok, realm: r1}
                      - {type: class, classname: org.example.Clock, realm: r1}
                """);
        Files.createDirectories(here.resolve("plugins"));
        jar(
                here.resolve("plugins/clock.jar"),
                "OSGI-INF/any.xml",
                "<scr:component xmlns:scr=\"x\" name=\"org.example.Clock\" />");

        Called called = from.call("check");

        assertEquals(ExitCode.CONFIGURATION, called.exitCode());
        assertEquals(
                here + "/config.yaml:6:34: error: workers[0].components[0].classname: no bundle brings the component"
                        + " \"org.example.Clok\"; did you mean \"org.example.Clock\"?\n"
                        + here + "/config.yaml: 1 error, no warnings\n",
                called.out());
    }

    @Test
    void defaultTemplateIsWhatTheBundlesOfThisBuildTake() throws IOException {
        Path bundles = Path.of("..").toAbsolutePath().normalize();
        Path template =
                bundles.resolve("../distribution/src/main/templates/default").normalize();
        Path home = Files.createDirectories(here.resolve("home"));
        try (Stream<Path> files = Files.walk(bundles)) {
            for (Path fragment : files.filter(MainTest::isFragment).toList()) {
                String name = fragment.getFileName().toString();
                Path jar = home.resolve("bundles")
                        .resolve(bundles.relativize(fragment).toString().replace('/', '-') + ".jar");
                Files.createDirectories(jar.getParent());
                jar(jar, "OSGI-INF/junctor/schema/" + name, Files.readString(fragment));
            }
        }
        Files.createDirectories(home.resolve("bundles"));
        for (String name : List.of("TimeService", "TickService")) {
            Path jar = home.resolve("bundles").resolve(name + ".jar");
            String component = "<component name='org.junctor.examples.clock." + name + "'>";
            jar(jar, "OSGI-INF/" + name + ".xml", component);
        }
        Files.createDirectories(here.resolve("node/web"));
        Files.copy(template.resolve("config.yaml"), here.resolve("node/config.yaml"));

        Called called = from.home(home).call("check", "--cbdir", "node");

        assertEquals(here + "/node/config.yaml: no errors, no warnings\n", called.out());
        assertEquals(ExitCode.OK, called.exitCode());
    }

    private static boolean isFragment(Path path) {
        return path.toString().contains("/src/main/resources/OSGI-INF/junctor/schema/")
                && path.toString().endsWith(".json")
                && !path.toString().contains("/bundles/node/");
    }

    private static void jar(Path file, String entry, String text) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new JarEntry(entry));
            jar.write(text.getBytes(StandardCharsets.UTF_8));
            jar.closeEntry();
        }
    }
}
