package org.junctor.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What unfinished messages of all peers may hold. */
final class WebSocketBudgetTest {
    private final Budget budget = new Budget(100);

    private static @Nullable CloseStatus take(Messages messages, byte opCode, boolean last, int octets) {
        return messages.take(
                new Frame(opCode, last, ByteBuffer.wrap("x".repeat(octets).getBytes(StandardCharsets.US_ASCII))),
                (array, offset, length) -> {});
    }

    private Messages messages() throws Exception {
        return new Messages(Limits.of(Map.of()), budget, null);
    }

    @Test
    void oneMessageMayBeLongerThanTheBudget() throws Exception {
        Messages one = messages();

        assertNull(take(one, OpCode.TEXT, false, 90));
        assertNull(take(one, OpCode.CONTINUATION, false, 90));
        assertEquals(180, budget.held());
        assertNull(take(one, OpCode.CONTINUATION, true, 90));
        assertEquals(0, budget.held());
    }

    @Test
    void whoComesTooLateIsToldToTryAgain() throws Exception {
        assertNull(take(messages(), OpCode.TEXT, false, 60));
        Messages second = messages();
        assertNull(take(second, OpCode.TEXT, false, 40));

        CloseStatus refused = take(second, OpCode.CONTINUATION, false, 1);

        assertNotNull(refused);
        assertEquals(1013, refused.getCode());
        assertEquals(60, budget.held());
        second.drop();
        assertEquals(60, budget.held());
    }

    @Test
    void lostConnectionGivesBackWhatItHeld() throws Exception {
        Messages lost = messages();
        take(lost, OpCode.TEXT, false, 60);

        lost.drop();
        lost.drop();

        assertEquals(0, budget.held());
        assertNotNull(take(lost, OpCode.CONTINUATION, false, 1));
        assertEquals(0, budget.held());
    }

    @Test
    void wholeMessagesTakeNothing() throws Exception {
        assertNull(take(messages(), OpCode.TEXT, true, 1000));

        assertEquals(0, budget.held());
    }
}
