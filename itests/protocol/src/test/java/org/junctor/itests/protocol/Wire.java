package org.junctor.itests.protocol;

import java.util.Locale;

/**
 * A way to speak WAMP with the router.
 *
 * @param batched whether messages are in batches (spec: "Batched WebSocket Transport"), which RawSocket has not
 */
record Wire(Transport transport, Codec codec, boolean batched) {
    static final Wire WEBSOCKET = new Wire(Transport.WEBSOCKET, Codec.JSON, false);
    static final Wire RAWSOCKET = new Wire(Transport.RAWSOCKET, Codec.JSON, false);

    /** Messages one by one. */
    static Wire of(Transport transport, Codec codec) {
        return new Wire(transport, codec, false);
    }

    /** Messages in batches. */
    static Wire batched(Transport transport, Codec codec) {
        return new Wire(transport, codec, true);
    }

    /** What carries the octets. */
    enum Transport {
        WEBSOCKET,
        WEBSOCKET_TLS,
        WEBSOCKET_UNIVERSAL,
        RAWSOCKET,
        RAWSOCKET_UNIX,
        RAWSOCKET_TLS,
        RAWSOCKET_UNIVERSAL,
        LONGPOLL;

        /** Whether the octets are in the frames of RawSocket. */
        boolean isRawSocket() {
            return name().startsWith("RAWSOCKET");
        }
    }

    /** The subprotocol's name. */
    String subprotocol() {
        return "wamp.2." + codec.serializer() + (batched ? ".batched" : "");
    }

    @Override
    public String toString() {
        return transport.name().toLowerCase(Locale.ROOT).replace('_', '-') + " " + codec.serializer()
                + (batched ? ".batched" : "");
    }
}
