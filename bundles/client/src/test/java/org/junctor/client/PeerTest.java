package org.junctor.client;

import static org.junctor.client.SessionTest.failure;
import static org.junctor.client.SessionTest.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.ClientSession.Handle;
import org.junctor.api.client.ClientSession.InvocationHandler;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Call;
import org.junctor.api.message.Cancel;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Interrupt;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Published;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Register;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Unregister;
import org.junctor.api.message.Unregistered;
import org.junctor.api.message.Unsubscribe;
import org.junctor.api.message.Unsubscribed;
import org.junctor.api.message.Yield;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a session does as caller, callee, publisher and subscriber. */
@Timeout(20)
final class PeerTest {
    private static final Options PROGRESS = Options.of("progress", true);

    private final FakeRouter router = new FakeRouter();
    private ClientSession session;

    @BeforeEach
    void join() throws Exception {
        session = router.join();
    }

    private long registered(InvocationHandler handler) throws Exception {
        var stage = session.register("p", Options.EMPTY, handler);
        router.say(new Registered(router.take(Register.class).request(), 50));
        return get(stage).id();
    }

    private Handle subscribed(BlockingQueue<Object> events, long id) throws Exception {
        var stage = session.subscribe("t", Options.EMPTY, event -> events.add(event.arguments().get(0)));
        router.say(new Subscribed(router.take(Subscribe.class).request(), id));
        return get(stage);
    }

    private void event(long subscription, Object argument) {
        router.say(new Event(subscription, 1, Options.EMPTY, router.payload(argument)));
    }

    private void invocation(long request, Options details) {
        router.say(new Invocation(request, 50, details, router.payload(2, 3)));
    }

    @Test
    void callGivesTheResult() throws Exception {
        var stage = session.call("add", List.of(1, "zwei"), Map.of("k", true));
        Call call = router.take(Call.class);

        router.say(new Result(call.request(), Options.EMPTY, router.payload(3)));

        assertEquals("add", call.procedure());
        assertEquals(2, call.payload().items());
        assertEquals(List.of(3L), get(stage).arguments());
    }

    @Test
    void errorOfTheCalleeIsGivenWithItsArguments() throws Exception {
        var stage = session.call("p", List.of(), Map.of());
        long request = router.take(Call.class).request();

        router.say(new Error(Call.TYPE, request, Options.EMPTY, "com.app.bad", router.payload("why", 7)));

        WampException error = failure(WampException.class, stage);
        assertEquals("com.app.bad", error.error());
        assertEquals(List.of("why", 7L), error.arguments());
    }

    @Test
    void progressiveResultsComeBeforeTheResult() throws Exception {
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> done = session.call(
                        "p", List.of(), Map.of(), Options.EMPTY, part -> seen.add(part.arguments()))
                .thenAccept(result -> seen.add(result.arguments()));
        Call call = router.take(Call.class);

        for (int i = 0; i < 3; i++) {
            router.say(new Result(call.request(), PROGRESS, router.payload(i)));
        }
        router.say(new Result(call.request(), Options.EMPTY, router.payload("end")));

        get(done);
        assertTrue(call.options().flag("receive_progress", false));
        assertEquals(List.of(List.of(0L), List.of(1L), List.of(2L), List.of("end")), seen);
    }

    @Test
    void cancellingAndGivingUpSendCancelOnce() throws Exception {
        CompletableFuture<Invoked> cancelled = session.call("p", List.of(), Map.of(), Options.EMPTY, null);
        CompletableFuture<Invoked> late = session.call("p", List.of(), Map.of(), Options.EMPTY, null);
        long first = router.take(Call.class).request();
        long second = router.take(Call.class).request();

        cancelled.cancel(true);
        Cancel cancel = router.take(Cancel.class);
        failure(TimeoutException.class, late.orTimeout(1, TimeUnit.MILLISECONDS));

        assertEquals(first, cancel.request());
        assertEquals("killnowait", cancel.options().text("mode"));
        assertEquals(second, router.take(Cancel.class).request());
        router.say(new Error(Call.TYPE, first, Options.EMPTY, Reason.CANCELED, Payload.EMPTY));
        cancelled.cancel(true);
        assertNull(router.sent.poll());
    }

    @Test
    void acknowledgedPublicationWaitsForTheRouter() throws Exception {
        var stage = session.publish("t", List.of(1), Map.of(), Options.of("acknowledge", true));
        long request = router.take(Publish.class).request();
        boolean early = stage.toCompletableFuture().isDone();

        router.say(new Published(request, 5));

        get(stage);
        assertFalse(early);
        assertTrue(session.publish("t", List.of(), Map.of(), Options.EMPTY)
                .toCompletableFuture()
                .isDone());
    }

    @Test
    void eventsComeInOrderToEachHandlerOfASubscription() throws Exception {
        BlockingQueue<Object> one = new LinkedBlockingQueue<>();
        BlockingQueue<Object> two = new LinkedBlockingQueue<>();
        subscribed(one, 9);
        subscribed(two, 9);

        event(9, "a");
        event(9, "b");

        for (BlockingQueue<Object> each : List.of(one, two)) {
            assertEquals("a", each.poll(5, TimeUnit.SECONDS));
            assertEquals("b", each.poll(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void eventRightBehindSubscribedIsTaken() throws Exception {
        BlockingQueue<Object> events = new LinkedBlockingQueue<>();
        session.subscribe("t", Options.EMPTY, event -> events.add(event.arguments().get(0)));

        router.say(new Subscribed(router.take(Subscribe.class).request(), 4));
        event(4, "first");

        assertEquals("first", events.poll(5, TimeUnit.SECONDS));
    }

    @Test
    void sharedSubscriptionIsGivenBackWithItsLastHandler() throws Exception {
        BlockingQueue<Object> events = new LinkedBlockingQueue<>();
        Handle one = subscribed(new LinkedBlockingQueue<>(), 9);
        Handle two = subscribed(events, 9);

        get(one.close());
        event(9, "still");
        boolean kept = "still".equals(events.poll(5, TimeUnit.SECONDS)) && router.sent.isEmpty();
        var closed = two.close();
        Unsubscribe unsubscribe = router.take(Unsubscribe.class);
        event(9, "late");
        router.say(new Unsubscribed(unsubscribe.request(), Options.EMPTY));

        get(closed);
        assertTrue(kept);
        assertEquals(9, unsubscribe.subscription());
        assertTrue(events.isEmpty());
    }

    @Test
    void subscriptionThatIsAskedForAgainIsNotGivenBack() throws Exception {
        BlockingQueue<Object> events = new LinkedBlockingQueue<>();
        Handle one = subscribed(new LinkedBlockingQueue<>(), 9);
        session.subscribe("t", Options.EMPTY, event -> events.add(event.arguments().get(0)));
        Subscribe again = router.take(Subscribe.class);

        get(one.close());
        router.say(new Subscribed(again.request(), 9));
        event(9, "x");

        assertEquals("x", events.poll(5, TimeUnit.SECONDS));
        assertTrue(router.sent.isEmpty());
    }

    @Test
    void revokedSubscriptionAndRegistrationAreForgotten() throws Exception {
        BlockingQueue<Object> events = new LinkedBlockingQueue<>();
        subscribed(events, 9);
        registered((call, progress) -> CompletableFuture.completedFuture(1));

        router.say(new Unsubscribed(0, Options.of("subscription", 9L)));
        router.say(new Unregistered(0, Options.of("registration", 50L)));
        event(9, "x");
        invocation(1, Options.EMPTY);

        assertEquals(Reason.NO_SUCH_REGISTRATION, router.take(Error.class).error());
        assertTrue(events.isEmpty());
    }

    @Test
    void resultsOfAHandler() throws Exception {
        BlockingQueue<Object> results = new LinkedBlockingQueue<>();
        registered((call, progress) -> {
            Object result = results.remove();
            return CompletableFuture.completedFuture(result == "nothing" ? null : result);
        });
        results.addAll(List.of("nothing", 5, List.of(1, 2), new Invoked(List.of("a"), Map.of("b", 1), Options.EMPTY)));
        List<Payload> answers = new ArrayList<>();

        for (int i = 1; i <= 4; i++) {
            invocation(i, Options.EMPTY);
            Yield yield = router.take(Yield.class);
            assertEquals(i, yield.request());
            answers.add(yield.payload());
        }

        assertTrue(answers.get(0).isEmpty());
        assertEquals(List.of(5L), router.arguments(answers.get(1)));
        assertEquals(List.of(List.of(1L, 2L)), router.arguments(answers.get(2)));
        assertEquals(2, answers.get(3).items());
    }

    @Test
    void failuresOfAHandler() throws Exception {
        BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
        registered((call, progress) -> {
            Exception failure = failures.remove();
            if (failure instanceof WampException thrown) {
                throw thrown;
            }
            return CompletableFuture.supplyAsync(() -> "x").thenApply(x -> {
                throw new IllegalStateException("broken");
            });
        });
        failures.addAll(List.of(new WampException("com.app.bad", List.of(1), Map.of("k", 2)), new Exception()));

        invocation(1, Options.EMPTY);
        Error first = router.take(Error.class);
        invocation(2, Options.EMPTY);
        Error second = router.take(Error.class);

        assertEquals("com.app.bad", first.error());
        assertEquals(Invocation.TYPE, first.requestType());
        assertEquals(2, first.payload().items());
        assertEquals("wamp.error.runtime_error", second.error());
        assertEquals(List.of("broken"), router.arguments(second.payload()));
    }

    @Test
    void resultThatIsTooLongBecomesAnError() throws Exception {
        registered((call, progress) -> CompletableFuture.completedFuture("x".repeat(500)));
        router.maxMessageBytes = 300;

        invocation(1, Options.EMPTY);

        assertEquals(Reason.PAYLOAD_SIZE_EXCEEDED, router.take(Error.class).error());
    }

    @Test
    void progressIsSentOnlyToACallerThatWantsIt() throws Exception {
        registered((call, progress) -> {
            progress.accept(List.of("half"));
            return CompletableFuture.completedFuture("whole");
        });

        invocation(1, Options.EMPTY);
        Yield alone = router.take(Yield.class);
        invocation(2, Options.of("receive_progress", true));
        Yield half = router.take(Yield.class);
        Yield whole = router.take(Yield.class);

        assertEquals(List.of("whole"), router.arguments(alone.payload()));
        assertTrue(half.options().flag("progress", false));
        assertEquals(List.of("half"), router.arguments(half.payload()));
        assertFalse(whole.options().flag("progress", false));
    }

    @Test
    void interruptCancelsTheStage() throws Exception {
        CompletableFuture<Object> work = new CompletableFuture<>();
        registered((call, progress) -> work);
        invocation(1, Options.EMPTY);

        router.say(new Interrupt(1, Options.of("mode", "kill")));

        assertEquals(Reason.CANCELED, router.take(Error.class).error());
        assertTrue(work.isCancelled());
        assertTrue(router.sent.isEmpty());
    }

    @Test
    void lostConnectionCancelsWhatIsUnderWay() throws Exception {
        CompletableFuture<Object> work = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        registered((call, progress) -> {
            begun.countDown();
            return work;
        });
        invocation(1, Options.EMPTY);
        assertTrue(begun.await(5, TimeUnit.SECONDS));

        router.drop("cable cut");

        failureOf(work);
        assertTrue(work.isCancelled());
    }

    private static void failureOf(CompletableFuture<?> future) throws Exception {
        future.handle((result, failure) -> failure).get(5, TimeUnit.SECONDS);
    }

    @Test
    void invocationsAreTakenUntilUnregisterIsConfirmed() throws Exception {
        var stage = session.register("p", Options.EMPTY, (call, progress) -> CompletableFuture.completedFuture(1));
        router.say(new Registered(router.take(Register.class).request(), 50));
        Handle handle = get(stage);

        var closed = handle.close();
        Unregister unregister = router.take(Unregister.class);
        invocation(1, Options.EMPTY);
        router.take(Yield.class);
        router.say(new Unregistered(unregister.request(), Options.EMPTY));
        get(closed);
        invocation(2, Options.EMPTY);

        assertEquals(50, unregister.registration());
        assertEquals(Reason.NO_SUCH_REGISTRATION, router.take(Error.class).error());
    }

    @Test
    void handlerMayWaitForAnAnswer() throws Exception {
        registered((call, progress) -> CompletableFuture.completedFuture(
                session.call("q", List.of(), Map.of()).toCompletableFuture().join()));

        invocation(1, Options.EMPTY);
        router.say(new Result(router.take(Call.class).request(), Options.EMPTY, router.payload("inner")));

        assertEquals(List.of("inner"), router.arguments(router.take(Yield.class).payload()));
    }

    @Test
    void slowHandlerPausesTheConnection() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        BlockingQueue<Object> events = new LinkedBlockingQueue<>();
        session.subscribe("t", Options.EMPTY, event -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            events.add(event.publication());
        });
        router.say(new Subscribed(router.take(Subscribe.class).request(), 9));
        String text = "x".repeat(1 << 20);

        for (int i = 0; i < 10; i++) {
            event(9, text);
        }
        boolean paused = router.paused;
        go.countDown();

        assertTrue(paused);
        for (int i = 0; i < 10; i++) {
            assertEquals(1L, events.poll(5, TimeUnit.SECONDS));
        }
        assertFalse(router.paused);
    }

    @Test
    void handlerThatThrowsDoesNotStopTheNext() throws Exception {
        BlockingQueue<Object> events = new LinkedBlockingQueue<>();
        session.subscribe("t", Options.EMPTY, event -> {
            if (event.arguments().get(0).equals("bad")) {
                throw new IllegalStateException("a handler of the test fails");
            }
            events.add(event.arguments().get(0));
        });
        router.say(new Subscribed(router.take(Subscribe.class).request(), 9));

        event(9, "bad");
        event(9, "good");

        assertEquals("good", events.poll(5, TimeUnit.SECONDS));
    }
}
