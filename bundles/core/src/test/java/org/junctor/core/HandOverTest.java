package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junctor.api.message.Call;
import org.junctor.api.message.Error;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Register;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Result;
import org.junctor.api.message.Yield;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Calls that wait for room at a callee that leaves. */
final class HandOverTest {
    private static final int MAX = 4000;
    private static final String ADD = "com.example.add";
    private static final String KILO = "x".repeat(1000);

    private final TestRouter router = new TestRouter(TestRouter.limits(MAX, SlowPolicy.DISCONNECT));
    private final FakePeer slow = router.join();
    private final FakePeer other = router.join();

    /** A callee that takes nothing. */
    private void stall(String invoke) {
        register(slow, invoke);
        slow.takeOnly(0);
    }

    private static void register(FakePeer callee, String invoke) {
        callee.send(new Register(1, Options.of("invoke", invoke), ADD));
        callee.next(Registered.class);
    }

    /** Callers of which each makes one call, until the last of them is held. */
    private List<FakePeer> callUntilOneWaits() {
        List<FakePeer> callers = new ArrayList<>();
        do {
            FakePeer caller = router.join();
            caller.send(TestRouter.call(1, ADD, KILO + callers.size()));
            callers.add(caller);
            assertTrue(callers.size() < 20, "nobody waits");
        } while (!callers.get(callers.size() - 1).paused());
        return callers;
    }

    @Test
    void anotherCalleeGetsThem() {
        stall("first");
        List<FakePeer> callers = callUntilOneWaits();
        FakePeer waiting = callers.get(callers.size() - 1);
        register(other, "first");

        slow.hangUp();

        Invocation invocation = other.next(Invocation.class);
        assertEquals(KILO + (callers.size() - 1), TestRouter.argument(invocation));
        other.nothing();
        assertFalse(waiting.paused());
        other.send(new Yield(invocation.request(), Options.EMPTY, Payload.EMPTY));
        waiting.next(Result.class);
        assertEquals(Reason.CANCELED, callers.get(0).next(Error.class).error(), "it may have been answered already");
    }

    @Test
    void theyWaitForAnotherOneThatIsSlowToo() {
        stall("first");
        List<FakePeer> callers = callUntilOneWaits();
        FakePeer waiting = callers.get(callers.size() - 1);
        register(other, "first");
        TestRouter.subscribe(other, 2, "com.topic");
        other.takeOnly(0);
        FakePeer publisher = router.join();
        for (long i = 1; i <= 4; i++) {
            publisher.send(TestRouter.publish(i, "com.topic", KILO));
        }

        slow.hangUp();
        assertFalse(waiting.paused(), "it waits alone from now on");
        waiting.nothing();
        other.takeAll();

        assertTrue(other.all().stream().anyMatch(Invocation.class::isInstance));
    }

    @Test
    void theyAreAnsweredIfThereIsNobodyElse() {
        stall("single");
        List<FakePeer> callers = callUntilOneWaits();
        FakePeer waiting = callers.get(callers.size() - 1);

        slow.hangUp();

        assertEquals(Reason.CANCELED, waiting.next(Error.class).error());
        assertFalse(waiting.paused());
        assertEquals(0, router.realm.context().waiting().bytes());
    }

    @Test
    void whatTheyTakeCountsAsLongAsTheyWait() {
        stall("single");
        long before = router.realm.context().waiting().bytes();
        List<FakePeer> callers = callUntilOneWaits();
        FakePeer waiting = callers.get(callers.size() - 1);
        long held = router.realm.context().waiting().bytes() - before;
        assertTrue(held >= callers.size() * (long) KILO.length(), () -> "only " + held);

        router.time.pass(5000);

        assertEquals(Reason.UNAVAILABLE, waiting.next(Error.class).error());
        slow.takeAll();
        assertEquals(0, router.realm.context().waiting().bytes());
    }

    @Test
    void callThatFindsNoMemoryIsRefused() {
        TestRouter small =
                new TestRouter(TestRouter.limits(MAX, 60_000, SlowPolicy.DISCONNECT, TestRouter.CALL_LIMITS));
        FakePeer callee = small.join();
        TestRouter.register(callee, 1, ADD);
        callee.takeOnly(0);
        for (int i = 0; i < 6; i++) {
            small.join().send(TestRouter.call(1, ADD, KILO));
        }
        FakePeer caller = small.join();

        caller.send(new Call(1, Options.EMPTY, ADD, TestRouter.payload("x".repeat(60_000))));

        assertEquals(Reason.UNAVAILABLE, caller.next(Error.class).error());
        assertFalse(caller.paused());
    }
}
