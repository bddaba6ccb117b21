package org.junctor.transport.http;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * What all listeners of a node have together: {@value #NAME} of a router in the node file.
 *
 * @param connectionsMax how many connections there may be; 0 for any number
 * @param longMessagesBytes how much peers may have begun of messages and not ended
 * @param stallMs in how many milliseconds a peer must send {@code stallBytes} of a long message
 * @param stallBytes how much of it, in octets
 */
record NodeLimits(int connectionsMax, long longMessagesBytes, long stallMs, int stallBytes) {
    /** What operators call them. */
    static final String NAME = "transport_limits";

    private static final int STALL_MS = 30_000;
    private static final int STALL_BYTES = 10_240;

    /** A part of the heap that leaves room for what sessions may have together. */
    private static final int PART = 16;

    /** So much there is in any case: the longest message of RawSocket. */
    private static final long TOTAL_MIN = 16 << 20;

    /** Those of a node that configures none. */
    static final NodeLimits USUAL = of(0, 0, STALL_MS, STALL_BYTES);

    /** The configuration {@code org.junctor.transport.http.engine}. */
    @ObjectClassDefinition(name = "Junctor transports")
    @interface Config {
        @AttributeDefinition(
                name = "connections.max",
                description = "How many connections all listeners may have together; 0 for any number",
                min = "0")
        int connections_max() default 0;

        @AttributeDefinition(
                name = "long.messages.total.bytes",
                description =
                        "How much all peers may have begun of messages and not ended, in bytes; 0 for a sixteenth of"
                                + " Java's heap, 16 MiB at least",
                min = "0")
        long long_messages_total_bytes() default 0;

        @AttributeDefinition(
                name = "long.messages.stall.ms",
                description =
                        "In how many milliseconds a peer must send long.messages.stall.bytes of a message that it has"
                                + " begun and that has more than 4 KiB, or it is closed",
                min = "1")
        long long_messages_stall_ms() default STALL_MS;

        @AttributeDefinition(
                name = "long.messages.stall.bytes",
                description = "How much of such a message must come in that time, in bytes; 0 for nothing",
                min = "0")
        int long_messages_stall_bytes() default STALL_BYTES;
    }

    static NodeLimits of(Config config) {
        return of(
                config.connections_max(),
                config.long_messages_total_bytes(),
                config.long_messages_stall_ms(),
                config.long_messages_stall_bytes());
    }

    private static NodeLimits of(int connectionsMax, long totalBytes, long stallMs, int stallBytes) {
        long bytes = totalBytes == 0 ? Math.max(TOTAL_MIN, Runtime.getRuntime().maxMemory() / PART) : totalBytes;
        return new NodeLimits(connectionsMax, bytes, stallMs, stallBytes);
    }
}
