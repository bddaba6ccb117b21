package org.junctor.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a node from being started at all. */
final class LauncherTest {
    @Test
    void cacheThatCannotBeMadeIsAConfigurationError(@TempDir Path node) throws Exception {
        Files.writeString(node.resolve(".cache"), "a file where the folder should be");
        Map<String, String> properties =
                Map.of("junctor.home", node.toString(), "junctor.node", node.toString(), "junctor.feature", "router");

        assertEquals(3, new Launcher().run(properties));
    }
}
