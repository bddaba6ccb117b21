package org.junctor.serializer.ubjson;

import org.junctor.api.serializer.Serializer;
import org.junctor.testing.SerializerContract;

/** The contract, for a router that is told to write the older dialect. */
final class PlainUbjsonTest implements SerializerContract {
    private final UbjsonSerializer ubjson = new UbjsonSerializer(Dialect.UBJSON, 64);

    @Override
    public Serializer serializer() {
        return ubjson;
    }
}
