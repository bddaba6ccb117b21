package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who learns who calls and publishes (spec: "Caller Identification", "Publisher Identification"). */
interface IdentityStatements extends OnWire {
    /** The details must tell of this session, under keys that begin with {@code role}. */
    private static void tells(JsonNode details, String role, Session session) {
        JsonNode welcome = session.welcomeDetails();
        assertEquals(session.id(), details.path(role).asLong(), details::toString);
        assertEquals(
                welcome.path("authid"),
                details.path(role + "_authid"),
                "the identity that is told must be the one of WELCOME");
        assertEquals(welcome.path("authrole"), details.path(role + "_authrole"));
    }

    @Test
    default void P26_publishersAreNamedIfTheyAsk(Router router) {
        Session publisher = router.join(wire(), Router.DISCREET);
        Session subscriber = router.join(wire(), Router.DISCREET);
        long subscription = subscriber.subscribe("org.junctor.test.p26");

        publisher.request(Type.PUBLISH, Map.of("disclose_me", true), "org.junctor.test.p26");
        publisher.request(Type.PUBLISH, Map.of("disclose_me", false), "org.junctor.test.p26");
        publisher.request(Type.PUBLISH, Map.of(), "org.junctor.test.p26");

        tells(subscriber.event(subscription).get(3), "publisher", publisher);
        assertFalse(subscriber.event(subscription).get(3).has("publisher"));
        assertFalse(subscriber.event(subscription).get(3).has("publisher"));
    }

    @Test
    default void P26_theConfigurationMayHaveAllPublishersNamed(Router router) {
        Session publisher = router.join(wire());
        Session subscriber = router.join(wire());
        long subscription = subscriber.subscribe("org.junctor.test.p26b");

        publisher.publish("org.junctor.test.p26b");

        tells(subscriber.event(subscription).get(3), "publisher", publisher);
    }

    @Test
    default void P27_publishersWhoMayNotBeNamedAreRefused(Router router) {
        Session publisher = router.join(wire(), Router.SECRET);
        Session subscriber = router.join(wire(), Router.SECRET);
        subscriber.subscribe("org.junctor.test.p27");

        long asked = publisher.request(
                Type.PUBLISH, Map.of("disclose_me", true, "acknowledge", true), "org.junctor.test.p27");

        publisher.error(Type.PUBLISH, asked, "wamp.error.option_disallowed.disclose_me");
        publisher.request(Type.PUBLISH, Map.of("disclose_me", true), "org.junctor.test.p27");
        publisher.expectNothingMore();
        subscriber.expectNothingMore();
    }

    @Test
    default void A19_callersAreNamedIfTheyOrTheCalleeAsk(Router router) {
        Session caller = router.join(wire(), Router.DISCREET);
        Session callee = router.join(wire(), Router.DISCREET);
        callee.register("org.junctor.test.a19");
        callee.register("org.junctor.test.a19.curious", Map.of("disclose_caller", true));

        caller.request(Type.CALL, Map.of("disclose_me", true), "org.junctor.test.a19");
        tells(callee.receive(Type.INVOCATION).get(3), "caller", caller);
        caller.request(Type.CALL, Map.of(), "org.junctor.test.a19.curious");
        tells(callee.receive(Type.INVOCATION).get(3), "caller", caller);
        caller.request(Type.CALL, Map.of(), "org.junctor.test.a19");
        assertFalse(callee.receive(Type.INVOCATION).get(3).has("caller"));
    }

    @Test
    default void A19_callersWhoMayNotBeNamedAreRefused(Router router) {
        Session caller = router.join(wire(), Router.SECRET);
        Session callee = router.join(wire(), Router.SECRET);
        callee.register("org.junctor.test.a19b");

        long call = caller.request(Type.CALL, Map.of("disclose_me", true), "org.junctor.test.a19b", List.of());

        caller.error(Type.CALL, call, "wamp.error.option_disallowed.disclose_me");
        callee.expectNothingMore();
    }

    @Test
    default void A19_clientsCannotForgeTheirIdentity(Router router) {
        Session caller = router.join(wire(), Router.DISCREET);
        Session callee = router.join(wire(), Router.DISCREET);
        callee.register("org.junctor.test.a19c");

        caller.request(
                Type.CALL,
                Map.of("disclose_me", true, "caller", 1, "caller_authid", "root", "caller_authrole", "admin"),
                "org.junctor.test.a19c");

        tells(callee.receive(Type.INVOCATION).get(3), "caller", caller);
    }
}
