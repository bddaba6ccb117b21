package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junctor.itests.protocol.Wire.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What only batches can get wrong (spec: "Batched WebSocket Transport"). */
@ExtendWith(RouterExtension.class)
@ParameterizedClass(name = "websocket {0}.batched")
@EnumSource
record BatchTest(Codec codec) {
    private Wire wire() {
        return Wire.batched(Transport.WEBSOCKET, codec);
    }

    private byte[] subscribe(int request) {
        return codec.encode(Json.node(List.of(Type.SUBSCRIBE, request, Map.of(), "org.junctor.test.batch." + request)));
    }

    /** Sends these octets, which are no batch; the connection must end, with ABORT or without. */
    private void fails(Router router, byte[] octets) {
        Session bystander = router.join(Wire.WEBSOCKET);
        Session offender = router.join(wire());

        offender.peer().sendOctets(octets);

        Peer.Arrival next = offender.peer().next(Peer.LIMIT).orElseThrow(() -> new AssertionError("left open"));
        if (next instanceof Peer.Message message) {
            assertEquals(Type.ABORT, message.fields().path(0).asInt(), () -> message + " after a broken batch");
            offender.peer().awaitEnd();
        }
        bystander.expectAlive();
    }

    @Test
    void X07_aSingleMessageIsABatchToo(Router router) {
        Session session = router.join(wire()); // the peer refuses what is no batch

        session.subscribe("org.junctor.test.x07");
        session.expectAlive();
    }

    @Test
    void X07_aBatchIsReadInOrder(Router router) {
        Session session = router.join(wire());
        List<byte[]> messages = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            messages.add(subscribe(i));
        }

        session.peer().sendOctets(Batch.of(codec, messages));

        for (int i = 1; i <= 100; i++) {
            session.answer(Type.SUBSCRIBED, i);
        }
    }

    @Test
    void X07_anEmptyBatchFailsTheConnection(Router router) {
        fails(router, new byte[0]);
    }

    @Test
    void X07_aBatchThatIsCutOffFailsTheConnection(Router router) {
        byte[] whole = Batch.of(codec, List.of(subscribe(1), subscribe(2)));

        fails(router, Arrays.copyOf(whole, whole.length - 1));
        fails(router, Arrays.copyOf(whole, whole.length / 2 + 3));
    }

    @Test
    void X07_aMessageWithoutItsFrameFailsTheConnection(Router router) {
        fails(router, subscribe(1));
    }

    @Test
    void aBatchOfTooManyMessagesFailsTheConnection(Router router) {
        byte[] cancel = codec.encode(Json.node(List.of(Type.CANCEL, 1, Map.of())));

        fails(
                router,
                Batch.of(codec, Stream.generate(() -> cancel).limit(50_000).toList()));
    }
}
