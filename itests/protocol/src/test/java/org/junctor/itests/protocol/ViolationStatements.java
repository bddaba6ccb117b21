package org.junctor.itests.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the router does with peers that break the protocol (spec: "Protocol Errors"): ABORT with a text, the end of the connection,
 * and nothing for anybody else.
 */
interface ViolationStatements extends OnWire {
    /** Sends {@code offence} in a live session; it must be a violation, and a bystander must not notice. */
    default void violates(Router router, String offence) {
        Session bystander = router.join(wire());
        Session offender = router.join(wire());

        offender.peer().sendText(offence);

        try {
            offender.expectViolation();
        } catch (AssertionError e) {
            throw new AssertionError("after " + abbreviated(offence) + ": " + e.getMessage(), e);
        }
        bystander.expectAlive();
    }

    private static String abbreviated(String text) {
        return text.length() < 200 ? text : text.substring(0, 200) + "…";
    }

    @Test
    default void S08_secondHelloIsAProtocolViolation(Router router) {
        violates(router, "[1,\"realm1\",{\"roles\":{\"caller\":{}}}]");
    }

    @Test
    default void S09_messagesOfTheHandshakeAreViolationsInALiveSession(Router router) {
        violates(router, "[2,1234,{\"roles\":{\"broker\":{}}}]");
        violates(router, "[4,\"ticket\",{}]");
        violates(router, "[5,\"secret\",{}]");
    }

    @Test
    default void S10_anythingButHelloIsAViolationBeforeTheSession(Router router) {
        Session bystander = router.join(wire());
        List<String> first = List.of(
                "[6,{},\"wamp.close.normal\"]",
                "[5,\"secret\",{}]",
                "[16,1,{},\"org.junctor.test.s10\"]",
                "[32,1,{},\"org.junctor.test.s10\"]",
                "[48,1,{},\"org.junctor.test.s10\"]",
                "[64,1,{},\"org.junctor.test.s10\"]",
                "[70,1,{}]",
                "[8,68,1,{},\"org.junctor.error\"]");
        for (String text : first) {
            Peer peer = router.connect(wire());
            peer.sendText(text);
            Session.expectViolation(peer);
        }
        bystander.expectAlive();
    }

    @Test
    default void S11_messagesOfARouterAreViolations(Router router) {
        violates(router, "[17,1,2]");
        violates(router, "[33,1,2]");
        violates(router, "[35,1]");
        violates(router, "[36,1,2,{}]");
        violates(router, "[50,1,{}]");
        violates(router, "[65,1,2]");
        violates(router, "[67,1]");
        violates(router, "[68,1,2,{}]");
        violates(router, "[69,1,{}]");
    }

    @Test
    default void S12_errorForAnythingButAnInvocationIsAViolation(Router router) {
        violates(router, "[8,48,1,{},\"org.junctor.error\"]");
        violates(router, "[8,16,1,{},\"org.junctor.error\"]");
        violates(router, "[8,0,1,{},\"org.junctor.error\"]");
    }

    @Test
    default void S13_yieldForAnInvocationThatNeverWasIsAViolation(Router router) {
        violates(router, "[70,1,{}]");
        violates(router, "[8,68,7,{},\"org.junctor.error\"]");
    }

    @Test
    default void S14_whatIsNoMessageIsAViolation(Router router) {
        violates(router, "[]");
        violates(router, "{}");
        violates(router, "\"text\"");
        violates(router, "17");
        violates(router, "null");
        violates(router, "[\"16\",1,{},\"org.junctor.test\"]");
        violates(router, "[16.5,1,{},\"org.junctor.test\"]");
        violates(router, "[-1,1,{},\"org.junctor.test\"]");
        violates(router, "[99,1,{},\"org.junctor.test\"]");
    }

    @Test
    default void S15_wrongCountOrTypeOfFieldsIsAViolation(Router router) {
        violates(router, "[32]");
        violates(router, "[32,1,{}]");
        violates(router, "[32,1,{},\"org.junctor.test\",[],{},1]");
        violates(router, "[32,\"1\",{},\"org.junctor.test\"]");
        violates(router, "[32,1,[],\"org.junctor.test\"]");
        violates(router, "[32,1,{},7]");
        violates(router, "[32,1,{},null]");
        violates(router, "[32,0,{},\"org.junctor.test\"]");
        violates(router, "[32,-1,{},\"org.junctor.test\"]");
        violates(router, "[32,9007199254740993,{},\"org.junctor.test\"]");
        violates(router, "[16,1,{},\"org.junctor.test\",{}]");
        violates(router, "[16,1,{},\"org.junctor.test\",[],[]]");
        violates(router, "[48,1,{\"receive_progress\":\"yes\"},\"org.junctor.test\"]");
    }

    @Test
    default void S16_whatCannotBeDecodedIsAViolation(Router router) {
        for (byte[] octets : Undecodable.of(wire().codec())) {
            Session bystander = router.join(wire());
            Session offender = router.join(wire());

            offender.peer().sendMessage(octets);

            try {
                offender.expectViolation();
            } catch (AssertionError e) {
                throw new AssertionError(
                        "after " + HexFormat.of().formatHex(octets, 0, Math.min(octets.length, 100)), e);
            }
            bystander.expectAlive();
        }
    }

    @Test
    default void S16_depthBeyondAllReasonIsAViolation(Router router) {
        violates(router, "[16,1,{},\"org.junctor.test\"," + "[".repeat(900) + "]".repeat(900) + "]");
    }

    @Test
    default void S17_aViolationEndsAllThatTheSessionHad(Router router) {
        Session offender = router.join(wire());
        Session other = router.join(wire());
        offender.register("org.junctor.test.s17");
        long call = other.call("org.junctor.test.s17");
        JsonNode invocation = offender.receive(Type.INVOCATION);

        offender.peer().sendText("[1,\"realm1\",{\"roles\":{\"caller\":{}}}]");
        offender.peer().send(Type.YIELD, invocation.get(1).asLong(), Map.of(), List.of("too late"));

        offender.expectViolation();
        other.error(Type.CALL, call, "wamp.error.canceled");
        other.register("org.junctor.test.s17");
    }

    @Test
    default void S17_nothingIsProcessedAfterAViolation(Router router) {
        Session offender = router.join(wire());
        Session listener = router.join(wire());
        listener.subscribe("org.junctor.test.s17b");

        offender.peer().sendText("[]");
        offender.peer().send(Type.PUBLISH, 1, Map.of(), "org.junctor.test.s17b", List.of("too late"));

        offender.expectViolation();
        listener.expectNothingMore();
    }

    @Test
    default void S18_theConnectionIsClosedAfterAViolation(Router router) {
        Peer peer = router.connect(wire());

        peer.sendText("[]");

        Session.expectAbort(peer, "wamp.error.protocol_violation");
        peer.awaitEnd();
    }

    @Test
    default void S24_aNumberIsNoBool(Router router) {
        violates(router, "[16,1,{\"acknowledge\":1},\"org.junctor.test\"]");
        violates(router, "[16,1,{\"exclude_me\":0},\"org.junctor.test\"]");
        violates(router, "[48,1,{\"receive_progress\":1},\"org.junctor.test\"]");
    }

    @Test
    default void S25_requestIdsBeginWithOneAndHaveNoGap(Router router) {
        violates(router, "[32,2,{},\"org.junctor.test\"]");

        Session offender = router.join(wire());
        offender.subscribe("org.junctor.test.s25");
        offender.peer().sendText("[48,3,{},\"org.junctor.test.s25\"]");
        offender.expectViolation();

        Session repeating = router.join(wire());
        repeating.subscribe("org.junctor.test.s25");
        repeating.peer().sendText("[32,1,{},\"org.junctor.test.s25\"]");
        repeating.expectViolation();
    }

    @Test
    default void S27_cancelAndYieldAreNotCounted(Router router) {
        Session session = router.join(wire());
        session.register("org.junctor.test.s27");
        session.call("org.junctor.test.s27");
        JsonNode invocation = session.receive(Type.INVOCATION);

        session.peer().send(Type.YIELD, invocation.get(1).asLong(), Map.of());
        JsonNode result = session.receive(Type.RESULT);
        session.peer().send(Type.CANCEL, result.get(1).asLong(), Map.of());

        session.subscribe("org.junctor.test.s27");
    }

    @Test
    default void S30_typesOfExtensionsAreUnknown(Router router) {
        violates(router, "[256,1,{},\"org.junctor.test\"]");
        violates(router, "[337,1]");
        violates(router, "[1023]");
    }
}
