package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/junctor-archive}, and what {@code bin/junctor} does with an archive, in a distribution of its own. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class ClassArchiveTest {
    @TempDir
    private static Path home = Path.of(".");

    private static byte[] made = {};

    /** What a command printed. */
    private record Ran(int exit, String output) {}

    @BeforeAll
    static void makeArchive() throws Exception {
        copy(Node.distribution(), home);

        Ran ran = run(Map.of(), "junctor-archive");

        assertEquals(0, ran.exit, ran.output);
        assertTrue(ran.output.startsWith("prepared "), ran.output);
        made = Files.readAllBytes(archive());
    }

    @Test
    void archiveIsUsed() throws Exception {
        Files.write(archive(), made);

        String loaded = run(Map.of("JUNCTOR_JAVA_OPTS", "-Xlog:class+load"), "junctor", "version").output;

        String main = loaded.lines()
                .filter(line -> line.contains("org.junctor.cli.Main source:"))
                .findFirst()
                .orElse("");
        assertTrue(main.contains("shared objects file"), main);
    }

    @Test
    void archiveOfAnotherCollectorIsNoReasonToSaySomething() throws Exception {
        Files.write(archive(), made);

        Ran ran = run(Map.of("JUNCTOR_JAVA_OPTS", "-XX:-UseSerialGC -XX:+UseG1GC"), "junctor", "version");

        assertEquals(new Ran(0, Node.junctor("version").output()), ran);
    }

    @Test
    void rubbishInsteadOfAnArchiveIsNoReasonToSaySomething() throws Exception {
        Files.writeString(archive(), "20 octets of rubbish");

        Ran ran = run(Map.of(), "junctor", "version");

        assertEquals(new Ran(0, Node.junctor("version").output()), ran);
    }

    private static Path archive() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("archive"))) {
            List<Path> all = files.toList();
            assertEquals(1, all.size(), all.toString());
            assertTrue(all.get(0).toFile().setWritable(true));
            return all.get(0);
        }
    }

    private static Ran run(Map<String, String> environment, String program, String... arguments) throws Exception {
        List<String> line = Stream.concat(
                        Stream.of(home.resolve("bin").resolve(program).toString()), Stream.of(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        Node.useJava(builder);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.startsWith(from.resolve("archive"))) {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
