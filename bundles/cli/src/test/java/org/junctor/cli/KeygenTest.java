package org.junctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junctor.api.security.SigningKey;
import org.junctor.node.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code junctor keygen}. */
final class KeygenTest {
    private Path here;

    @BeforeEach
    void here(@TempDir Path empty) {
        here = empty;
    }

    private Called call(String... arguments) {
        return new Called.From(here).call(arguments);
    }

    @Test
    void makesTheNodesKeyPairAndShowsThePublicHalf() throws IOException {
        Called called = call("keygen", "--cbdir", ".");

        assertEquals(ExitCode.OK, called.exitCode(), called::err);
        String key = SigningKey.read(here.resolve("key.priv")).publicKey();
        assertTrue(called.out().contains("\n" + key + "\n"), called::out);
        assertTrue(Files.readString(here.resolve("key.pub")).contains(key));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(here.resolve("key.priv"))));
        String secret = Files.readAllLines(here.resolve("key.priv")).stream()
                .filter(line -> line.startsWith("private-key-ed25519: "))
                .findFirst()
                .orElseThrow()
                .substring(21);
        assertEquals(64, secret.length());
        assertFalse(called.out().contains(secret));
        assertFalse(Files.readString(here.resolve("key.pub")).contains(secret));
    }

    @Test
    void makesAClientsKeyAndThePrincipalForTheNodeFile() throws IOException {
        Called called = call("keygen", "--file", "alice.priv", "--authid", "alice", "--role", "admin");

        assertEquals(ExitCode.OK, called.exitCode(), called::err);
        String key = SigningKey.read(here.resolve("alice.priv")).publicKey();
        assertTrue(
                called.out().endsWith("\"alice\":\n  role: \"admin\"\n  authorized_keys: [\"" + key + "\"]\n"),
                called::out);
        assertFalse(Files.exists(here.resolve("key.pub")));
    }

    @Test
    void overwritesNothing() throws IOException {
        Files.writeString(here.resolve("key.priv"), "mine");
        Files.createDirectories(here.resolve("other"));
        Files.writeString(here.resolve("other/key.pub"), "mine");

        Called called = call("keygen", "--cbdir", ".");

        assertEquals(ExitCode.USAGE, called.exitCode());
        assertEquals(
                "error: " + here.resolve("key.priv")
                        + " is there already, and is not overwritten; take another file with --file\n",
                called.err());
        assertEquals("mine", Files.readString(here.resolve("key.priv")));
        assertFalse(Files.exists(here.resolve("key.pub")));
        assertEquals(ExitCode.USAGE, call("keygen", "--cbdir", "other").exitCode());
        assertFalse(Files.exists(here.resolve("other/key.priv")));
    }

    @Test
    void aLinkToNothingIsSomethingTooAndWhereNothingCanBeWrittenIsToldInALine() throws IOException {
        Files.createSymbolicLink(here.resolve("link"), here.resolve("nothing"));

        Called link = call("keygen", "--file", "link");
        Called kernel = call("keygen", "--file", "/proc/junctor.key");

        assertEquals(ExitCode.USAGE, link.exitCode());
        assertTrue(link.err().contains("is there already"), link::err);
        assertEquals(1, kernel.err().lines().count(), kernel::err);
        assertTrue(kernel.err().startsWith("error: /proc/junctor.key: "), kernel::err);
    }

    @Test
    void folderMustBeThere() {
        Called called = call("keygen", "--file", "nowhere/key");

        assertEquals(ExitCode.USAGE, called.exitCode());
        assertTrue(called.err().contains("there is no folder " + here.resolve("nowhere")), called::err);
    }

    @Test
    void answersJson() {
        Called called = call("keygen", "--file", "a.priv", "-o", "json");

        assertTrue(called.out().contains("\"public-key-ed25519\":\""), called::out);
    }
}
