package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junctor.api.message.Call;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Register;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Disclosure;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** What one session may take, and what it may say of itself. */
final class CallLimitsTest {
    private static final String ADD = "com.example.add";

    private final TestRouter router =
            new TestRouter(TestRouter.limits(new CallLimits(10, 2000, 0, 0, 2, 2, 20, 4, false, true, 10, 1000)));
    private final FakePeer caller = router.join();
    private final FakePeer callee = router.join();

    @Test
    void callsInFlightAreLimited() {
        TestRouter.register(callee, 1, ADD);
        for (long i = 1; i <= 3; i++) {
            caller.send(TestRouter.call(i, ADD));
        }

        Error error = caller.next(Error.class);
        assertEquals(3, error.request());
        assertEquals(Reason.QUOTA_EXCEEDED, error.error());
        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));
        caller.next(Result.class);
        caller.send(TestRouter.call(4, ADD));
        caller.nothing();
        assertEquals(1, router.counter("calls.refused"));
    }

    @Test
    void registrationsOfASessionAreLimited() {
        TestRouter.register(callee, 1, "com.a");
        TestRouter.register(callee, 2, "com.b");

        callee.send(new Register(3, Options.EMPTY, "com.c"));

        assertEquals(Reason.QUOTA_EXCEEDED, callee.next(Error.class).error());
        assertEquals(1, router.counter("registrations.refused"));
    }

    @Test
    void urisThatAreTooLongOrHaveTooManyComponentsAreErrors() {
        for (String uri : new String[] {"com." + "x".repeat(17), "a.b.c.d.e"}) {
            FakePeer peer = router.join();
            invalid(peer, new Call(1, Options.EMPTY, uri, Payload.EMPTY));
            invalid(peer, new Register(2, Options.EMPTY, uri));
            invalid(peer, new Register(3, Options.of("match", "wildcard"), uri));
            invalid(peer, new Subscribe(4, Options.of("match", "prefix"), uri));
            invalid(peer, new Publish(5, Options.of("acknowledge", true), uri, Payload.EMPTY));
        }
        callee.send(new Register(1, Options.EMPTY, "com." + "x".repeat(16)));
        callee.next(Registered.class);
    }

    @Test
    void calleeThatCannotBeInterruptedIsAskedForProgressIfTheOperatorWantsSo() throws ProtocolViolation {
        FakePeer simple = router.connect()
                .send(TestRouter.hello(Map.of("callee", Map.of("features", Map.of("progressive_call_results", true)))));
        simple.next(Welcome.class);
        TestRouter.register(simple, 1, ADD);

        caller.send(new Call(1, Options.of("receive_progress", true), ADD, Payload.EMPTY));

        assertTrue(simple.next(Invocation.class).details().flag("receive_progress", false));
    }

    @Test
    void whoMustNotBeDisclosedIsRefusedIfItAsksAndHiddenIfOthersDo() {
        Decision hidden = new Decision(Decision.Verdict.ALLOW, Disclosure.NEVER, Decision.NO_TRUSTLEVEL);
        decide(hidden);
        callee.send(new Register(1, Options.of("disclose_caller", true), ADD));
        callee.next(Registered.class);
        Options disclose = Options.of("disclose_me", true);

        caller.send(new Call(1, disclose, ADD, Payload.EMPTY));
        assertEquals(Reason.DISCLOSE_ME_DISALLOWED, caller.next(Error.class).error());
        caller.send(new Publish(2, disclose.with("acknowledge", true), "com.topic", Payload.EMPTY));
        assertEquals(Reason.DISCLOSE_ME_DISALLOWED, caller.next(Error.class).error());
        caller.send(TestRouter.call(3, ADD));

        assertFalse(callee.next(Invocation.class).details().has("caller"));
    }

    @Test
    void calleesAndSubscribersAreToldTheTrustlevel() throws ProtocolViolation {
        decide(new Decision(Decision.Verdict.ALLOW, Disclosure.AS_ASKED, 3));
        TestRouter.register(callee, 1, ADD);
        TestRouter.subscribe(callee, 2, "com.topic");

        caller.send(TestRouter.call(1, ADD)).send(TestRouter.publish(2, "com.topic"));

        assertEquals(3, callee.next(Invocation.class).details().integer("trustlevel", 0));
        assertEquals(3, callee.next(Event.class).details().integer("trustlevel", 0));
    }

    private void decide(Decision decision) {
        router.core.unbindAuthorizer(TestRouter.ALLOW_ALL);
        router.core.bindAuthorizer((session, action, uri, match, options) -> decision.now(), Map.of());
    }

    private static void invalid(FakePeer peer, Message message) {
        peer.send(message);
        assertEquals(Reason.INVALID_URI, peer.next(Error.class).error());
    }
}
