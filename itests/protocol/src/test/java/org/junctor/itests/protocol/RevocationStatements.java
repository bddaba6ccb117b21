package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Subscriptions and registrations that the router ends (spec: "Subscription Revocation", "Registration Revocation"). */
interface RevocationStatements extends OnWire {
    @Test
    default void P34_whoAnnouncesItIsToldOfARevokedSubscription(Router router) {
        Session operator = router.join(wire());
        Session able = router.join(wire());
        Session unable = router.join(wire(), Session.PLAIN_ROLES);
        long subscription = able.subscribe("org.junctor.test.p34");
        unable.subscribe("org.junctor.test.p34");

        for (Session subscriber : List.of(able, unable)) {
            operator.result(
                    "wamp.subscription.remove_subscriber",
                    List.of(subscription, subscriber.id()),
                    Map.of("reason", "org.junctor.revoked"));
        }
        operator.publish("org.junctor.test.p34", "unheard");

        JsonNode revoked = able.answer(Type.UNSUBSCRIBED, 0);
        assertEquals(subscription, revoked.get(2).path("subscription").asLong(), revoked::toString);
        assertEquals("org.junctor.revoked", revoked.get(2).path("reason").asText());
        able.expectNothingMore();
        unable.expectNothingMore();
    }

    @Test
    default void P34_removingWhomThereIsNotIsAnError(Router router) {
        Session operator = router.join(wire());
        Session subscriber = router.join(wire());
        long subscription = subscriber.subscribe("org.junctor.test.p34b");

        long stranger = operator.call("wamp.subscription.remove_subscriber", subscription, 4711);
        operator.error(Type.CALL, stranger, "wamp.error.no_such_session");
        long unknown = operator.call("wamp.subscription.remove_subscriber", 4711, subscriber.id());
        operator.error(Type.CALL, unknown, "wamp.error.no_such_subscription");
    }

    @Test
    default void A31_whoAnnouncesItIsToldOfARevokedRegistration(Router router) {
        Session operator = router.join(wire());
        Session able = router.join(wire());
        Session unable = router.join(wire(), Session.PLAIN_ROLES);
        long one = able.register("org.junctor.test.a31.able");
        long two = unable.register("org.junctor.test.a31.unable");

        operator.result(
                "wamp.registration.remove_callee", List.of(one, able.id()), Map.of("reason", "org.junctor.revoked"));
        operator.result("wamp.registration.remove_callee", two, unable.id());

        JsonNode revoked = able.answer(Type.UNREGISTERED, 0);
        assertEquals(one, revoked.get(2).path("registration").asLong(), revoked::toString);
        assertEquals("org.junctor.revoked", revoked.get(2).path("reason").asText());
        unable.expectNothingMore();
        for (String procedure : List.of("org.junctor.test.a31.able", "org.junctor.test.a31.unable")) {
            operator.error(Type.CALL, operator.call(procedure), "wamp.error.no_such_procedure");
        }
    }

    @Test
    default void A31_aForcedRegistrationRevokesTheOneBefore(Router router) {
        Session first = router.join(wire());
        Session second = router.join(wire());
        Session caller = router.join(wire());
        long before = first.register("org.junctor.test.a31c");

        long after = second.register("org.junctor.test.a31c", Map.of("force_reregister", true));
        long call = caller.call("org.junctor.test.a31c");

        assertEquals(
                before,
                first.answer(Type.UNREGISTERED, 0).get(2).path("registration").asLong());
        second.serve(after, "mine now");
        caller.answer(Type.RESULT, call);
        first.expectNothingMore();
    }
}
