package org.junctor.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junctor.api.password.PasswordHash;
import org.junctor.api.password.Pbkdf2;
import org.junctor.api.password.ScramKeys;
import org.junctor.node.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code junctor user}. */
final class UserTest {
    private Path here;
    private Path file;
    private Called.From from;

    @BeforeEach
    void makeFolder(@TempDir Path directory) throws IOException {
        here = directory;
        file = directory.resolve("users.yaml");
        from = new Called.From(directory);
        Files.writeString(directory.resolve("password"), "pencil\nnot this\n");
    }

    private Called user(String... arguments) {
        return from.call(Stream.concat(Stream.of("user"), Stream.of(arguments)).toArray(String[]::new));
    }

    private Called add(String authid, String method) {
        return user(
                "add",
                authid,
                "--role",
                "frontend",
                "--file",
                "users.yaml",
                "--method",
                method,
                "--password-file",
                "password");
    }

    private static Map<?, ?> at(Object map, String key) {
        Object entries = ((Map<?, ?>) map).get(key);
        return (Map<?, ?>) Objects.requireNonNull(entries, () -> "no " + key + " in " + map);
    }

    private static String text(Map<?, ?> entries, String key) {
        return String.valueOf(entries.get(key));
    }

    private Map<?, ?> entries(String authid) throws IOException {
        Object all = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        return at(at(all, "principals"), authid);
    }

    @Test
    void addedUserHasWhatTheMethodsNeedAndNoPassword() throws IOException {
        Called called = add("joe", "ticket,wampcra,wamp-scram");

        assertEquals(ExitCode.OK, called.exitCode(), called::err);
        assertEquals("joe can log in by ticket, wampcra, wamp-scram now\n", called.out());
        assertFalse(Files.readString(file).contains("pencil"));
        Map<?, ?> joe = entries("joe");
        assertEquals("frontend", joe.get("role"));
        PasswordHash hash = PasswordHash.parse(text(at(joe, "ticket"), "ticket-hash"));
        assertTrue(hash != null && hash.matches("pencil".toCharArray()));
        Map<?, ?> cra = at(joe, "wampcra");
        byte[] salt = text(cra, "salt").getBytes(StandardCharsets.UTF_8);
        assertEquals(
                Base64.getEncoder()
                        .encodeToString(Pbkdf2.derive(
                                "pencil".toCharArray(), salt, Integer.parseInt(text(cra, "iterations")), 32)),
                cra.get("derived-key"));
        Map<?, ?> scram = at(joe, "wamp-scram");
        byte[] salted = Pbkdf2.derive(
                "pencil".toCharArray(),
                Base64.getDecoder().decode(text(scram, "salt")),
                Integer.parseInt(text(scram, "iterations")),
                32);
        assertEquals(Base64.getEncoder().encodeToString(ScramKeys.of(salted).storedKey()), scram.get("stored-key"));
    }

    @Test
    void argon2idIsThere() throws IOException {
        assertEquals(ExitCode.OK, add("joe", "scram").exitCode());
        Called called = user(
                "add",
                "joe",
                "--file",
                "users.yaml",
                "--method",
                "wamp-scram",
                "--kdf",
                "argon2id13",
                "--password-file",
                "password");

        assertEquals(ExitCode.OK, called.exitCode(), called::err);
        assertEquals("argon2id-13", at(entries("joe"), "scram").get("kdf"));
        assertEquals("argon2id13", at(entries("joe"), "wamp-scram").get("kdf"));
        assertEquals(19_456, at(entries("joe"), "wamp-scram").get("memory"));
    }

    @Test
    void fileIsForItsOwnerOnlyAndNothingElseIsLeft() throws IOException {
        add("joe", "ticket");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        add("jane", "ticket");

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (Stream<Path> files = Files.list(here)) {
            assertEquals(
                    List.of("password", "users.yaml"),
                    files.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void othersAndWhatIsUnknownAreKept() throws IOException {
        Files.writeString(
                file,
                "# who may come\nnote: 7\nprincipals:\n  joe: {role: admin, ticket: plain, extra: {a: [1, true]}}\n");

        assertEquals(ExitCode.OK, add("jane", "ticket").exitCode());

        assertEquals(
                Map.of("role", "admin", "ticket", "plain", "extra", Map.of("a", List.of(1, true))), entries("joe"));
        assertTrue(Files.readString(file).contains("note: 7"));
    }

    @Test
    void passwordOfAllMethodsIsChanged() throws IOException {
        add("joe", "ticket,wampcra");
        Map<?, ?> before = entries("joe");

        Called called = from.secretly("crayon", "crayon").call("user", "passwd", "joe", "--file", "users.yaml");

        assertEquals("the password of joe is changed for ticket, wampcra\n", called.out(), called::err);
        assertNotEquals(before.get("ticket"), entries("joe").get("ticket"));
        assertNotEquals(before.get("wampcra"), entries("joe").get("wampcra"));
        assertEquals("frontend", entries("joe").get("role"));
    }

    @Test
    void listShowsNamesRolesAndMethods() throws IOException {
        Files.writeString(file, "principals: {joe: {role: admin, ticket: plain}}\n");
        add("jane", "ticket,wampcra");

        assertEquals(
                "joe\tadmin\t-\njane\tfrontend\tticket,wampcra\n",
                user("list", "--file", "users.yaml").out());
    }

    @Test
    void jsonStaysJson() throws IOException {
        Called called = user(
                "add",
                "joe",
                "--role",
                "frontend",
                "--file",
                "users.json",
                "--method",
                "ticket",
                "--password-file",
                "password");

        assertEquals(ExitCode.OK, called.exitCode(), called::err);
        assertTrue(Files.readString(here.resolve("users.json")).startsWith("{\"principals\":{\"joe\":{\"role\":"));
        assertEquals(
                "joe\tfrontend\tticket\n", user("list", "--file", "users.json").out());
    }

    @Test
    void mistakesAreToldAndChangeNothing() throws IOException {
        add("joe", "ticket");
        String before = Files.readString(file);

        assertTold("joe can log in by ticket already", add("joe", "ticket"));
        assertTold("jim is new: say --role ROLE", user("add", "jim", "--file", "users.yaml"));
        assertTold("there is no terminal", user("add", "joe", "--file", "users.yaml"));
        assertTold("there is no file", user("add", "joe", "--file", "users.yaml", "--password-file", "nothing"));
        assertTold("there is no user jim", user("passwd", "jim", "--file", "users.yaml"));
        assertTold("there is no file", user("list", "--file", "nothing.yaml"));
        assertTold("no method with a password is called md5", add("joe", "md5"));
        assertTold(
                "--kdf must be",
                user("add", "joe", "--file", "users.yaml", "--kdf", "md5", "--password-file", "password"));
        assertTold("take another", add("jo\u00ade", "ticket"));
        assertTold("add, passwd or list?", user());
        assertTold("Missing required option", user("list"));
        Called different = from.secretly("one", "two").call("user", "passwd", "joe", "--file", "users.yaml");
        assertTold("the two are not the same", different);
        assertTold(
                "the password is empty", from.secretly("", "").call("user", "passwd", "joe", "--file", "users.yaml"));
        assertEquals(before, Files.readString(file));
    }

    @Test
    void whatIsNoUserFileIsToldWithoutItsContent() throws IOException {
        Files.writeString(file, "principals:\n  joe: {ticket: 'secret\n");
        Called broken = add("jane", "ticket");
        assertEquals(ExitCode.CONFIGURATION, broken.exitCode());
        assertFalse(broken.err().contains("secret"), broken::err);
        assertTrue(broken.err().contains("users.yaml:"), broken::err);

        Files.writeString(file, "principals: [secret]\n");
        Called list = add("jane", "ticket");
        assertEquals(ExitCode.CONFIGURATION, list.exitCode());
        assertFalse(list.err().contains("secret"), list::err);
    }

    @Test
    void whatIsNoPasswordFileOrNoPlaceIsToldWithoutAStackTrace() throws IOException {
        Files.write(here.resolve("binary"), new byte[] {(byte) 0xff, 0, (byte) 0xfe});
        Files.writeString(here.resolve("long"), "x".repeat(5000));

        assertTold("is a folder", add("joe", ".", "users.yaml", "frontend"));
        assertTold("is no text in UTF-8", add("joe", "binary", "users.yaml", "frontend"));
        assertTold("more than 4096 characters", add("joe", "long", "users.yaml", "frontend"));
        assertTold("there is no folder", add("joe", "password", "nowhere/users.yaml", "frontend"));
        assertTold("is no ordinary file", add("joe", "password", ".", "frontend"));
        assertTold("the role is empty", add("joe", "password", "users.yaml", " "));
        assertTold("there is no file", user("passwd", "joe", "--file", "nothing.yaml", "--password-file", "password"));
        assertFalse(Files.exists(file));
    }

    private Called add(String authid, String password, String users, String role) {
        return user("add", authid, "--role", role, "--file", users, "--password-file", password);
    }

    @Test
    void usersOfAnyKindAreToldWithoutAStackTrace() throws IOException {
        for (byte[] content :
                List.of(new byte[] {(byte) 0xff, (byte) 0xfe}, ("principals: " + "[".repeat(20_000)).getBytes(UTF_8))) {
            Files.write(file, content);
            Called list = user("list", "--file", "users.yaml");

            assertEquals(ExitCode.CONFIGURATION, list.exitCode(), list::toString);
            assertTrue(list.err().startsWith("error: " + file), list::err);
        }
    }

    @Test
    void asManyUsersAsTheRouterReadsCanBeListed() throws IOException {
        StringBuilder text = new StringBuilder("principals:\n");
        for (int i = 0; i < 40_000; i++) {
            text.append("  user")
                    .append(i)
                    .append(": {role: frontend, ticket: {ticket-hash: '")
                    .append("x".repeat(80))
                    .append("'}}\n");
        }
        Files.writeString(file, text);

        Called list = user("list", "--file", "users.yaml");

        assertEquals(ExitCode.OK, list.exitCode(), list::err);
        assertEquals(40_000, list.out().lines().count());
    }

    @Test
    void twoAtOnceDoNotOverwriteEachOther() throws IOException {
        add("joe", "ticket");
        Files.createFile(here.resolve(".users.yaml.new"));
        String before = Files.readString(file);

        Called called = add("jane", "ticket");

        assertEquals(ExitCode.INTERNAL, called.exitCode());
        assertTrue(called.err().contains(".users.yaml.new"), called::err);
        assertEquals(before, Files.readString(file));
    }

    private static void assertTold(String text, Called called) {
        assertEquals(ExitCode.USAGE, called.exitCode(), called::toString);
        assertTrue(called.err().contains(text), called::err);
    }
}
