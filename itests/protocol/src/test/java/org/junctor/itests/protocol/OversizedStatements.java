package org.junctor.itests.protocol;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages longer than the listener takes end the connection that they came on, and nobody else's. */
interface OversizedStatements extends OnWire {
    @Test
    default void X11_aMessageOverTheLimitEndsItsConnection(Router router) {
        Session bystander = Session.join(router.connectSmall(wire()), Router.OPEN);
        Session offender = Session.join(router.connectSmall(wire()), Router.OPEN);

        offender.request(Type.PUBLISH, Map.of(), "org.junctor.test.x11", List.of("x".repeat(Router.SMALL)));

        endsForItsSize(offender.peer());
        bystander.expectAlive();
    }

    @Test
    default void X11_aMessageJustBelowTheLimitPasses(Router router) {
        Session publisher = Session.join(router.connectSmall(wire()), Router.OPEN);
        Session subscriber = Session.join(router.connectSmall(wire()), Router.OPEN);
        long subscription = subscriber.subscribe("org.junctor.test.x11b");

        publisher.publish("org.junctor.test.x11b", "x".repeat(Router.SMALL - 200));

        subscriber.event(subscription);
    }

    @Test
    default void X12_anEventTooLongForASubscriberDoesNotEndIt(Router router) {
        Session subscriber = Session.join(router.connectSmall(wire()), Router.OPEN);
        Session publisher = router.join(wire());
        subscriber.subscribe("org.junctor.test.x12");

        publisher.publish("org.junctor.test.x12", "x".repeat(4 * Router.SMALL));

        publisher.expectAlive();
        subscriber.expectAliveAfterEvents();
    }

    /** An ABORT may come first, if the transport can still carry one; then the end. */
    private static void endsForItsSize(Peer peer) {
        Peer.Arrival next = peer.next(Duration.ofSeconds(10)).orElseThrow(() -> new AssertionError("left open"));
        if (next instanceof Peer.Message message) {
            if (message.fields().path(0).asInt() != Type.ABORT) {
                throw new AssertionError("expected ABORT or the end, got " + message.fields());
            }
            peer.awaitEnd();
        }
    }
}
