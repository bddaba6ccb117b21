package org.junctor.transport.websocket;

import java.util.ArrayList;
import java.util.List;
import org.junctor.api.wire.SerializerType;

/**
 * What a peer may ask for: a serializer, one message in each WebSocket message or batches of them.
 *
 * @param serializer how messages are encoded
 * @param batched whether they come in batches
 */
record Subprotocol(SerializerType serializer, boolean batched) {

    /** All forms of {@code serializers} that a path allows, by name ({@code cbor} for both, or {@code cbor.batched}); by none, all. */
    static List<Subprotocol> of(List<SerializerType> serializers, List<String> allowed) {
        List<Subprotocol> known = new ArrayList<>();
        for (SerializerType serializer : serializers) {
            boolean both = allowed.isEmpty() || allowed.contains(serializer.name());
            if (both) {
                known.add(new Subprotocol(serializer, false));
            }
            if (serializer.batched() && (both || allowed.contains(serializer.name() + SerializerType.BATCHED))) {
                known.add(new Subprotocol(serializer, true));
            }
        }
        return known;
    }

    /** A sentence for a peer that sends the other kind of frames. */
    String expectation() {
        return name()
                + (serializer.text()
                        ? " is sent in text frames, not in binary ones"
                        : " is sent in binary frames, not in text ones");
    }

    /** Its name in the handshake. */
    String name() {
        return batched ? serializer.batchedSubprotocol() : serializer.subprotocol();
    }
}
