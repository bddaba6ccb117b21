package org.junctor.api.serializer;

import org.junctor.api.message.Format;
import org.junctor.api.message.Message;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.wire.SerializerType;
import org.junctor.api.wire.WriteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Turns messages into octets and back. A plug-in registers one as a service; the router finds it by the {@link #type()} it answers
 * with. Two serializers must not claim the same name, subprotocol or RawSocket number: the second is refused, and both bundles are
 * named in the log.
 *
 * <p>Called by any number of threads at once, so it keeps no state between calls; it must not block. It is done when it passes
 * {@code SerializerContract} of {@code org.junctor.testing}.
 */
@ConsumerType
public interface Serializer {
    /** Its names in handshakes and configuration; always the same answer. */
    SerializerType type();

    /** The encoding of the payload that it reads and writes. */
    Format format();

    /**
     * Decodes the head of one message. Its payload is checked to be well formed but not decoded, and is <em>borrowed</em> from
     * {@code octets}.
     *
     * @throws ProtocolViolation if these are not exactly one message: malformed, too deep, of unknown type, with too few, too many
     *     or wrong fields
     */
    Message decode(byte[] octets, int offset, int length) throws ProtocolViolation;

    /**
     * Appends the encoded message to {@code out}.
     *
     * @param message its payload is empty or in this serializer's own {@link #format()}
     */
    void encode(Message message, WriteBuffer out);

    /**
     * Gives the values of a payload in this serializer's format to {@code sink}: first the arguments, then the keyword arguments.
     *
     * @throws ProtocolViolation if a value cannot be converted (bad base64 of a binary value, a key that is no string or stands
     *     twice, an integer below -2^63 or above 2^64-1, a type of the encoding's own); {@code sink} has then been given a part
     */
    void read(Payload payload, Tokens sink) throws ProtocolViolation;

    /**
     * A writer that appends payload in this serializer's format to {@code out}: one value, or two one after the other. A value that
     * the format does not have (NaN in JSON) is written as null, and half of a surrogate pair, which has no UTF-8, as U+FFFD.
     */
    Tokens writer(WriteBuffer out);
}
