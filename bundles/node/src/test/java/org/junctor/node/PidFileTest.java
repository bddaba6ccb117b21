package org.junctor.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard of a node folder. */
final class PidFileTest {

    @Test
    void folderBelongsToOneProcessUntilThatGivesItBack(@TempDir Path directory) throws IOException {
        assertEquals(OptionalLong.empty(), PidFile.owner(directory));
        PidFile first = PidFile.take(directory);
        assertNotNull(first);
        assertNull(PidFile.take(directory));
        assertEquals(OptionalLong.of(ProcessHandle.current().pid()), PidFile.owner(directory));

        first.close();
        first.close();

        assertEquals(OptionalLong.empty(), PidFile.owner(directory));
        try (PidFile second = PidFile.take(directory)) {
            assertNotNull(second);
        }
    }

    @Test
    void fileOfAProcessThatWasKilledCountsNothing(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("node.pid"), "{\"pid\":1}");

        assertEquals(OptionalLong.empty(), PidFile.owner(directory));
        try (PidFile taken = PidFile.take(directory)) {
            assertNotNull(taken);
            assertEquals(OptionalLong.of(ProcessHandle.current().pid()), PidFile.owner(directory));
        }
    }
}
