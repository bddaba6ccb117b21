package org.junctor.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each file in {@code broken} has beside it, in {@code .expected}, all that is to be said of it. */
final class BrokenFilesTest {
    private static final int LEAST = 40;

    @TestFactory
    Stream<DynamicTest> allErrorsAreToldAtOnceWithTheirPositions(@TempDir Path temporary)
            throws IOException, URISyntaxException {
        return broken().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> tells(file, temporary)));
    }

    @Test
    void thereAreManyBrokenFiles() throws IOException, URISyntaxException {
        assertTrue(broken().size() >= LEAST, () -> "fewer than " + LEAST);
    }

    private static void tells(Path file, Path temporary) throws IOException {
        String name = file.getFileName().toString();
        NodeFolder folder = new NodeFolder(temporary.resolve(name));
        Files.copy(file, folder.directory.resolve(name));
        String expected = Files.readString(file.resolveSibling(name + ".expected"));

        NodeFile read = NodeFile.read(folder.directory.resolve(name), NodeFolder.fragments(), NodeFolder.ENVIRONMENT);

        assertEquals(expected.strip(), String.join("\n", folder.lines(read)));
    }

    private static List<Path> broken() throws IOException, URISyntaxException {
        Path folder = Path.of(BrokenFilesTest.class.getResource("/broken").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.toString().endsWith(".expected"))
                    .sorted()
                    .toList();
        }
    }
}
