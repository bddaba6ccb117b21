package org.junctor.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junctor.api.client.ClientConfig;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Abort;
import org.junctor.api.message.Call;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Result;
import org.junctor.api.message.Welcome;
import org.junctor.api.transport.CloseReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The life of a session, from HELLO to GOODBYE, and what ends it. */
@Timeout(20)
final class SessionTest {
    private final FakeRouter router = new FakeRouter();

    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    static <E extends Exception> E failure(Class<E> type, CompletionStage<?> stage) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> get(stage));
        return assertInstanceOf(type, thrown.getCause());
    }

    static void assertSays(String text, Exception failure) {
        assertTrue(String.valueOf(failure.getMessage()).contains(text), String.valueOf(failure.getMessage()));
    }

    @Test
    void helloNamesTheRealmAndOnlyFeaturesThatThereAre() throws Exception {
        router.open();

        Hello hello = router.take(Hello.class);

        assertEquals("realm1", hello.realm());
        Options roles = hello.details().dict("roles");
        assertEquals(Set.of("publisher", "subscriber", "caller", "callee"), roles.keys());
        assertTrue(roles.dict("caller").dict("features").flag("progressive_call_results", false));
        assertTrue(roles.dict("callee").dict("features").flag("call_timeout", false));
        assertFalse(roles.dict("callee").dict("features").has("sharded_registration"));
    }

    @Test
    void welcomeOpensTheSession() throws Exception {
        CompletionStage<ClientSession> opened = router.open();
        router.take(Hello.class);

        router.say(new Welcome(4711, Options.of("authid", "x").with("roles", Map.of("broker", Map.of()))));

        assertEquals(4711, get(opened).id());
        assertEquals("x", get(opened).welcome().text("authid"));
    }

    @Test
    void abortRefusesTheSession() throws Exception {
        CompletionStage<ClientSession> opened = router.open();
        router.take(Hello.class);

        router.say(new Abort(Options.of("message", "no realm 'realm1'"), Reason.NO_SUCH_REALM, Payload.EMPTY));

        WampException refused = failure(WampException.class, opened);
        assertEquals(Reason.NO_SUCH_REALM, refused.error());
        assertEquals(List.of("no realm 'realm1'"), refused.arguments());
        assertEquals(List.of(CloseReason.NORMAL), router.closes);
    }

    @Test
    void challengeIsAnsweredByAbort() throws Exception {
        CompletionStage<ClientSession> opened = router.open();
        router.take(Hello.class);

        router.say(new Challenge("ticket", Options.EMPTY));

        assertEquals(Reason.NO_MATCHING_AUTH_METHOD, router.take(Abort.class).reason());
        assertSays("ticket", failure(WampException.class, opened));
    }

    @Test
    void connectionLostBeforeWelcomeFailsTheOpening() throws Exception {
        CompletionStage<ClientSession> opened = router.open();
        router.take(Hello.class);

        router.drop("reset by peer");

        assertSays("reset by peer", failure(IOException.class, opened));
    }

    @Test
    void unknownSchemeAndSerializerAreNamed() {
        Clients clients = new Clients();

        IOException scheme =
                failure(IOException.class, clients.open(new ClientConfig(URI.create("ftp://x"), "realm1", "json")));
        IOException serializer = failure(
                IOException.class, clients.open(new ClientConfig(URI.create("tcp://127.0.0.1:1"), "realm1", "morse")));

        assertSays("ftp://x", scheme);
        assertSays("'morse'; installed: [json]", serializer);
    }

    @Test
    void goodbyeOfTheRouterIsAnsweredAndEndsTheSession() throws Exception {
        ClientSession session = router.join();
        var call = session.call("p", List.of(), Map.of());
        router.take(Call.class);

        router.say(new Goodbye(Options.EMPTY, Reason.SYSTEM_SHUTDOWN));

        assertEquals(Reason.GOODBYE_AND_OUT, router.take(Goodbye.class).reason());
        assertEquals(Reason.SYSTEM_SHUTDOWN, get(session.closed()));
        assertSays(Reason.SYSTEM_SHUTDOWN, failure(IOException.class, call));
    }

    @Test
    void leavingWaitsForTheRoutersGoodbye() throws Exception {
        ClientSession session = router.join();

        CompletionStage<Void> left = session.leave("wamp.close.normal");
        Goodbye goodbye = router.take(Goodbye.class);
        boolean early = left.toCompletableFuture().isDone();
        router.say(new Goodbye(Options.EMPTY, Reason.GOODBYE_AND_OUT));

        get(left);
        assertFalse(early);
        assertEquals("wamp.close.normal", goodbye.reason());
        assertEquals("wamp.close.normal", get(session.closed()));
        failure(IOException.class, session.call("p", List.of(), Map.of()));
    }

    @Test
    void lostConnectionFailsAllThatIsPending() throws Exception {
        ClientSession session = router.join();
        var call = session.call("p", List.of(), Map.of());
        var published = session.publish("t", List.of(), Map.of(), Options.of("acknowledge", true));
        var subscribed = session.subscribe("t", Options.EMPTY, event -> {});

        router.drop("cable cut");

        failure(IOException.class, call);
        failure(IOException.class, published);
        failure(IOException.class, subscribed);
        assertEquals("cable cut", get(session.closed()));
        failure(IOException.class, session.publish("t", List.of(), Map.of(), Options.EMPTY));
    }

    @Test
    void malformedMessageIsAnsweredByAbort() throws Exception {
        ClientSession session = router.join();

        router.say("[36,1".getBytes(StandardCharsets.UTF_8));

        assertEquals(Reason.PROTOCOL_VIOLATION, router.take(Abort.class).reason());
        assertEquals(List.of(CloseReason.PROTOCOL_ERROR), router.closes);
        assertEquals(Reason.PROTOCOL_VIOLATION, get(session.closed()));
    }

    @Test
    void answerOfAnotherTypeIsAViolation() throws Exception {
        ClientSession session = router.join();
        var call = session.call("p", List.of(), Map.of());

        router.say(new Registered(router.take(Call.class).request(), 3));

        assertEquals(Reason.PROTOCOL_VIOLATION, router.take(Abort.class).reason());
        assertSays("does not answer", failure(IOException.class, call));
    }

    @Test
    void answerToNobodyIsDropped() throws Exception {
        ClientSession session = router.join();

        router.say(new Result(99, Options.EMPTY, Payload.EMPTY));
        var call = session.call("p", List.of(), Map.of());
        router.say(new Result(router.take(Call.class).request(), Options.EMPTY, router.payload("ok")));

        assertEquals(List.of("ok"), get(call).arguments());
    }

    @Test
    void requestIdsHaveNoGaps() throws Exception {
        ClientSession session = router.join();
        router.maxMessageBytes = 200;

        session.publish("a", List.of(), Map.of(), Options.EMPTY);
        WampException tooLong =
                failure(WampException.class, session.publish("b", List.of("x".repeat(300)), Map.of(), Options.EMPTY));
        assertThrows(
                IllegalArgumentException.class,
                () -> session.publish("c", List.of(new Object()), Map.of(), Options.EMPTY));
        session.publish("d", List.of(), Map.of(), Options.EMPTY);

        assertEquals(1, router.take(Publish.class).request());
        Publish second = router.take(Publish.class);
        assertEquals("d", second.topic());
        assertEquals(2, second.request());
        assertEquals(Reason.PAYLOAD_SIZE_EXCEEDED, tooLong.error());
    }

    @Test
    void messagesWaitInOrderWhileTheChannelIsFull() throws Exception {
        ClientSession session = router.join();
        router.full = true;
        session.publish("a", List.of(), Map.of(), Options.EMPTY);
        session.publish("b", List.of(), Map.of(), Options.EMPTY);
        assertTrue(router.sent.isEmpty());

        router.room();
        session.publish("c", List.of(), Map.of(), Options.EMPTY);

        assertEquals("a", router.take(Publish.class).topic());
        assertEquals("b", router.take(Publish.class).topic());
        assertEquals("c", router.take(Publish.class).topic());
    }

    @Test
    void whatWaitsToBeSentIsBounded() throws Exception {
        ClientSession session = router.join();
        router.full = true;
        String text = "x".repeat(1 << 19);
        CompletionStage<Void> last = CompletableFuture.completedFuture(null);

        for (int i = 0; i <= (Outbox.FULL >> 19) + 1; i++) {
            last = session.publish("a", List.of(text), Map.of(), Options.EMPTY);
        }

        assertSays("wait to be sent", failure(IOException.class, last));
    }

    @Test
    void stoppingTheFactoryLeavesItsSessionsAndGivesUpWhatIsNotOpen() throws Exception {
        Clients clients = router.clients();
        CompletionStage<ClientSession> open = clients.open(FakeRouter.CONFIG);
        router.take(Hello.class);
        router.say(new Welcome(1, FakeRouter.FEATURES));
        ClientSession session = get(open);
        CompletionStage<ClientSession> opening = clients.open(FakeRouter.CONFIG);
        router.take(Hello.class);

        clients.stop();

        failure(IOException.class, opening);
        assertEquals(Reason.SYSTEM_SHUTDOWN, router.take(Goodbye.class).reason());
        failure(IOException.class, session.call("p", List.of(), Map.of()));
    }

    @Test
    void openerMayWaitForItsFirstRequests() throws Exception {
        CompletableFuture<List<?>> result = router.open()
                .thenApply(session -> session.call("p", List.of(), Map.of()))
                .<List<?>>thenApply(call -> call.toCompletableFuture().join().arguments())
                .toCompletableFuture();
        router.take(Hello.class);
        router.say(new Welcome(1, FakeRouter.FEATURES));

        router.say(new Result(router.take(Call.class).request(), Options.EMPTY, router.payload(1)));

        assertEquals(List.of(1L), get(result));
    }
}
