package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Call;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Register;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Unregister;
import org.junctor.api.message.Unregistered;
import org.junctor.api.message.Welcome;
import org.junctor.api.serializer.Values;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** What the router tells of registrations. */
final class RegistrationMetaTest {
    private static final String ADD = "com.example.add";

    private final TestRouter router = new TestRouter();
    private final FakePeer asking = router.join();
    private final FakePeer callee = router.connect()
            .send(TestRouter.hello(Map.of("callee", Map.of("features", Map.of("registration_revocation", true)))));
    private final long calleeId = callee.next(Welcome.class).session();
    private long requests = 1;

    @Test
    void registrationsAreListedByMatch() {
        long exact = register(1, "exact", ADD);
        long prefix = register(2, "prefix", "com.");
        long wildcard = register(3, "wildcard", "com..add");

        assertEquals(
                Map.of("exact", List.of(exact), "prefix", List.of(prefix), "wildcard", List.of(wildcard)),
                call("wamp.registration.list"));
    }

    @Test
    void lookupComparesThePatternAndMatchChoosesAsACallDoes() {
        long prefix = register(1, "prefix", "com.example.");
        long wildcard = register(2, "wildcard", "com..add");

        assertEquals(prefix, call("wamp.registration.lookup", "com.example.", Map.of("match", "prefix")));
        assertEquals(wildcard, call("wamp.registration.lookup", "com..add", Map.of("match", "wildcard")));
        assertNull(call("wamp.registration.lookup", ADD));
        assertNull(call("wamp.registration.lookup", ADD, Map.of("match", "prefix")));
        assertEquals(prefix, call("wamp.registration.match", ADD));
        assertEquals(wildcard, call("wamp.registration.match", "com.other.add"));
        assertNull(call("wamp.registration.match", "org.other"));
    }

    @Test
    void detailsAndCalleesOfARegistrationAreTold() {
        callee.send(new Register(1, Options.of("invoke", "random"), ADD));
        long id = callee.next(Registered.class).registration();

        String created = Instant.ofEpochMilli(router.time.epochMs()).toString();
        assertEquals(
                Map.of("id", id, "created", created, "uri", ADD, "match", "exact", "invoke", "random"),
                call("wamp.registration.get", id));
        assertEquals(List.of(calleeId), call("wamp.registration.list_callees", id));
        assertEquals(1L, call("wamp.registration.count_callees", id));
    }

    @Test
    void unknownRegistrationsAreErrors() {
        for (String procedure : List.of("get", "list_callees", "count_callees")) {
            assertEquals(Reason.NO_SUCH_REGISTRATION, refused("wamp.registration." + procedure, 99L));
        }
        assertEquals(Reason.NO_SUCH_REGISTRATION, refused("wamp.registration.remove_callee", 99L, calleeId));
        assertEquals(Reason.INVALID_ARGUMENT, refused("wamp.registration.get", "one"));
        assertEquals(Reason.INVALID_ARGUMENT, refused("wamp.registration.lookup", ADD, Map.of("match", "sometimes")));
    }

    @Test
    void removedCalleeIsToldAndCalledNoMore() throws ProtocolViolation {
        long id = register(1, "exact", ADD);
        assertEquals(Reason.NO_SUCH_SESSION, refused("wamp.registration.remove_callee", id, 4711L));

        asking.send(new Call(
                requests++,
                Options.EMPTY,
                "wamp.registration.remove_callee",
                Values.payload(TestRouter.JSON, List.of(id, calleeId), Map.of("reason", "com.example.why"))));

        asking.next(Result.class);
        Unregistered revoked = callee.next(Unregistered.class);
        assertEquals(0, revoked.request());
        assertEquals(id, revoked.details().integer("registration", 0));
        assertEquals("com.example.why", revoked.details().text("reason"));
        assertEquals(Reason.NO_SUCH_PROCEDURE, refused(ADD));
        assertEquals(0, router.core.registrations(TestRouter.REALM).size());
    }

    @Test
    void calleeThatDoesNotKnowRevocationIsNotTold() {
        FakePeer simple = router.connect().send(TestRouter.hello(Map.of("callee", Map.of())));
        long session = simple.next(Welcome.class).session();
        long id = TestRouter.register(simple, 1, ADD);

        call("wamp.registration.remove_callee", id, session);

        simple.nothing();
        assertEquals(Reason.NO_SUCH_PROCEDURE, refused(ADD));
    }

    @Test
    void whatHappensIsAnnouncedInOrder() {
        FakePeer other = router.join();
        watch();
        callee.send(new Register(1, Options.of("invoke", "first"), ADD));
        long id = callee.next(Registered.class).registration();
        other.send(new Register(1, Options.of("invoke", "first"), ADD));

        assertEquals(List.of("on_create", "on_register", "on_register"), announced());

        callee.send(new Unregister(2, id, Options.EMPTY));
        assertEquals(List.of("on_unregister"), announced());

        other.hangUp();
        assertEquals(List.of("on_unregister", "on_delete", "on_leave"), announced());
    }

    @Test
    void forcedRegistrationIsAnnouncedAfterTheEndOfTheOthers() {
        register(1, "exact", ADD);
        watch();

        router.join().send(new Register(1, Options.of("force_reregister", true), ADD));

        assertEquals(List.of("on_join", "on_unregister", "on_delete", "on_create", "on_register"), announced());
    }

    /** Has the caller hear of everything that happens to sessions and registrations. */
    private void watch() {
        for (String topic : List.of("wamp.registration.", "wamp.session.")) {
            asking.send(new Subscribe(requests++, Options.of("match", "prefix"), topic));
            asking.next(Subscribed.class);
        }
    }

    private List<String> announced() {
        List<String> events = new ArrayList<>();
        asking.all().forEach(message -> {
            String topic = String.valueOf(((Event) message).details().entries().get("topic"));
            events.add(topic.substring(topic.lastIndexOf('.') + 1));
        });
        return events;
    }

    private long register(long request, String match, String uri) {
        callee.send(new Register(request, Options.of("match", match), uri));
        return callee.next(Registered.class).registration();
    }

    private @Nullable Object call(String procedure, Object... arguments) {
        asking.send(new Call(requests++, Options.EMPTY, procedure, TestRouter.payload(arguments)));
        Payload payload = asking.next(Result.class).payload();
        return payload.isEmpty() ? null : TestRouter.arguments(payload).get(0);
    }

    private String refused(String procedure, Object... arguments) {
        asking.send(new Call(requests++, Options.EMPTY, procedure, TestRouter.payload(arguments)));
        return asking.next(Error.class).error();
    }
}
