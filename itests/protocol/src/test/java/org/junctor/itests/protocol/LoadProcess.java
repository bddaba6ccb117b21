package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** {@link Load} running in another process. */
final class LoadProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final CompletableFuture<String> report = new CompletableFuture<>();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile int sent;

    private LoadProcess(Process process) {
        this.process = process;
    }

    /** What was sent and what became of it. */
    record Account(JsonNode json) {
        int sent() {
            return json.get("results").get("sent").asInt();
        }

        int arrived() {
            return json.get("results").get("arrived").asInt();
        }

        JsonNode ended() {
            return json.get("ended");
        }

        /** One line for the log of the build. */
        String line(String what) {
            return "%s: calls %s; events %s; invocations reordered %s; refused %s; sessions ended %s"
                    .formatted(
                            what,
                            part("results"),
                            part("events"),
                            json.get("invocations").get("reordered"),
                            json.get("refused"),
                            ended());
        }

        /** Fails unless everything arrived, once and in order, and no session ended. */
        void expectWhole() {
            assertEquals("{}", ended().toString(), () -> "no session may end: " + json);
            assertEquals("{}", json.get("refused").toString(), () -> "no call may be refused: " + json);
            for (String kind : new String[] {"results", "events", "invocations"}) {
                for (String fault : new String[] {"lost", "reordered", "twice"}) {
                    assertEquals(0, json.get(kind).get(fault).asInt(), () -> fault + " " + kind + ": " + json);
                }
            }
        }

        private String part(String kind) {
            JsonNode part = json.get(kind);
            return "sent %s, answered %s, lost %s, reordered %s, longest gap %s ms"
                    .formatted(
                            part.get("sent"),
                            part.get("arrived"),
                            part.get("lost"),
                            part.get("reordered"),
                            part.get("longestGapMs"));
        }
    }

    /** Starts it and waits until calls are flowing. */
    static LoadProcess start(URI url, String suffix) {
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        try {
            Process process = new ProcessBuilder(
                            java,
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Load.class.getName(),
                            url.toString(),
                            suffix)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            LoadProcess load = new LoadProcess(process);
            Thread reader = new Thread(load::read, "load-output");
            reader.setDaemon(true);
            reader.start();
            load.awaitSent(Load.RATE);
            return load;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until this many further calls were sent: {@link Load#RATE} of them are a second. */
    void awaitSent(int more) {
        int until = sent + more;
        Waiting.until(
                LIMIT,
                () -> sent >= until || ended.get() > 0 || report.isDone(),
                () -> "the load stands still at " + sent);
    }

    /** Waits until this many of its sessions have ended. */
    void awaitEnded(int count) {
        Waiting.until(LIMIT, () -> ended.get() >= count, () -> "only " + ended + " sessions have ended");
    }

    /** Ends the load and answers its account. */
    Account finish() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            return new Account(Json.tree(report.get(LIMIT.toSeconds(), TimeUnit.SECONDS)));
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the load gave no account", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("sent ")) {
                    sent = Integer.parseInt(line.substring(5));
                } else if (line.startsWith("ended ")) {
                    ended.incrementAndGet();
                } else if (line.startsWith("{")) {
                    report.complete(line);
                } else {
                    System.out.println(line);
                }
            }
            report.completeExceptionally(new IOException("the load ended without an account"));
        } catch (IOException e) {
            report.completeExceptionally(e);
        }
    }
}
