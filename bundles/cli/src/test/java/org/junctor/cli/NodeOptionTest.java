package org.junctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which folder is meant: asked of {@code status}, which names it. */
final class NodeOptionTest {

    private static String node(Called.From from, String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "status";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return from.call(arguments).out().strip().replaceFirst("stopped +", "");
    }

    @Test
    void optionGoesBeforeEnvironmentBeforeFolders(@TempDir Path here) throws IOException {
        Map<String, String> both = Map.of("JUNCTOR_DIR", "/srv/j", "CROSSBAR_DIR", "/srv/c");
        Files.createDirectories(here.resolve(".crossbar"));
        Called.From from = new Called.From(here);

        assertEquals("/srv/x", node(from.environment(both), "--cbdir", "/srv/x"));
        assertEquals("/srv/x", node(from, "--cbdata", "/srv/x"));
        assertEquals("/srv/j", node(from));
        assertEquals("/srv/c", node(from.environment(Map.of("CROSSBAR_DIR", "/srv/c"))));
        assertEquals(here + "/.crossbar", node(from.environment(Map.of())));
    }

    @Test
    void ownFolderGoesBeforeCrossbars(@TempDir Path here) throws IOException {
        Called.From from = new Called.From(here);

        assertEquals(here.toString(), node(from));
        Files.createDirectories(here.resolve(".crossbar"));
        Files.createDirectories(here.resolve(".junctor"));
        assertEquals(here + "/.junctor", node(from));
    }

    @Test
    void applicationFolderHasTheNodeFolderInIt(@TempDir Path here) throws IOException {
        Called.From from = new Called.From(here);

        assertEquals(here + "/app/.junctor", node(from, "--appdir", "app"));
        Files.createDirectories(here.resolve("app/.crossbar"));
        assertEquals(here + "/app/.crossbar", node(from, "--appdir", "app"));
        Files.createDirectories(here.resolve("app/.junctor"));
        assertEquals(here + "/app/.junctor", node(from, "--appdir", "app"));
    }
}
