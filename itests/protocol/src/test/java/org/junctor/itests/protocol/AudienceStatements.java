package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who gets an event (spec: "Subscriber Black- and Whitelisting"). */
interface AudienceStatements extends OnWire {
    /** A publisher, and two subscribers of one topic. */
    record Hall(String topic, Session publisher, Session one, Session two) {
        /** Publishes with these options; then only {@code heard} may have got it. */
        void publish(Map<String, Object> options, Session... heard) {
            publisher.request(Type.PUBLISH, options, topic, List.of("listed"));
            publisher.expectNothingMore();
            for (Session subscriber : List.of(one, two)) {
                if (List.of(heard).contains(subscriber)) {
                    assertEquals(
                            "listed",
                            subscriber.receive(Type.EVENT).get(4).get(0).asText());
                }
                subscriber.expectNothingMore();
            }
        }
    }

    private Hall hall(Router router, String topic) {
        Hall hall = new Hall(topic, router.join(wire()), router.join(wire()), router.join(wire()));
        hall.one().subscribe(topic);
        hall.two().subscribe(topic);
        return hall;
    }

    private static String authid(Session session) {
        return session.welcomeDetails().path("authid").asText();
    }

    @Test
    default void P16_excludeKeepsSessionsOut(Router router) {
        Hall hall = hall(router, "org.junctor.test.p16");

        hall.publish(Map.of("exclude", List.of(hall.one().id())), hall.two());
        hall.publish(Map.of("exclude", List.of(hall.one().id(), hall.two().id())));
        hall.publish(Map.of("exclude", List.of()), hall.one(), hall.two());
    }

    @Test
    default void P17_eligibleLetsOnlySessionsIn(Router router) {
        Hall hall = hall(router, "org.junctor.test.p17");
        Session stranger = router.join(wire());

        hall.publish(Map.of("eligible", List.of(hall.one().id(), stranger.id())), hall.one());

        stranger.expectNothingMore();
    }

    @Test
    default void P18_authidsAndAuthrolesAreListedLikewise(Router router) {
        Hall hall = hall(router, "guest.p18");
        Session guest = router.joinAsGuest(wire());
        guest.subscribe("guest.p18");

        hall.publish(Map.of("exclude_authid", List.of(authid(hall.one()), authid(guest))), hall.two());
        hall.publish(Map.of("eligible_authid", List.of(authid(hall.two()))), hall.two());
        hall.publish(Map.of("eligible_authrole", List.of("anonymous")), hall.one(), hall.two());
        hall.publish(Map.of("exclude_authrole", List.of("guest")), hall.one(), hall.two());
        guest.expectNothingMore();
        hall.publish(Map.of("exclude_authrole", List.of("anonymous")));
        hall.publish(Map.of("eligible_authrole", List.of("guest")));

        guest.receive(Type.EVENT);
        guest.receive(Type.EVENT);
        guest.expectNothingMore();
    }

    @Test
    default void P19_allListsMustAgree(Router router) {
        Hall hall = hall(router, "org.junctor.test.p19");
        List<Long> both = List.of(hall.one().id(), hall.two().id());

        hall.publish(Map.of("eligible", both, "exclude", List.of(hall.one().id())), hall.two());
        hall.publish(Map.of("eligible", both, "eligible_authid", List.of(authid(hall.one()))), hall.one());
        hall.publish(Map.of("eligible", both, "exclude_authrole", List.of("anonymous")));
    }

    @Test
    default void P20_anEmptyListOfEligibleSessionsMeansNobody(Router router) {
        Hall hall = hall(router, "org.junctor.test.p20");

        hall.publish(Map.of("eligible", List.of()));
        hall.publish(Map.of("eligible_authid", List.of()));
        hall.publish(Map.of("eligible_authrole", List.of()));
    }

    @Test
    default void P20_thePublisherIsKeptOutBesides(Router router) {
        Session publisher = router.join(wire());
        publisher.subscribe("org.junctor.test.p20b");

        publisher.request(Type.PUBLISH, Map.of("eligible", List.of(publisher.id())), "org.junctor.test.p20b");

        publisher.expectNothingMore();
    }
}
