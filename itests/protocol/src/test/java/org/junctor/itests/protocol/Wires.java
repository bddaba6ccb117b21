package org.junctor.itests.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junctor.itests.protocol.Wire.Transport;

/** Which ways to speak with the router are tried with which tests; {@code -Dfull} tries all with all. */
final class Wires {
    private static final boolean FULL = Boolean.getBoolean("junctor.full");

    private Wires() {}

    /** Those that are tried with every statement, besides JSON, which has classes of its own. */
    static Stream<Wire> thorough() {
        List<Wire> some = List.of(
                Wire.of(Transport.WEBSOCKET, Codec.MSGPACK),
                Wire.of(Transport.WEBSOCKET, Codec.CBOR),
                Wire.of(Transport.RAWSOCKET, Codec.CBOR));
        return FULL ? all().filter(wire -> !isPlainJson(wire)) : some.stream();
    }

    /** Those that are tried with what belongs to every session: opening, ending, violations, events, calls. */
    static Stream<Wire> broad() {
        List<Wire> some = List.of(
                Wire.batched(Transport.WEBSOCKET, Codec.JSON),
                Wire.batched(Transport.WEBSOCKET, Codec.MSGPACK),
                Wire.batched(Transport.WEBSOCKET, Codec.CBOR),
                Wire.of(Transport.WEBSOCKET, Codec.UBJSON),
                Wire.of(Transport.RAWSOCKET, Codec.MSGPACK),
                Wire.of(Transport.RAWSOCKET, Codec.UBJSON),
                Wire.of(Transport.RAWSOCKET_UNIX, Codec.JSON),
                Wire.of(Transport.LONGPOLL, Codec.JSON),
                Wire.batched(Transport.LONGPOLL, Codec.CBOR),
                Wire.of(Transport.WEBSOCKET_TLS, Codec.JSON),
                Wire.of(Transport.RAWSOCKET_TLS, Codec.CBOR),
                Wire.of(Transport.WEBSOCKET_UNIVERSAL, Codec.JSON),
                Wire.of(Transport.RAWSOCKET_UNIVERSAL, Codec.JSON));
        return FULL ? Stream.of(some.get(0)) : some.stream();
    }

    /** All that there are. */
    static Stream<Wire> all() {
        List<Wire> all = new ArrayList<>();
        for (Transport transport : Transport.values()) {
            for (Codec codec : Codec.values()) {
                all.add(Wire.of(transport, codec));
                if (!transport.isRawSocket()) {
                    all.add(Wire.batched(transport, codec));
                }
            }
        }
        return all.stream();
    }

    private static boolean isPlainJson(Wire wire) {
        return wire.equals(Wire.WEBSOCKET) || wire.equals(Wire.RAWSOCKET);
    }
}
