package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Payloads that the router does not look into (spec: "Payload Passthru Mode"). */
interface PassthruStatements extends OnWire {
    /** What the receiver needs to read the payload. */
    Map<String, Object> SCHEME = Map.of(
            "ppt_scheme", "x_suite", "ppt_serializer", "cbor", "ppt_cipher", "xsalsa20poly1305", "ppt_keyid", "key 7");

    /** Octets that are neither text nor any serialization. */
    JsonNode SEALED = BinaryNode.valueOf(new byte[] {0, 1, 2, (byte) 0xff, (byte) 0xc1, 0x7f, '"', '\\', (byte) 0x80});

    /** The details must hold all of {@link #SCHEME}. */
    private static void schemed(JsonNode details) {
        SCHEME.forEach((key, value) -> assertEquals(value, details.path(key).asText(), () -> key + " in " + details));
    }

    /** The arguments must be the sealed octets alone. */
    private static void sealed(JsonNode arguments) {
        assertEquals(Values.normal(Json.node(List.of(SEALED))), arguments);
    }

    @Test
    default void A32_sealedPayloadsPassThroughCallsAndEvents(Router router) {
        Session sender = router.join(wire());
        Session receiver = router.join(wire());
        receiver.register("org.junctor.test.a32");
        long subscription = receiver.subscribe("org.junctor.test.a32");

        sender.request(Type.PUBLISH, SCHEME, "org.junctor.test.a32", List.of(SEALED));
        JsonNode event = receiver.event(subscription);
        schemed(event.get(3));
        sealed(event.get(4));

        long call = sender.request(Type.CALL, SCHEME, "org.junctor.test.a32", List.of(SEALED));
        JsonNode invocation = receiver.receive(Type.INVOCATION);
        schemed(invocation.get(3));
        sealed(invocation.get(4));
        receiver.peer().send(Type.YIELD, invocation.get(1).asLong(), SCHEME, List.of(SEALED));
        JsonNode result = sender.answer(Type.RESULT, call);
        schemed(result.get(2));
        sealed(result.get(3));
    }

    @Test
    default void A32_sealedErrorsPassToo(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.a32b");
        long call = caller.request(Type.CALL, SCHEME, "org.junctor.test.a32b", List.of(SEALED));
        long invocation = callee.receive(Type.INVOCATION).get(1).asLong();

        callee.peer()
                .send(Type.ERROR, Type.INVOCATION, invocation, SCHEME, "org.junctor.error.sealed", List.of(SEALED));

        JsonNode error = caller.error(Type.CALL, call, "org.junctor.error.sealed");
        schemed(error.get(3));
        sealed(error.get(5));
    }

    @Test
    default void A33_whoDidNotAnnounceItMayNotSealPayloads(Router router) {
        Session bystander = router.join(wire());
        bystander.register("org.junctor.test.a33");
        for (int type : List.of(Type.PUBLISH, Type.CALL)) {
            Session sender = router.join(wire(), Session.PLAIN_ROLES);

            sender.request(type, SCHEME, "org.junctor.test.a33", List.of(SEALED));

            sender.expectViolation();
        }
        bystander.expectAlive();
    }

    @Test
    default void A33_aCalleeWithoutItGetsNoSealedPayload(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire(), Session.PLAIN_ROLES);
        callee.register("org.junctor.test.a33b");

        long call = caller.request(Type.CALL, SCHEME, "org.junctor.test.a33b", List.of(SEALED));

        caller.error(Type.CALL, call, "wamp.error.feature_not_supported");
        callee.expectNothingMore();
    }

    @Test
    default void A33_aCallerWithoutItGetsAnErrorInsteadOfASealedResult(Router router) {
        Session caller = router.join(wire(), Session.PLAIN_ROLES);
        Session callee = router.join(wire());
        callee.register("org.junctor.test.a33c");
        long call = caller.call("org.junctor.test.a33c");
        long invocation = callee.receive(Type.INVOCATION).get(1).asLong();

        callee.peer().send(Type.YIELD, invocation, SCHEME, List.of(SEALED));

        caller.error(Type.CALL, call, "wamp.error.feature_not_supported");
    }
}
