package org.junctor.testing;

/**
 * All that a serializer promises. Its test implements this interface, answers {@link #serializer()}, and adds what only its own
 * encoding has:
 *
 * <pre>{@code
 * final class CborSerializerTest implements SerializerContract {
 *     @Override
 *     public Serializer serializer() {
 *         return new CborSerializer();
 *     }
 * }
 * }</pre>
 */
public interface SerializerContract
        extends SerializerRoundTrips,
                SerializerRefusals,
                SerializerConversions,
                SerializerVectors,
                SerializerVerdicts {}
