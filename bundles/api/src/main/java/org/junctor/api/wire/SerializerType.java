package org.junctor.api.wire;

/**
 * What a handshake needs to know of a serializer.
 *
 * @param name the serializer's name, as in the configuration ({@code json})
 * @param subprotocol its WebSocket subprotocol ({@code wamp.2.json})
 * @param rawSocketId its number in the RawSocket handshake, 1 to 15; 0 for none
 * @param mime its media type, for HTTP
 * @param text whether messages are UTF-8 text, so that WebSocket sends text frames
 * @param batched whether there is a {@link #batchedSubprotocol()}
 */
public record SerializerType(
        String name, String subprotocol, int rawSocketId, String mime, boolean text, boolean batched) {
    /** What the batched form of a serializer is called: its name, and its subprotocol, with this behind it. */
    public static final String BATCHED = ".batched";

    /** A serializer whose messages may come in batches. */
    public SerializerType(String name, String subprotocol, int rawSocketId, String mime, boolean text) {
        this(name, subprotocol, rawSocketId, mime, text, true);
    }

    /** The subprotocol in which messages come in {@linkplain Batch batches} ({@code wamp.2.json.batched}). */
    public String batchedSubprotocol() {
        return subprotocol + BATCHED;
    }
}
