package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junctor.api.message.Abort;
import org.junctor.api.message.Call;
import org.junctor.api.message.Error;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Publish;
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
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** What all sessions together may have: many of them do not fill the memory, and are refused before those that have little. */
final class CapacityTest {
    private static final int SESSIONS = 40;
    private static final int EACH = 60;
    private static final long TOTAL = 200_000;
    private static final String LONG = "x".repeat(200);

    private final TestRouter router = new TestRouter(TestRouter.limits(new Quotas(0, 0, TOTAL, TOTAL, 70, 85)));
    private final Capacity capacity = router.realm.context().capacity();
    private final FakePeer first = router.join();

    /** What many sessions say, and each until it is refused or has said it often enough. */
    private interface Wish {
        Message say(int session, long request);
    }

    private FakePeer[] attack(Wish wish) {
        FakePeer[] peers = new FakePeer[SESSIONS];
        for (int i = 0; i < SESSIONS; i++) {
            peers[i] = router.join();
            for (long request = 1; request <= EACH; request++) {
                peers[i].send(wish.say(i, request));
            }
        }
        return peers;
    }

    private static long refused(FakePeer peer) {
        return peer.all().stream()
                .filter(message ->
                        message instanceof Error error && error.error().equals(Reason.QUOTA_EXCEEDED))
                .count();
    }

    private static long refused(FakePeer... peers) {
        return Arrays.stream(peers).mapToLong(CapacityTest::refused).sum();
    }

    @Test
    void subscriptionsOfAllSessionsAreLimited() {
        FakePeer[] peers =
                attack((session, request) -> new Subscribe(request, Options.EMPTY, LONG + session + request));

        assertTrue(refused(peers) > 0);
        assertTrue(capacity.tables.used() <= TOTAL);
        first.send(new Subscribe(1, Options.EMPTY, "com.little"));
        first.next(Subscribed.class);
        long refusals = router.counter("quotas.exceeded");
        assertTrue(refusals > 0);
        Arrays.stream(peers).forEach(FakePeer::hangUp);
        assertEquals(0, capacity.tables.used());
    }

    @Test
    void retainedEventsCountUntilTheirRealmGoes() {
        long before = capacity.tables.used();
        for (int i = 0; i < 5; i++) { // as many as a realm may have here
            Options retain = Options.of("retain", true);
            first.send(new Publish(i + 1, retain, "com.retained." + i, TestRouter.payload("x".repeat(700))));
        }
        long used = capacity.tables.used() - before;

        assertEquals(0, router.counter("retained.refused"));
        assertTrue(used > 2_000, used + " octets"); // what is beyond the free ones
        router.core.close(router.realm);
        assertEquals(before, capacity.tables.used());
    }

    @Test
    void noEventIsRetainedThatThereIsNoRoomFor() {
        attack((session, request) -> new Subscribe(request, Options.EMPTY, LONG + session + request));
        for (int i = 0; i < 5; i++) {
            Options retain = Options.of("retain", true);
            first.send(new Publish(i + 1, retain, "com.retained." + i, TestRouter.payload("x".repeat(700))));
        }

        assertTrue(router.counter("retained.refused") > 0);
        assertTrue(capacity.tables.used() <= TOTAL);
    }

    @Test
    void registrationsOfAllSessionsAreLimited() {
        FakePeer[] peers = attack((session, request) -> new Register(request, Options.EMPTY, LONG + session + request));

        assertTrue(refused(peers) > 0);
        assertTrue(capacity.tables.used() <= TOTAL);
        TestRouter.register(first, 1, "com.little");
        assertTrue(router.counter("registrations.refused") > 0);
        Arrays.stream(peers).forEach(FakePeer::hangUp);
        assertEquals(0, capacity.tables.used());
    }

    @Test
    void registrationThatIsRefusedTakesNobodysPlace() {
        FakePeer greedy = router.join();
        attack((session, request) -> new Register(request, Options.EMPTY, LONG + session + request));
        TestRouter.register(first, 1, "com.little");
        for (long i = 1; i <= EACH; i++) {
            greedy.send(new Subscribe(i, Options.EMPTY, "com.topic" + i));
        }
        greedy.all();

        greedy.send(new Register(EACH + 1, Options.of("force_reregister", true), "com.little"));

        assertEquals(Reason.QUOTA_EXCEEDED, greedy.next(Error.class).error());
        first.send(TestRouter.call(2, "com.little"));
        first.next(Invocation.class);
    }

    @Test
    void callsOfAllSessionsAreLimited() {
        TestRouter.register(first, 1, LONG);
        FakePeer[] peers = attack((session, request) -> new Call(request, Options.EMPTY, LONG, Payload.EMPTY));
        long asked = first.all().size();

        assertEquals(SESSIONS * EACH, asked + refused(peers));
        assertTrue(capacity.calls.used() <= TOTAL);
        FakePeer bystander = router.join();
        bystander.send(TestRouter.call(1, LONG));
        long last = first.next(Invocation.class).request();
        first.send(new Yield(last, Options.EMPTY, Payload.EMPTY));
        bystander.next(Result.class);
        for (long i = 1; i < last; i++) {
            first.send(new Yield(i, Options.EMPTY, Payload.EMPTY));
        }
        Arrays.stream(peers).forEach(FakePeer::hangUp);
        assertEquals(0, capacity.calls.used());
    }

    @Test
    void whoCallsAndLeavesHasNoCallsAnyMore() {
        TestRouter.register(first, 1, LONG);
        FakePeer[] peers = attack((session, request) -> new Call(request, Options.EMPTY, LONG, Payload.EMPTY));

        Arrays.stream(peers).forEach(FakePeer::hangUp);

        assertEquals(0, capacity.calls.used());
    }

    @Test
    void declarationsOfAllSessionsAreLimitedByWhatTheyTake() {
        Map<String, Object> hollow = Map.of("a", List.of(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of()));
        FakePeer[] peers = attack((session, request) ->
                TestRouter.call(request, "wamp.reflect.define", "com.p" + session + "." + request, hollow));

        assertTrue(refused(peers) > 0);
        assertTrue(capacity.tables.used() <= TOTAL);
        assertTrue(router.counter("reflection.refused") > 0);
        Arrays.stream(peers).forEach(FakePeer::hangUp);
        assertEquals(0, capacity.tables.used());
    }

    @Test
    void declarationInPlaceOfAnotherTakesNothingMore() {
        FakePeer peer = router.join();
        for (long i = 1; i <= 500; i++) {
            peer.send(TestRouter.call(i, "wamp.reflect.define", "com.p", Map.of("a", LONG)));
        }

        assertEquals(0, refused(peer));
        assertEquals(0, capacity.tables.used());
    }

    @Test
    void helloThatSaysTooMuchIsRefusedWhenThereIsLittleRoom() {
        attack((session, request) -> new Subscribe(request, Options.EMPTY, LONG + session + request));
        Map<String, Object> role = Map.of("features", Map.of("x_much", "x".repeat(20_000)));

        FakePeer talker = router.connect().send(TestRouter.hello(Map.of("caller", role)));

        assertEquals(Reason.QUOTA_EXCEEDED, talker.next(Abort.class).reason());
        assertEquals(1, router.counter("sessions.refused"));
        router.join();
    }

    @Test
    void whoeverIsLeftPaysForWhatSeveralSubscribed() {
        FakePeer founder = router.join();
        FakePeer heir = router.join();
        for (long i = 1; i <= EACH; i++) {
            founder.send(new Subscribe(i, Options.EMPTY, LONG + i));
            heir.send(new Subscribe(i, Options.EMPTY, LONG + i));
        }
        for (long i = EACH + 1; i <= EACH + 10; i++) {
            founder.send(new Register(i, Options.of("invoke", "first"), LONG + i));
            heir.send(new Register(i, Options.of("invoke", "first"), LONG + i));
        }
        assertEquals(0, refused(founder, heir));
        long shared = capacity.tables.used();

        founder.hangUp();
        assertTrue(capacity.tables.used() >= EACH * 200L, () -> "nobody pays: " + capacity.tables.used());
        assertTrue(capacity.tables.used() < shared);

        heir.hangUp();
        assertEquals(0, capacity.tables.used());
    }

    @Test
    void whatIsTakenBackIsNotPaid() {
        for (long i = 1; i <= 4000; i += 4) {
            first.send(new Subscribe(i, Options.EMPTY, LONG));
            long subscription = first.next(Subscribed.class).subscription();
            first.send(new Unsubscribe(i + 1, subscription, Options.EMPTY));
            first.next(Unsubscribed.class);
            first.send(new Register(i + 2, Options.EMPTY, LONG));
            long registration = first.next(Registered.class).registration();
            first.send(new Unregister(i + 3, registration, Options.EMPTY));
            first.next(Unregistered.class);
        }

        assertEquals(0, capacity.tables.used());
    }

    @Test
    void sessionsAreLimited() {
        TestRouter small = new TestRouter(TestRouter.limits(new Quotas(2, 0, 0, 0, 70, 85)));
        FakePeer leaving = small.join();
        small.join();

        FakePeer third = small.connect().send(TestRouter.hello());
        assertEquals(Reason.QUOTA_EXCEEDED, third.next(Abort.class).reason());
        assertEquals(1, small.counter("sessions.refused"));

        leaving.hangUp();
        small.join();
    }

    @Test
    void sessionsOfOneAuthidAreLimited() {
        TestRouter small = new TestRouter(TestRouter.limits(new Quotas(0, 2, 0, 0, 70, 85)));
        FakePeer leaving = small.join();
        small.join();

        FakePeer third = small.connect().send(TestRouter.hello());
        assertEquals(Reason.QUOTA_EXCEEDED, third.next(Abort.class).reason());

        leaving.hangUp();
        small.connect().send(TestRouter.hello()).next(Welcome.class);
    }
}
