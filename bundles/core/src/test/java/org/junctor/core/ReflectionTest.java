package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Call;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Result;
import org.junctor.api.serializer.Values;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** What sessions declare of their procedures, topics and errors. */
final class ReflectionTest {
    private static final String ADD = "com.example.add";
    private static final Map<String, Object> SUM = Map.of("result", "the sum");

    private final TestRouter router =
            new TestRouter(TestRouter.limits(new CallLimits(10, 2000, 0, 0, 100, 100, 255, 32, false, false, 3, 1000)));
    private final FakePeer callee = router.join();
    private final FakePeer asking = router.join();
    private long calleeRequests = 1;
    private long askingRequests = 1;

    @Test
    void whatIsDeclaredCanBeListedAndDescribed() {
        define(ADD, SUM, Map.of());
        define("com.example.sub", Map.of("result", "the difference"), Map.of());
        define("com.example.overflow", Map.of("when", "too much"), Map.of("kind", "error"));

        assertEquals(List.of(ADD, "com.example.sub"), ask("wamp.reflection.procedure.list"));
        assertEquals(List.of("com.example.sub"), ask("wamp.reflection.procedure.list", "com.example.s"));
        assertEquals(List.of(), ask("wamp.reflection.topic.list"));
        assertEquals(List.of("com.example.overflow"), ask("wamp.reflection.error.list"));
        assertEquals(SUM, ask("wamp.reflection.procedure.describe", ADD));
        assertEquals(SUM, ask("wamp.reflect.describe", ADD));
        assertNull(ask("wamp.reflection.topic.describe", ADD));
    }

    @Test
    void declarationsEndWithTheSessionOrBefore() {
        define(ADD, SUM, Map.of());
        define("com.example.sub", SUM, Map.of());
        callee.send(call(calleeRequests++, "wamp.reflect.undefine", List.of(ADD), Map.of()));
        assertEquals(true, TestRouter.argument(callee.next(Result.class)));
        assertEquals(List.of("com.example.sub"), ask("wamp.reflection.procedure.list"));

        callee.hangUp();

        assertEquals(List.of(), ask("wamp.reflection.procedure.list"));
    }

    @Test
    void declarationOfAnotherSessionStaysWhenTheFirstIsGone() {
        define(ADD, SUM, Map.of());
        asking.send(call(askingRequests++, "wamp.reflect.define", List.of(ADD, Map.of("by", "other")), Map.of()));
        asking.next(Result.class);
        assertEquals(SUM, ask("wamp.reflect.describe", ADD));

        callee.hangUp();

        assertEquals(Map.of("by", "other"), ask("wamp.reflect.describe", ADD));
    }

    @Test
    void itIsAnnounced() {
        TestRouter.subscribe(asking, askingRequests++, "wamp.reflect.on_define");
        TestRouter.subscribe(asking, askingRequests++, "wamp.reflect.on_undefine");

        define(ADD, SUM, Map.of());
        callee.hangUp();

        assertEquals(
                List.of(ADD, "procedure", SUM),
                TestRouter.arguments(asking.next(Event.class).payload()));
        assertEquals(
                List.of(ADD, "procedure"),
                TestRouter.arguments(asking.next(Event.class).payload()));
        asking.nothing();
    }

    @Test
    void declarationsAreLimitedInNumberAndSize() {
        define("com.a", SUM, Map.of());
        define("com.b", SUM, Map.of());
        assertEquals(Reason.QUOTA_EXCEEDED, refused("com.c", Map.of("text", "x".repeat(1000)), Map.of()));
        define("com.c", SUM, Map.of());
        define("com.c", Map.of("other", true), Map.of());

        assertEquals(Reason.QUOTA_EXCEEDED, refused("com.d", SUM, Map.of()));
        assertEquals(2, router.counter("reflection.refused"));
    }

    @Test
    void whatCannotBeDeclaredIsAnError() {
        assertEquals(Reason.INVALID_URI, refused("not a uri", SUM, Map.of()));
        assertEquals(Reason.INVALID_URI, refused("wamp.session.count", SUM, Map.of()));
        assertEquals(Reason.INVALID_ARGUMENT, refused(ADD, SUM, Map.of("kind", "verb")));
        assertEquals(Reason.INVALID_ARGUMENT, refused(ADD, "the sum", Map.of()));
    }

    private void define(String uri, Object declaration, Map<String, ?> keywords) {
        callee.send(call(calleeRequests++, "wamp.reflect.define", List.of(uri, declaration), keywords));
        callee.next(Result.class);
    }

    private String refused(String uri, Object declaration, Map<String, ?> keywords) {
        callee.send(call(calleeRequests++, "wamp.reflect.define", List.of(uri, declaration), keywords));
        return callee.next(Error.class).error();
    }

    private @Nullable Object ask(String procedure, Object... arguments) {
        asking.send(call(askingRequests++, procedure, List.of(arguments), Map.of()));
        return TestRouter.arguments(asking.next(Result.class).payload()).get(0);
    }

    private static Call call(long request, String procedure, List<?> arguments, Map<String, ?> keywords) {
        Payload payload = Values.payload(TestRouter.JSON, arguments, keywords);
        return new Call(request, Options.EMPTY, procedure, payload);
    }
}
