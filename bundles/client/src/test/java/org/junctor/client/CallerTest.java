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
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Call;
import org.junctor.api.message.Cancel;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Published;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Unsubscribe;
import org.junctor.api.message.Unsubscribed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a session does as caller, publisher and subscriber. */
@Timeout(20)
final class CallerTest {
    private static final Options PROGRESS = Options.of("progress", true);

    private final FakeRouter router = new FakeRouter();
    private ClientSession session;

    @BeforeEach
    void join() throws Exception {
        session = router.join();
    }

    private Handle subscribed(BlockingQueue<Object> events, long id) throws Exception {
        var stage = session.subscribe(
                "t", Options.EMPTY, event -> events.add(event.arguments().get(0)));
        router.say(new Subscribed(router.take(Subscribe.class).request(), id));
        return get(stage);
    }

    private void event(long subscription, Object argument) {
        router.say(new Event(subscription, 1, Options.EMPTY, router.payload(argument)));
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
        session.subscribe(
                "t", Options.EMPTY, event -> events.add(event.arguments().get(0)));

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
        session.subscribe(
                "t", Options.EMPTY, event -> events.add(event.arguments().get(0)));
        Subscribe again = router.take(Subscribe.class);

        get(one.close());
        router.say(new Subscribed(again.request(), 9));
        event(9, "x");

        assertEquals("x", events.poll(5, TimeUnit.SECONDS));
        assertTrue(router.sent.isEmpty());
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
