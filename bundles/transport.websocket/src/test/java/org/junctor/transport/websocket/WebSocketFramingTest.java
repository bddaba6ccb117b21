package org.junctor.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import org.junctor.api.wire.WriteBuffer;
import org.junit.jupiter.api.Test;

final class WebSocketFramingTest {

    private static String header(WebSocketFraming framing, int length) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) 'x');
        WriteBuffer buffer = new WriteBuffer(16).put(message, 0, length);
        framing.frame(buffer);
        byte[] frame = buffer.toByteArray();
        int header = frame.length - length;
        assertArrayEquals(message, Arrays.copyOfRange(frame, header, frame.length));
        return HexFormat.of().formatHex(frame, 0, header);
    }

    @Test
    void lengthsAreWrittenInTheShortestForm() {
        assertEquals("8100", header(WebSocketFraming.TEXT, 0));
        assertEquals("827d", header(WebSocketFraming.BINARY, 125));
        assertEquals("817e007e", header(WebSocketFraming.TEXT, 126));
        assertEquals("817effff", header(WebSocketFraming.TEXT, 65_535));
        assertEquals("827f0000000000010000", header(WebSocketFraming.BINARY, 65_536));
    }
}
