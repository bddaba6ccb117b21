package org.junctor.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.junctor.api.operation.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs lines with Gogo itself. */
@Timeout(30)
final class ShellControlTest {
    private final ThreadIOImpl threads = new ThreadIOImpl();
    private final RouterCommands commands = new RouterCommands();
    private final FakeRouter router = new FakeRouter();
    private final ShellControl shell;

    ShellControlTest() {
        CommandProcessorImpl processor = new CommandProcessorImpl(threads);
        for (String name :
                List.of("realms", "sessions", "registrations", "subscriptions", "listeners", "counters", "kill")) {
            processor.addCommand("junctor", commands, name);
        }
        processor.addCommand("felix", new OtherCommands(), "lb");
        for (String name : List.of("fail", "stop", "install")) {
            processor.addCommand("felix", new OtherCommands(), name);
        }
        shell = new ShellControl(processor);
    }

    @BeforeEach
    void start() {
        threads.start();
        commands.router = router;
    }

    @AfterEach
    void stop() {
        threads.stop();
    }

    /** Commands of another bundle. */
    public static final class OtherCommands {
        /** Prints as most commands do, and returns something. */
        public String lb() {
            System.out.println("printed");
            return "returned";
        }

        /** Returns what went wrong, or nothing, as Felix's command does. */
        public String stop(String bundle) {
            return bundle.equals("5") ? "" : "Bundle " + bundle + " cannot be stopped";
        }

        /** Returns the new id, or what went wrong. */
        public String install(String url) {
            return url.equals("file:good") ? "Bundle ID: 40\n" : "java.io.FileNotFoundException: " + url + "\n";
        }

        /** Fails without a message. */
        public void fail() {
            throw new IllegalStateException();
        }
    }

    private String once(String line) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        shell.run(Map.of("command", "shell", "line", line), InputStream.nullInputStream(), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private String talk(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        shell.run(Map.of("command", "shell"), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void sessionsAreListed() throws IOException {
        String expected =
                """
                SESSION  REALM   AUTHID  ROLE       METHOD     TRANSPORT  ADDRESS
                7        realm1  joe     anonymous  anonymous  websocket  127.0.0.1:5
                1 session
                junctor-shell: ok
                """;

        assertEquals(expected, once("junctor:sessions realm1"));
        assertEquals(expected, once("sessions realm1"));
        assertTrue(once("sessions").endsWith("2 sessions\njunctor-shell: ok\n"));
    }

    @Test
    void realmsAreListed() throws IOException {
        assertEquals(
                """
                REALM   SESSIONS  REGISTRATIONS  SUBSCRIPTIONS
                realm1  1         2              0
                realm2  1         2              0
                2 realms
                junctor-shell: ok
                """,
                once("realms"));
    }

    @Test
    void registrationsAndSubscriptionsAreListed() throws IOException {
        assertEquals(
                """
                ID  REALM   MATCH   URI    CALLEES
                2   realm1  exact   com.a  1
                1   realm1  prefix  com.b  2
                2 registrations
                junctor-shell: ok
                """,
                once("registrations realm1"));
        assertEquals(
                """
                ID  REALM  MATCH  URI  SUBSCRIBERS
                0 subscriptions
                junctor-shell: ok
                """,
                once("subscriptions"));
    }

    @Test
    void listenersAreListed() throws IOException {
        commands.parts = List.of(
                new FakePart("org.junctor.core.realm~realm1", "realm", Map.of()),
                new FakePart(
                        "org.junctor.transport.http~t1",
                        "transport",
                        Map.of("connections", 3, "address", "http://127.0.0.1:8080")));

        assertEquals(
                """
                LISTENER  STATE    DETAILS
                t1        running  address http://127.0.0.1:8080, connections 3
                1 listener
                junctor-shell: ok
                """,
                once("listeners"));
    }

    @Test
    void countersAreShown() throws IOException {
        assertTrue(once("counters").contains("events.dropped  12\n"));
    }

    @Test
    void aSessionIsEnded() throws IOException {
        assertEquals("session 7 ended\njunctor-shell: ok\n", once("junctor:kill 7"));
        assertEquals(List.of("7 wamp.close.killed"), router.killed);

        once("kill 8 com.example.reason");

        assertEquals(List.of("7 wamp.close.killed", "8 com.example.reason"), router.killed);
    }

    @Test
    void aSessionThatIsNoneIsRefused() throws IOException {
        assertEquals(
                """
                there is no session 9; "sessions" lists them
                junctor-shell: failed
                """,
                once("kill 9"));
        assertTrue(once("kill joe").contains("\"joe\" is no id of a session"));
        assertTrue(once("kill 99999999999999999999").contains("is no id of a session"));
        assertEquals(List.of(), router.killed);
    }

    @Test
    void aRealmThatIsNoneIsRefused() throws IOException {
        assertTrue(once("sessions nowhere").contains("there is no realm \"nowhere\"; there are: realm1, realm2"));
    }

    @Test
    void withoutTheRouterCoreCommandsSaySo() throws IOException {
        commands.router = null;

        assertTrue(once("sessions").contains("the router core is not there"));
        assertTrue(once("listeners").endsWith("junctor-shell: ok\n"));
    }

    @Test
    void whatCommandsOfOthersPrintAndReturnIsSent() throws IOException {
        assertEquals("printed\nreturned\njunctor-shell: ok\n", once("lb"));
        assertTrue(once("felix:fail").contains("IllegalStateException\njunctor-shell: failed\n"));
    }

    @Test
    void theCommandsOfFelixFailIfTheyReturnAReason() throws IOException {
        assertEquals("junctor-shell: ok\n", once("stop 5"));
        assertEquals("Bundle 6 cannot be stopped\njunctor-shell: failed\n", once("felix:stop 6"));
        assertEquals("Bundle ID: 40\njunctor-shell: ok\n", once("install file:good"));
        assertEquals(
                "java.io.FileNotFoundException: file:bad\njunctor-shell: failed\n", once("felix:install file:bad"));
    }

    @Test
    void argumentsThatDoNotFitGetAHint() throws IOException {
        assertTrue(once("stop").contains("\"help COMMAND\" says what a command takes\njunctor-shell: failed"));
    }

    @Test
    void aCommandThatIsNoneFails() throws IOException {
        String answer = once("nonsense");

        assertTrue(answer.endsWith("junctor-shell: failed\n"), answer);
        assertTrue(answer.contains("nonsense"), answer);
        assertTrue(once("echo (").endsWith("junctor-shell: failed\n"));
    }

    @Test
    void aConversationGoesOnAfterAnErrorUntilItsEnd() throws IOException {
        String answer = talk("nonsense\n\nkill 7\nexit\nkill 8\n");

        assertTrue(answer.startsWith("junctor> "), answer);
        assertTrue(answer.contains("nonsense"), answer);
        assertTrue(answer.contains("junctor> session 7 ended\njunctor> "), answer);
        assertEquals(List.of("7 wamp.close.killed"), router.killed);
        assertFalse(answer.contains("junctor-shell"));
        assertEquals("junctor> ", talk(""));
    }

    @Test
    void whatPeersHaveChosenCannotMoveTheCursor() throws IOException {
        router.authid = "\u001b[2Jevil\u202e";

        String answer = once("sessions realm1");

        assertTrue(answer.contains("\ufffd[2Jevil\ufffd"), answer);
        assertFalse(answer.contains("\u001b"));
    }

    /** A part that runs. */
    private record FakePart(String pid, String kind, Map<String, Object> details) implements Part {
        @Override
        public CompletionStage<String> started() {
            return CompletableFuture.completedFuture("started");
        }

        @Override
        public String state() {
            return "running";
        }
    }
}
