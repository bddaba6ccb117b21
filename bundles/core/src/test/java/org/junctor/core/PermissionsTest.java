package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junctor.api.message.Call;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Register;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junctor.api.security.Authorizer;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Match;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Authorizers: what they say, when they think, when they are away. */
final class PermissionsTest {
    private static final String TOPIC = "com.example.topic";
    private static final String ADD = "com.example.add";

    private final TestRouter router = new TestRouter();
    private final FakePeer one = router.join();
    private final FakePeer other = router.join();
    private final List<CompletableFuture<Decision>> open = new ArrayList<>();
    private final Authorizer thinking = (session, action, uri, match, options) -> {
        CompletableFuture<Decision> answer = new CompletableFuture<>();
        open.add(answer);
        return answer;
    };

    @Test
    void deniedRequestsAreAnsweredAndTheSessionGoesOn() {
        replace((session, action, uri, match, options) -> Decision.DENY.now());

        one.send(TestRouter.call(1, ADD));
        one.send(new Subscribe(2, Options.EMPTY, TOPIC));
        one.send(new Register(3, Options.EMPTY, ADD));
        one.send(new Publish(4, Options.of("acknowledge", true), TOPIC, Payload.EMPTY));
        one.send(TestRouter.publish(5, TOPIC));

        for (long i = 1; i <= 4; i++) {
            Error error = one.next(Error.class);
            assertEquals(i, error.request());
            assertEquals(Reason.NOT_AUTHORIZED, error.error());
        }
        one.nothing();
    }

    @Test
    void authorizerIsAskedWithTheWholeRequest() {
        List<String> asked = new ArrayList<>();
        replace((session, action, uri, match, options) -> {
            asked.add(session.authid() + " " + action + " " + uri + " " + match);
            return TestRouter.ALLOW;
        });

        one.send(TestRouter.call(1, ADD));
        one.send(new Subscribe(2, Options.of("match", "prefix"), TOPIC));

        assertEquals(
                List.of(
                        "somebody CALL com.example.add " + Match.EXACT,
                        "somebody SUBSCRIBE com.example.topic " + Match.PREFIX),
                asked);
    }

    @Test
    void nextAuthorizerIsAskedIfOneDoesNotKnowAndNobodyKnowingMeansNo() {
        replace((session, action, uri, match, options) -> Decision.UNKNOWN.now());
        router.time.pass(10_000); // whoever has left is not waited for any more
        one.send(new Subscribe(1, Options.EMPTY, TOPIC));
        assertEquals(Reason.NOT_AUTHORIZED, one.next(Error.class).error());

        router.core.bindAuthorizer(TestRouter.ALLOW_ALL, Map.of("service.ranking", -1));

        TestRouter.subscribe(one, 2, TOPIC);
    }

    /** Whoever asks has the others' list in hand by then, and must not take it for all that there is. */
    @Test
    void whoComesWhileOthersAreAskedDecidesToo() {
        replace((session, action, uri, match, options) -> {
            if (uri.equals(TOPIC)) {
                router.core.bindAuthorizer(TestRouter.ALLOW_ALL, Map.of("service.ranking", -1));
            }
            return Decision.UNKNOWN.now();
        });
        router.time.pass(10_000);

        TestRouter.subscribe(one, 1, TOPIC);
    }

    @Test
    void whatNobodyKnowsWaitsForTheOneWhoHasLeft() {
        Authorizer unknowing = (session, action, uri, match, options) -> Decision.UNKNOWN.now();
        router.core.bindAuthorizer(unknowing, Map.of("service.ranking", 1));
        router.core.unbindAuthorizer(TestRouter.ALLOW_ALL);
        one.send(new Subscribe(1, Options.EMPTY, TOPIC));
        one.nothing();

        router.core.bindAuthorizer(TestRouter.ALLOW_ALL, Map.of());
        one.next(Subscribed.class);

        router.core.unbindAuthorizer(TestRouter.ALLOW_ALL);
        one.send(new Subscribe(2, Options.EMPTY, ADD));
        one.nothing();
        router.time.pass(10_000);
        assertEquals(Reason.NOT_AUTHORIZED, one.next(Error.class).error());
    }

    /** Statement A12 of the hostile inputs. */
    @Test
    void whatASenderSaysOfItselfIsNotBelieved() {
        Options forged = Options.of(Map.of(
                "caller",
                1L,
                "caller_authid",
                "admin",
                "caller_authrole",
                "admin",
                "publisher",
                1L,
                "publisher_authid",
                "admin",
                "publisher_authrole",
                "admin",
                "trustlevel",
                9L,
                "disclose_me",
                true));
        TestRouter.subscribe(other, 1, TOPIC);
        TestRouter.register(other, 2, ADD);

        one.send(new Publish(1, forged, TOPIC, Payload.EMPTY));
        one.send(new Call(2, forged, ADD, Payload.EMPTY));

        Options event = other.next(Event.class).details();
        Options invocation = other.next(Invocation.class).details();
        assertEquals("somebody", event.entries().get("publisher_authid"));
        assertEquals("anonymous", event.entries().get("publisher_authrole"));
        assertFalse(event.has("trustlevel"));
        assertEquals("somebody", invocation.entries().get("caller_authid"));
        assertEquals("anonymous", invocation.entries().get("caller_authrole"));
        assertFalse(invocation.has("trustlevel"));
    }

    @Test
    void authorizerOfAnotherRealmIsNotAsked() {
        router.core.bindAuthorizer(
                (session, action, uri, match, options) -> Decision.DENY.now(),
                Map.of("realm", "other", "service.ranking", 10));

        TestRouter.subscribe(one, 1, TOPIC);
    }

    @Test
    void authorizerDisclosesTheSender() {
        replace((session, action, uri, match, options) -> Decision.ALLOW_DISCLOSED.now());
        TestRouter.subscribe(other, 1, TOPIC);
        TestRouter.register(other, 2, ADD);

        one.send(TestRouter.publish(1, TOPIC));
        one.send(TestRouter.call(2, ADD));

        assertTrue(other.next(Event.class).details().has("publisher"));
        assertTrue(other.next(Invocation.class).details().has("caller"));
    }

    @Test
    void failingAuthorizerDenies() {
        replace((session, action, uri, match, options) -> {
            throw new IllegalStateException("no database");
        });
        one.send(TestRouter.call(1, ADD));
        replace((session, action, uri, match, options) ->
                CompletableFuture.failedFuture(new IllegalStateException("no database")));
        one.send(TestRouter.call(2, ADD));

        assertEquals(Reason.AUTHORIZATION_FAILED, one.next(Error.class).error());
        assertEquals(Reason.AUTHORIZATION_FAILED, one.next(Error.class).error());
        assertNull(one.closed());
    }

    @Test
    void requestsWaitInOrderWhileAnAuthorizerThinks() {
        TestRouter.register(other, 1, ADD);
        replace(thinking);

        one.send(TestRouter.call(1, ADD, "first"));
        one.send(TestRouter.call(2, ADD, "second"));
        one.send(TestRouter.call(3, ADD, "third"));
        assertEquals(1, open.size(), "one at a time");
        assertFalse(one.paused());
        decideAll();

        for (String expected : List.of("first", "second", "third")) {
            assertEquals(expected, TestRouter.argument(other.next(Invocation.class)));
        }
    }

    @Test
    void onlyRequestsWaitWhileAnAuthorizerThinks() {
        TestRouter.register(one, 1, ADD);
        other.send(TestRouter.call(1, ADD));
        replace(thinking);
        one.send(TestRouter.call(2, ADD));

        one.send(new Yield(one.next(Invocation.class).request(), Options.EMPTY, Payload.EMPTY));
        other.next(Result.class);
        one.send(new Goodbye(Options.EMPTY, "wamp.close.normal"));

        one.next(Goodbye.class);
        decideAll();
        one.nothing();
    }

    @Test
    void decisionForASessionThatIsOverHoldsOrFreesNothingOfTheNext() {
        replace(thinking);
        one.send(TestRouter.call(1, ADD));
        one.send(new Goodbye(Options.EMPTY, "wamp.close.normal")).next(Goodbye.class);
        one.send(TestRouter.hello()).next(Welcome.class);
        one.send(new Subscribe(1, Options.EMPTY, TOPIC));
        one.send(new Subscribe(2, Options.EMPTY, TOPIC));
        assertEquals(2, open.size());

        open.get(0).complete(Decision.ALLOW);
        assertEquals(2, open.size(), "the second SUBSCRIBE went on without the first");
        open.get(1).complete(Decision.ALLOW);
        open.get(2).complete(Decision.ALLOW);

        one.next(Subscribed.class);
        one.next(Subscribed.class);
        one.nothing();
    }

    @Test
    void connectionIsNotReadWhenTooManyRequestsWait() {
        TestRouter.subscribe(other, 1, TOPIC);
        replace(thinking);
        for (long i = 1; i <= 6; i++) {
            one.send(TestRouter.publish(i, TOPIC, i, "x".repeat(1000)));
        }

        assertTrue(one.paused());
        assertEquals(1, router.counter("parked.full"));
        decideAll();

        assertFalse(one.paused());
        for (long i = 1; i <= 6; i++) {
            assertEquals(i, TestRouter.argument(other.next(Event.class)));
        }
    }

    @Test
    void optionsOfRequestsThatWaitAreCountedToo() {
        replace(thinking);
        Options large = Options.of("x_note", List.of("x".repeat(1500)));
        for (long i = 1; i <= 4; i++) {
            one.send(new Subscribe(i, large, TOPIC));
        }

        assertTrue(one.paused());
    }

    @Test
    void answerThatTakesTooLongDenies() {
        replace(thinking);
        one.send(TestRouter.call(1, ADD));

        router.time.pass(10_000);
        open.get(0).complete(Decision.ALLOW);

        assertEquals(Reason.AUTHORIZATION_FAILED, one.next(Error.class).error());
        one.nothing();
    }

    @Test
    void requestsWaitWhileThereIsNoAuthorizerAndNothingIsLost() {
        TestRouter.register(other, 1, ADD);
        router.core.unbindAuthorizer(TestRouter.ALLOW_ALL);
        one.send(TestRouter.call(1, ADD, "first"));
        one.send(TestRouter.call(2, ADD, "second"));
        other.nothing();

        router.time.pass(9_000);
        router.core.bindAuthorizer(TestRouter.ALLOW_ALL, Map.of());

        assertEquals("first", TestRouter.argument(other.next(Invocation.class)));
        assertEquals("second", TestRouter.argument(other.next(Invocation.class)));
        assertNull(one.closed());
    }

    @Test
    void requestsAreDeniedWhenTheAuthorizerStaysAwayAndServedWhenItIsBack() {
        router.core.unbindAuthorizer(TestRouter.ALLOW_ALL);
        one.send(TestRouter.call(1, ADD));

        router.time.pass(10_000);
        assertEquals(Reason.NOT_AUTHORIZED, one.next(Error.class).error());
        one.send(new Subscribe(2, Options.EMPTY, TOPIC));
        assertEquals(Reason.NOT_AUTHORIZED, one.next(Error.class).error());
        router.core.bindAuthorizer(TestRouter.ALLOW_ALL, Map.of());

        TestRouter.subscribe(one, 3, TOPIC);
    }

    @Test
    void authorizerThatGoesAgainStartsANewGraceTime() {
        router.core.unbindAuthorizer(TestRouter.ALLOW_ALL);
        router.time.pass(9_000);
        router.core.bindAuthorizer(TestRouter.ALLOW_ALL, Map.of());
        router.core.unbindAuthorizer(TestRouter.ALLOW_ALL);
        one.send(new Call(1, Options.EMPTY, ADD, Payload.EMPTY));

        router.time.pass(9_000);
        one.nothing();
        router.time.pass(1_000);

        one.next(Error.class);
    }

    private void replace(Authorizer next) {
        router.core.bindAuthorizer(next, Map.of("service.ranking", ++ranking));
        router.core.unbindAuthorizer(TestRouter.ALLOW_ALL);
    }

    private int ranking;

    private void decideAll() {
        for (int i = 0; i < open.size(); i++) {
            open.get(i).complete(Decision.ALLOW);
        }
    }
}
