package org.junctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junctor.node.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code junctor init}. */
final class InitTest {
    private Called.From from;
    private Path here;

    @BeforeEach
    void makeTemplate(@TempDir Path directory) throws IOException {
        here = directory;
        from = new Called.From(directory);
        Path template = Files.createDirectories(directory.resolve("home/templates/default"));
        Files.writeString(template.resolve("config.yaml"), "version: 2\n");
        Files.createDirectories(template.resolve("web"));
        Files.writeString(template.resolve("web/index.html"), "<p>");
    }

    @Test
    void copiesTheTemplateAndSaysWhatIsNext() throws IOException {
        Called called = from.call("init", "--cbdata", "new");

        assertEquals(ExitCode.OK, called.exitCode(), called::err);
        assertEquals("version: 2\n", Files.readString(here.resolve("new/config.yaml")));
        assertEquals("<p>", Files.readString(here.resolve("new/web/index.html")));
        assertTrue(called.out().contains("junctor start --cbdir " + here.resolve("new")), called::out);
    }

    @Test
    void makesAFolderOfOurOwnIfNothingIsSaid() {
        from.call("init");

        assertTrue(Files.exists(here.resolve(".junctor/config.yaml")));
    }

    @Test
    void overwritesNothing() throws IOException {
        Files.createDirectories(here.resolve("old/web"));
        Files.writeString(here.resolve("old/web/index.html"), "mine");

        Called called = from.call("init", "--cbdir", "old");

        assertEquals(ExitCode.USAGE, called.exitCode());
        assertEquals(
                "error: " + here.resolve("old/web/index.html")
                        + " is there already, and is not overwritten; take another folder\n",
                called.err());
        assertFalse(Files.exists(here.resolve("old/config.yaml")));
        assertEquals("mine", Files.readString(here.resolve("old/web/index.html")));
    }

    @Test
    void makesNoSecondNodeBesideAJsonFile() throws IOException {
        Files.createDirectories(here.resolve("old"));
        Files.writeString(here.resolve("old/config.json"), "{}");

        assertEquals(ExitCode.USAGE, from.call("init", "--cbdir", "old").exitCode());
        assertFalse(Files.exists(here.resolve("old/config.yaml")));
    }

    @Test
    void unknownTemplateListsThoseThatAreThere() {
        Called called = from.call("init", "--cbdir", "new", "--template", "../..");

        assertEquals(ExitCode.USAGE, called.exitCode());
        assertEquals("error: there is no template ../..; there is: default\n", called.err());
    }
}
