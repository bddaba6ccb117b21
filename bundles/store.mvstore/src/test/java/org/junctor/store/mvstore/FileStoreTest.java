package org.junctor.store.mvstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.store.EventStore;
import org.junctor.api.store.RetainedEvent;
import org.junctor.testing.EventStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store in a file. */
final class FileStoreTest implements EventStoreContract {
    static final String HISTORY =
            "[{\"uri\":\"com.example.five\",\"limit\":5},{\"uri\":\"com.example\",\"match\":\"prefix\"}]";
    private static final Clock NOW =
            Clock.fixed(EventStoreContract.event(1, 100).time(), ZoneOffset.UTC);

    private final List<FileStore> open = new ArrayList<>();

    private final Path folder;

    FileStoreTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void stop() {
        open.forEach(FileStore::stop);
    }

    @Override
    public EventStore store() {
        return store(HISTORY, Map.of());
    }

    @Test
    void everythingIsThereAfterARestart() {
        FileStore before = store(HISTORY, Map.of());
        for (int i = 1; i <= 7; i++) {
            EventStoreContract.of(before.append(List.of(FIVE, ALL), EventStoreContract.event(i, i)));
        }
        EventStoreContract.of(
                before.retain("com.example.a", List.of(new RetainedEvent(EventStoreContract.event(9, 9), null))));
        before.stop();

        FileStore after = store(HISTORY, Map.of());
        EventStoreContract.of(after.append(List.of(FIVE), EventStoreContract.event(8, 8)));

        assertEquals(List.of(4L, 5L, 6L, 7L, 8L), EventStoreContract.found(after, EventStoreContract.all(FIVE)));
        assertEquals(
                7, EventStoreContract.found(after, EventStoreContract.all(ALL)).size());
        assertEquals(9, EventStoreContract.of(after.retained()).get(0).event().publication());
        assertTrue(Files.exists(folder.resolve("store/realm1.mv")));
    }

    @Test
    void whatWasAcknowledgedSurvivesAProcessThatIsKilled() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long acknowledged = 0;
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null && acknowledged < 200) {
                acknowledged = Long.parseLong(line);
                line = lines.readLine();
            }
            process.toHandle().destroyForcibly(); // unlike the process it leaves what was said to be read
            while (line != null) { // what it said before it was killed
                acknowledged = Long.parseLong(line);
                line = lines.readLine();
            }
        }
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));

        List<Long> found = EventStoreContract.found(store(HISTORY, Map.of()), EventStoreContract.all(ALL));

        assertTrue(acknowledged >= 200, "the victim acknowledged " + acknowledged);
        assertTrue(found.size() >= Math.min(acknowledged, 1000), found.size() + " of " + acknowledged);
        for (int i = 0; i < found.size(); i++) {
            assertEquals(i + 1L, found.get(i));
        }
    }

    @Test
    void tornEndIsCutOff() throws IOException {
        FileStore before = store(HISTORY, Map.of());
        for (int i = 1; i <= 50; i++) {
            EventStoreContract.of(before.append(List.of(ALL), EventStoreContract.event(i, i)));
        }
        Path file = folder.resolve("store/realm1.mv");
        Path copy = folder.resolve("store/torn.mv");
        Files.copy(file, copy); // as it is while the store is open: nobody closed it
        before.stop();
        try (RandomAccessFile torn = new RandomAccessFile(copy.toFile(), "rw")) {
            torn.setLength(torn.length() - 100);
            torn.seek(torn.length());
            torn.write(new byte[] {1, 2, 3});
        }

        FileStore after = store(HISTORY, Map.of("path", "store/torn.mv"));

        List<Long> found = EventStoreContract.found(after, EventStoreContract.all(ALL));
        assertTrue(found.size() >= 49, () -> "only " + found.size() + " are left");
        EventStoreContract.of(after.append(List.of(ALL), EventStoreContract.event(100, 60)));
        assertEquals(
                found.size() + 1,
                EventStoreContract.found(after, EventStoreContract.all(ALL)).size());
    }

    @Test
    void damagedEventIsLeftOutAndReported() throws IOException {
        FileStore before = store(HISTORY, Map.of());
        for (int i = 1; i <= 3; i++) {
            EventStoreContract.of(before.append(List.of(ALL), EventStoreContract.event(4_000_000 + i, i)));
        }
        before.stop();
        Path file = folder.resolve("store/realm1.mv");
        byte[] octets = Files.readAllBytes(file);
        byte[] payload = "[4000002]".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i + payload.length <= octets.length; i++) {
            if (Arrays.equals(octets, i, i + payload.length, payload, 0, payload.length)) {
                octets[i + 1] ^= 1; // in each version that is still in the file
            }
        }
        Files.write(file, octets);

        FileStore after = store(HISTORY, Map.of());

        assertEquals(List.of(4_000_001L, 4_000_003L), EventStoreContract.found(after, EventStoreContract.all(ALL)));
        assertEquals(1L, after.details().get("damaged"));
    }

    @Test
    void oldAndLargeEventsAreForgottenAlsoAfterARestart() {
        String history = "[{\"uri\":\"com.example.five\",\"max-bytes\":400},"
                + "{\"uri\":\"com.example\",\"match\":\"prefix\",\"max-age\":90}]";
        FileStore before = store(history, Map.of());
        for (int i = 1; i <= 5; i++) {
            EventStoreContract.of(before.append(List.of(FIVE, ALL), EventStoreContract.event(i, i * 4)));
        }
        int fit = EventStoreContract.found(before, EventStoreContract.all(FIVE)).size();
        before.stop();

        FileStore after = store(history, Map.of());
        EventStoreContract.of(after.append(List.of(FIVE), EventStoreContract.event(6, 24)));

        assertTrue(fit > 0 && fit < 5, () -> "fit: " + fit);
        assertEquals(
                fit,
                EventStoreContract.found(after, EventStoreContract.all(FIVE)).size());
        assertEquals(List.of(3L, 4L, 5L), EventStoreContract.found(after, EventStoreContract.all(ALL)));
    }

    @Test
    void fileThatIsInUseIsNamed() {
        store(HISTORY, Map.of());

        String problem = problem(Map.of());

        assertEquals(
                "the store of realm realm1: " + folder.resolve("store/realm1.mv")
                        + " is in use by another process: stop that, or name another file",
                problem);
    }

    @Test
    void fileThatIsNoStoreIsNamedAndLeftAlone() throws IOException {
        Path file = folder.resolve("note.txt");
        String text = "dear diary ".repeat(2000);
        Files.writeString(file, text);

        String problem = problem(Map.of("path", "note.txt"));

        assertTrue(problem.startsWith("the store of realm realm1: " + file + " cannot be opened: "), problem);
        assertEquals(text, Files.readString(file));
    }

    @Test
    void fileThatCannotBeMadeIsNamedWithTheRemedy() throws IOException {
        Files.writeString(folder.resolve("note.txt"), "dear diary");

        String problem = problem(Map.of("path", "note.txt/events.mv"));

        assertTrue(
                problem.startsWith("the store of realm realm1: " + folder.resolve("note.txt/events.mv")
                        + " cannot be made: FileAlreadyExistsException "),
                problem);
        assertTrue(problem.endsWith("; let the node write there, or name another file ('path')"), problem);
    }

    @Test
    void damageWhereverItIsIsOneLineWithTheRemedy() throws IOException {
        FileStore before = store(HISTORY, Map.of());
        for (int i = 1; i <= 100; i++) {
            EventStoreContract.of(before.append(List.of(ALL), EventStoreContract.event(4_000_000 + i, i)));
        }
        before.stop();
        Path file = folder.resolve("store/realm1.mv");
        byte[] whole = Files.readAllBytes(file);
        int failed = 0;
        for (int at = 0; at < whole.length; at += 1024) {
            byte[] damaged = whole.clone();
            for (int i = at; i < Math.min(at + 1024, whole.length); i++) {
                damaged[i] ^= 0x55;
            }
            Files.write(file, damaged);
            FileStore store = store(HISTORY, Map.of());
            String problem = problem(store);
            store.stop();
            failed += problem.isEmpty() ? 0 : 1;
            assertTrue(problem.isEmpty() || isHelpful(problem, file), problem);
        }
        assertTrue(failed > 0, "nothing was damaged");
    }

    private static boolean isHelpful(String problem, Path file) {
        return problem.startsWith(file + " cannot be ")
                && problem.endsWith("; if it is damaged, stop the node, and put a copy of it back or move it away")
                && problem.lines().count() == 1;
    }

    /** Why events cannot be read; empty if they can. */
    private static String problem(FileStore damaged) {
        return damaged.events(EventStoreContract.all(ALL))
                .handle((events, failure) -> failure == null
                        ? ""
                        : String.valueOf(assertInstanceOf(IOException.class, cause(failure))
                                .getMessage()))
                .toCompletableFuture()
                .join();
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    @Test
    void storeWithoutItsFileFailsWhatItShouldKeep() throws IOException {
        Files.writeString(folder.resolve("note.txt"), "dear diary ".repeat(2000));
        FileStore store = store(HISTORY, Map.of("path", "note.txt"));

        assertThrows(CompletionException.class, () -> store.append(List.of(ALL), EventStoreContract.event(1, 1))
                .toCompletableFuture()
                .join());
        assertThrows(CompletionException.class, () -> store.events(EventStoreContract.all(ALL))
                .toCompletableFuture()
                .join());
        assertEquals("failed", store.state());
    }

    @Test
    void retainedEventsMayBeLeftOut() {
        FileStore store = store(HISTORY, Map.of("retained", false, "sync", false));

        assertEquals(false, store.retains());
        assertEquals(List.of(), EventStoreContract.of(store.retained()));
    }

    private String problem(Map<String, Object> more) {
        FileStore store = store(HISTORY, more);
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> store.started().toCompletableFuture().join());
        return String.valueOf(
                assertInstanceOf(PartFailure.class, failure.getCause()).getMessage());
    }

    private FileStore store(String history, Map<String, Object> more) {
        FileStore store = new FileStore(config(folder, history, more), NOW);
        open.add(store);
        return store;
    }

    static Map<String, Object> config(Path folder, String history, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("service.pid", "org.junctor.store.mvstore~realm1");
        config.put("realm", "realm1");
        config.put("node.directory", folder.toString());
        config.put("event-history", history);
        return config;
    }
}
