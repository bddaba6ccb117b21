package org.junctor.auth.principals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FilePrincipalsTest {
    private static final String JOE = "principals:\n  joe: {ticket: geheim, role: guest, floor: 3}\n";

    private final Path folder;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final AtomicInteger changes = new AtomicInteger();
    private PrincipalFiles files;
    private FilePrincipals subject;

    FilePrincipalsTest(@TempDir Path folder) {
        this.folder = folder;
        files = new PrincipalFiles(folder, tasks::add);
        subject = new FilePrincipals(files);
        begin();
    }

    private void begin() {
        files = new PrincipalFiles(folder, tasks::add);
        files.onChange(changes::incrementAndGet);
        subject = new FilePrincipals(files);
    }

    private void write(String text) throws IOException {
        Path next = folder.resolve("next");
        Files.writeString(next, text);
        Files.move(next, folder.resolve("users"), StandardCopyOption.REPLACE_EXISTING);
    }

    @SuppressWarnings("NullAway") // which does not see in a class file that the type argument may be null
    private CompletableFuture<@Nullable Principal> ask(String authid) {
        return subject.find(Queries.query(Map.of("type", "file", "file", "users"), authid))
                .toCompletableFuture();
    }

    private @Nullable Principal find(String authid) {
        CompletableFuture<@Nullable Principal> answer = ask(authid);
        tasks.forEach(Runnable::run);
        tasks.clear();
        return answer.join();
    }

    @Test
    void yamlAndJsonAreReadAlike() throws IOException {
        for (String text :
                List.of(JOE, "{\"users\": {\"joe\": {\"ticket\": \"geheim\", \"role\": \"guest\", \"floor\": 3}}}")) {
            begin();
            write(text);

            Principal joe = find("joe");

            assertNotNull(joe, text);
            assertEquals("guest", joe.authrole());
            assertEquals("geheim", joe.entries().get("ticket"));
            assertEquals(3L, joe.entries().get("floor"));
            assertNull(find("eve"));
        }
    }

    @Test
    void aFileIsNotReadByTheThreadThatAsks() throws IOException {
        write(JOE);

        CompletableFuture<@Nullable Principal> answer = ask("joe");

        assertFalse(answer.isDone());
        tasks.remove().run();
        assertNotNull(answer.join());
        assertNotNull(ask("joe").getNow(null), "what was read is known");
    }

    @Test
    void aChangedFileIsReadAgainAndAnnouncedOnce() throws IOException {
        write(JOE);
        assertNotNull(find("joe"));
        files.look();
        assertEquals(0, changes.get());

        write("users: {eve: {role: guest}}");
        files.look();
        files.look();

        assertNull(find("joe"));
        assertNotNull(find("eve"));
        assertEquals(1, changes.get());
    }

    @Test
    void aBrokenFileKeepsWhatWasThere() throws IOException {
        write(JOE);
        assertNotNull(find("joe"));
        for (String broken : List.of(
                "",
                "principals: [joe]",
                "principals: {joe: {role: *guest}}",
                "principals: {joe: {role: a}, joe: {role: b}}",
                "others: {}",
                "- joe",
                "principals: " + "[".repeat(20_000),
                "principals: &a {joe: *a}",
                "principals: {joe: &a {? {b: 1} : 2}}",
                thatMultiplies(),
                "{\"principals\": {\"joe\": ")) {
            write(broken);
            files.look();
            assertNotNull(find("joe"), broken);
        }
        Files.delete(folder.resolve("users"));
        files.look();

        assertNotNull(find("joe"));
        assertEquals(0, changes.get());
        write("principals: {}");
        files.look();
        assertNull(find("joe"));
    }

    /** Sixteen lines that stand for 43 million values. */
    private static String thatMultiplies() {
        StringBuilder text = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i <= 16; i++) {
            text.append(String.format(Locale.ROOT, "a%1$d: &a%1$d [*a%2$d, *a%2$d, *a%2$d]%n", i, i - 1));
        }
        return text.append("principals: {joe: *a16}\n").toString();
    }

    @Test
    void aFileThatIsNestedTooDeepAtFirstCountsOnceItIsMended() throws IOException {
        write("principals: " + "[".repeat(20_000));
        assertNull(find("joe"));

        write(JOE);
        files.look();

        assertNotNull(find("joe"));
    }

    @Test
    void whatIsNoFileIsNotRead() throws IOException {
        Files.createDirectory(folder.resolve("users"));
        assertNull(find("joe"));

        Files.delete(folder.resolve("users"));
        Files.createSymbolicLink(folder.resolve("users"), Path.of("/dev/zero"));
        files.look();

        assertNull(find("joe"));
    }

    @Test
    void aFileThatIsNotThereLetsNobodyInUntilItComes() throws IOException {
        assertNull(find("joe"));

        write(JOE);
        files.look();

        assertNotNull(find("joe"));
    }

    @Test
    void settingsThatNameNoFileLetNobodyIn() {
        for (Map<String, Object> settings : List.of(
                Map.<String, Object>of(), Map.<String, Object>of("file", 7L), Map.<String, Object>of("file", "\0"))) {
            assertNull(subject.find(Queries.query(settings, "joe"))
                    .toCompletableFuture()
                    .join());
        }
    }
}
