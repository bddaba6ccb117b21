package org.junctor.client;

import static org.junctor.client.Recorder.next;
import static org.junctor.client.SessionTest.failure;
import static org.junctor.client.SessionTest.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.ClientSession.CallStream;
import org.junctor.api.client.ClientSession.Handle;
import org.junctor.api.client.ClientSession.StreamHandler;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Call;
import org.junctor.api.message.Cancel;
import org.junctor.api.message.Error;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Register;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Result;
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls whose arguments follow one another, on both sides. */
@Timeout(20)
final class PartedCallTest {
    private static final Options DEALER = Options.of("call_canceling", true).with("progressive_call_invocations", true);
    private static final Options MORE = Options.of("progress", true);

    private final FakeRouter router = new FakeRouter();

    private ClientSession join() throws Exception {
        CompletionStage<ClientSession> opened = router.open();
        router.take(Hello.class);
        router.say(new Welcome(7, Options.of("roles", Map.of("dealer", Map.of("features", DEALER.entries())))));
        return get(opened);
    }

    private void registered(ClientSession session, StreamHandler handler) throws Exception {
        CompletionStage<Handle> stage = session.registerStream("p", Options.EMPTY, handler);
        router.say(new Registered(router.take(Register.class).request(), 50));
        get(stage);
    }

    private void invocation(long request, Options details, Object argument) {
        router.say(new Invocation(request, 50, details, router.payload(argument)));
    }

    @Test
    void partsHaveOneRequestIdAndOnlyTheLastHasNoProgress() throws Exception {
        CallStream stream = join().stream("p", Options.of("disclose_me", true), null);

        stream.send(List.of(1), Map.of());
        stream.send(List.of(2), Map.of());
        var result = stream.finish(List.of(3), Map.of());

        Call first = router.take(Call.class);
        assertTrue(first.options().flag("progress", false));
        assertTrue(first.options().flag("disclose_me", false));
        Call second = router.take(Call.class);
        assertEquals(first.request(), second.request());
        assertEquals(MORE, second.options());
        Call last = router.take(Call.class);
        assertEquals(first.request(), last.request());
        assertFalse(last.options().flag("progress", false));
        router.say(new Result(first.request(), Options.EMPTY, router.payload("sum")));
        assertEquals(List.of("sum"), get(result).arguments());
        assertThrows(IllegalStateException.class, () -> stream.send(List.of(4), Map.of()));
    }

    @Test
    void nothingIsSentAfterTheCallIsOver() throws Exception {
        CallStream stream = join().stream("p", Options.EMPTY, null);
        stream.send(List.of(1), Map.of());
        Call call = router.take(Call.class);
        router.say(new Result(call.request(), Options.EMPTY, router.payload("enough")));
        get(stream.result());

        stream.send(List.of(2), Map.of());

        assertTrue(router.sent.isEmpty());
    }

    @Test
    void cancellingTheResultCancelsTheCall() throws Exception {
        CallStream stream = join().stream("p", Options.EMPTY, null);
        stream.send(List.of(1), Map.of());
        long request = router.take(Call.class).request();

        stream.result().cancel(true);

        assertEquals(request, router.take(Cancel.class).request());
    }

    @Test
    void routerThatHasNoSuchCallsIsNotAsked() throws Exception {
        CallStream stream = router.join().stream("p", Options.EMPTY, null);

        stream.send(List.of(1), Map.of());

        assertEquals(
                Reason.FEATURE_NOT_SUPPORTED,
                failure(WampException.class, stream.result()).error());
        assertTrue(router.sent.isEmpty());
    }

    @Test
    void handlerTakesPartsInOrderAndAnswersOnce() throws Exception {
        registered(join(), (parts, progress) -> {
            List<Object> all = new ArrayList<>();
            CompletableFuture<Object> result = new CompletableFuture<>();
            parts.forEach((part, last) -> {
                all.add(part.arguments().get(0));
                progress.accept(List.of(all.size()));
                if (last) {
                    result.complete(all);
                }
            });
            return result;
        });

        invocation(1, MORE.with("receive_progress", true), "a");
        invocation(1, MORE, "b");
        invocation(1, Options.EMPTY, "c");

        for (long count = 1; count <= 3; count++) {
            Yield yield = router.take(Yield.class);
            assertTrue(yield.options().flag("progress", false));
            assertEquals(List.of(count), router.arguments(yield.payload()));
        }
        Yield result = router.take(Yield.class);
        assertEquals(List.of(List.of("a", "b", "c")), router.arguments(result.payload()));
    }

    @Test
    void partsThatComeAfterTheAnswerAreDropped() throws Exception {
        BlockingQueue<Object> taken = new LinkedBlockingQueue<>();
        registered(join(), (parts, progress) -> {
            parts.forEach((part, last) -> taken.add(part.arguments().get(0)));
            return CompletableFuture.completedFuture("enough");
        });
        invocation(1, MORE, "a");
        assertEquals(
                List.of("enough"), router.arguments(router.take(Yield.class).payload()));

        invocation(1, MORE, "b");
        invocation(1, Options.EMPTY, "c");
        invocation(2, Options.EMPTY, "d");

        router.take(Yield.class);
        assertEquals("a", next(taken));
        assertEquals("d", next(taken));
        assertTrue(taken.isEmpty());
    }

    @Test
    void ordinaryHandlerRefusesParts() throws Exception {
        ClientSession session = join();
        var stage = session.register("p", Options.EMPTY, (call, progress) -> CompletableFuture.completedFuture(1));
        router.say(new Registered(router.take(Register.class).request(), 50));
        get(stage);

        invocation(1, MORE, "a");
        invocation(1, Options.EMPTY, "b");
        invocation(2, Options.EMPTY, "c");

        assertEquals(Reason.FEATURE_NOT_SUPPORTED, router.take(Error.class).error());
        assertEquals(2, router.take(Yield.class).request());
    }

    @Test
    void calleeKeepsTheTimeLimitThatItIsGiven() throws Exception {
        registered(join(), (parts, progress) -> {
            parts.forEach((part, last) -> {});
            return new CompletableFuture<>();
        });

        invocation(1, Options.of("timeout", 20L), "a");

        assertEquals("wamp.error.timeout", router.take(Error.class).error());
    }
}
