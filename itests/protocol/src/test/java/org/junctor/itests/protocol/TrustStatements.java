package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** How far callers and publishers are to be trusted (spec: "Call Trust Levels", "Publication Trust Levels"). */
interface TrustStatements extends OnWire {
    @Test
    default void P28_eventsTellHowMuchThePublisherIsTrusted(Router router) {
        Session publisher = router.join(wire(), Router.SECRET);
        Session subscriber = router.join(wire(), Router.SECRET);
        long subscription = subscriber.subscribe("org.junctor.test.p28");

        publisher.publish("org.junctor.test.p28");

        JsonNode details = subscriber.event(subscription).get(3);
        assertEquals(Router.TRUST, details.path("trustlevel").asInt(), details::toString);
    }

    @Test
    default void A20_invocationsTellHowMuchTheCallerIsTrusted(Router router) {
        Session caller = router.join(wire(), Router.SECRET);
        Session callee = router.join(wire(), Router.SECRET);
        callee.register("org.junctor.test.a20");

        caller.call("org.junctor.test.a20");

        JsonNode details = callee.receive(Type.INVOCATION).get(3);
        assertEquals(Router.TRUST, details.path("trustlevel").asInt(), details::toString);
    }
}
