package org.junctor.host.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientConfig;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Options;
import org.junctor.api.operation.PartFailure;
import org.junctor.testing.FakeClients;
import org.junctor.testing.FakeSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a component lives in sessions that come and go. */
final class HostTest {
    private static final ClientConfig CLIENT = new ClientConfig(URI.create("local:backend"), "realm1", "json");
    private static final Settings SETTINGS = new Settings("c1", "org.x.Recorder", CLIENT, "/node/plugins/");

    private final FakeClients clients = new FakeClients();
    private final FakeTimer timer = new FakeTimer();
    private final DrivenThread thread = new DrivenThread();
    private final Recorder component = new Recorder();
    private final Host host = new Host(SETTINGS, clients, new Mailbox(thread), timer);

    @BeforeEach
    void start() {
        host.start(() -> "there are org.x.Other");
    }

    @Test
    void componentJoinsAndThePartHasStarted() throws Exception {
        host.found(component);
        clients.accept();
        thread.run();

        assertEquals(List.of(CLIENT), clients.configs());
        assertEquals(List.of("joined 1"), component.log);
        assertEquals("component c1 (org.x.Recorder) started in realm realm1", startedText());
        assertEquals("running", host.state());
    }

    @Test
    void methodsAreOfferedBeforeTheComponentJoins() {
        host.found(component);
        FakeSession session = clients.accept();

        assertTrue(component.log.isEmpty());
        assertEquals(6, session.procedures().size());
        assertEquals(2, session.topics().size());
        assertEquals(Options.of("match", "prefix"), session.options("com.example.any"));
        assertEquals(Options.of("match", "wildcard"), session.options("com.example.topic"));
        assertEquals(Options.EMPTY, session.options("com.example.add"));
    }

    @Test
    void componentCodeRunsOnItsOwnThreadOnly() {
        FakeSession session = running();

        session.publish("com.example.topic", "one");
        CompletableFuture<?> answer = session.invoke("com.example.add", 1L, 2L);

        assertFalse(answer.isDone());
        assertEquals(List.of("joined 1"), component.log);
        thread.run();
        assertEquals(3L, answer.getNow(null));
        assertEquals(List.of("joined 1", "event one"), component.log);
    }

    @Test
    void argumentsAreConverted() throws Exception {
        FakeSession session = running();

        assertEquals(2, result(session, "com.example.any", "a", "b"));
        assertEquals(
                "6 2.5 3 true",
                result(
                        session,
                        "com.example.typed",
                        List.of(1L, 2L, 3L),
                        Map.of("a", 1L, "b", 1.5),
                        new byte[3],
                        true));
    }

    @Test
    void wrongArgumentsAreInvalid() {
        FakeSession session = running();

        assertEquals(
                "wamp.error.invalid_argument: Recorder.add takes 2 arguments, not 1",
                error(session, "com.example.add", 1L).getMessage());
        assertEquals(
                "wamp.error.invalid_argument: argument 1 of Recorder.add must be of type int",
                error(session, "com.example.add", "1", 2L).getMessage());
        assertEquals(
                "wamp.error.invalid_argument: argument 1 of Recorder.add must be of type int",
                error(session, "com.example.add", 1L << 40, 2L).getMessage());
        assertEquals(
                "wamp.error.invalid_argument: argument 2 of Recorder.add must be of type Long",
                error(session, "com.example.add", 1L, 2.0).getMessage());
    }

    @Test
    void errorsAreWampErrors() {
        FakeSession session = running();

        assertEquals(
                "com.example.error", error(session, "com.example.refuse", true).error());
        assertEquals(
                "wamp.error.runtime_error: a bug",
                error(session, "com.example.crash", true).getMessage());
    }

    @Test
    void stageIsAwaitedAndCancelledWithTheCall() {
        FakeSession session = running();
        CompletableFuture<?> answer = session.invoke("com.example.slow");
        CompletableFuture<?> cancelled = session.invoke("com.example.slow");
        thread.run();
        assertFalse(answer.isDone());

        cancelled.cancel(true);

        assertTrue(component.slow.isCancelled());
        assertTrue(answer.isCompletedExceptionally());
    }

    @Test
    void callCancelledWhileItWaitsIsNotRun() {
        FakeSession session = running();
        CompletableFuture<?> answer = session.invoke("com.example.slow");

        answer.cancel(true);
        thread.run();

        assertFalse(component.slow.isCancelled());
    }

    @Test
    void eventOfAnotherShapeIsDroppedAndTheNextOneTaken() {
        FakeSession session = running();

        session.publish("com.example.topic", 1L);
        session.publish("com.example.topic", "two");
        session.publish("com.example.whole", 3L);
        thread.run();

        assertEquals(List.of("joined 1", "event two", "publication 7"), component.log);
    }

    @Test
    void lostSessionIsOpenedAgainWithBackOff() {
        running().lose("wamp.close.system_shutdown");
        thread.run();
        assertEquals(List.of("joined 1", "left: its session ended: wamp.close.system_shutdown"), component.log);

        int asked = 1;
        for (long seconds : List.of(1, 2, 4, 8, 16, 32, 60, 60)) {
            timer.pass(seconds * 1_000 - 1);
            assertEquals(asked, clients.configs().size());
            timer.pass(1);
            assertEquals(++asked, clients.configs().size());
            if (seconds < 60 || asked == 8) {
                clients.refuse(new IOException("no router"));
            }
        }
        clients.accept();
        thread.run();
        assertEquals("running", host.state());
        assertEquals("joined 9", component.log.get(2));
    }

    @Test
    void backOffStartsAnewAfterASession() {
        running().lose("first");
        timer.pass(1_000);
        clients.refuse(new IOException("no router"));
        timer.pass(2_000);
        FakeSession second = clients.accept();
        thread.run();

        second.lose("second");
        timer.pass(1_000);

        assertEquals(4, clients.configs().size());
    }

    @Test
    void nodeThatStartsIsAskedAgainAtOnce() throws Exception {
        host.found(component);
        clients.refuse(new WampException("wamp.error.no_such_realm", "realm1"));
        timer.pass(Host.FIRST_RETRY_MS);
        clients.accept();
        thread.run();

        assertEquals("component c1 (org.x.Recorder) started in realm realm1", startedText());
    }

    @Test
    void missingComponentFailsThePartAndSaysWhereToPutIt() {
        timer.pass(Host.START_MS);

        PartFailure failure = startFailure();
        assertEquals(PartFailure.Cause.CONFIGURATION, failure.kind());
        assertEquals(
                "component c1 (org.x.Recorder) not found within 10 s: put its bundle into /node/plugins/ and give the name of a"
                        + " component that provides org.junctor.api.client.WampComponent (there are org.x.Other)",
                failure.getMessage());
        assertEquals("failed", host.state());
    }

    @Test
    void componentThatComesAfterAllIsRun() {
        timer.pass(Host.START_MS);

        host.found(component);
        clients.accept();
        thread.run();

        assertEquals("running", host.state());
    }

    @Test
    void refusedProcedureFailsThePartWithItsName() {
        host.found(component);
        for (int i = 0; i < 100; i++) {
            FakeSession session = clients.accept(new FakeSession(i).refusing("com.example.add"));
            assertEquals(List.of("wamp.close.normal"), session.left());
            timer.pass(Host.FIRST_RETRY_MS);
        }

        assertEquals(
                "component c1 (org.x.Recorder) not started within 10 s: procedure com.example.add:"
                        + " wamp.error.procedure_already_exists: another session has it",
                startFailure().getMessage());
        assertTrue(component.log.isEmpty());
    }

    @Test
    void failedJoinIsTriedAgainInANewSession() {
        component.failure = new IllegalStateException("not yet");
        host.found(component);
        FakeSession first = clients.accept();
        thread.run();
        assertEquals(1, first.left().size());

        component.failure = null;
        timer.pass(Host.FIRST_RETRY_MS);
        clients.accept();
        thread.run();

        assertEquals("running", host.state());
        assertEquals(3, component.log.size(), component.log.toString());
        assertTrue(component.log.get(1).startsWith("left: "), component.log.toString());
    }

    @Test
    void componentThatGoesLeavesItsSession() {
        FakeSession session = running();

        host.gone();

        assertEquals(List.of("wamp.close.normal"), session.left());
        assertEquals(List.of("joined 1", "left: the component's bundle stops"), component.log);
        timer.pass(100_000);
        assertEquals(1, clients.configs().size());
        assertEquals("waiting", host.state());
    }

    @Test
    void newVersionOfTheComponentJoinsAgain() {
        running();
        host.gone();
        Recorder next = new Recorder();

        host.found(next);
        clients.accept();
        thread.run();

        assertEquals(List.of("joined 2"), next.log);
    }

    @Test
    void sessionThatOpensTooLateIsLeft() {
        host.found(component);
        host.gone();

        FakeSession late = clients.accept();
        thread.run();

        assertEquals(1, late.left().size());
        assertTrue(late.procedures().isEmpty());
        assertTrue(component.log.isEmpty());
    }

    @Test
    void stoppedHostLeavesAndConnectsNoMore() {
        FakeSession session = running();

        host.stop();
        thread.run();
        host.found(component);
        timer.pass(100_000);

        assertEquals(List.of("wamp.close.system_shutdown"), session.left());
        assertEquals("left: the component is stopped", component.log.get(1));
        assertEquals(1, clients.configs().size());
        assertEquals("stopped", host.state());
    }

    @Test
    void tooMuchWaitingWorkIsRefused() throws Exception {
        FakeSession session = running();
        for (int i = 0; i < Mailbox.LIMIT; i++) {
            session.publish("com.example.topic", "x");
        }

        CompletableFuture<?> refused = session.invoke("com.example.add", 1L, 2L);
        session.publish("com.example.topic", "dropped");
        thread.run();

        WampException error = assertInstanceOf(
                WampException.class,
                assertThrows(ExecutionException.class, refused::get).getCause());
        assertEquals("wamp.error.unavailable", error.error());
        assertEquals(1 + Mailbox.LIMIT, component.log.size());
        assertEquals(3L, result(session, "com.example.add", 1L, 2L));
    }

    private FakeSession running() {
        host.found(component);
        FakeSession session = clients.accept();
        thread.run();
        return session;
    }

    private @Nullable Object result(FakeSession session, String procedure, Object... arguments) throws Exception {
        CompletableFuture<?> answer = session.invoke(procedure, arguments);
        thread.run();
        return answer.get();
    }

    private WampException error(FakeSession session, String procedure, Object... arguments) {
        CompletableFuture<?> answer = session.invoke(procedure, arguments);
        thread.run();
        return assertInstanceOf(
                WampException.class,
                assertThrows(ExecutionException.class, answer::get).getCause());
    }

    private String startedText() throws Exception {
        return host.started().toCompletableFuture().get();
    }

    private PartFailure startFailure() {
        return assertInstanceOf(
                PartFailure.class,
                assertThrows(
                                ExecutionException.class,
                                () -> host.started().toCompletableFuture().get())
                        .getCause());
    }
}
