package org.junctor.transport.websocket;

import org.eclipse.jetty.websocket.core.CloseStatus;
import org.junctor.api.transport.CloseReason;

/** Why a WebSocket is closed, as a code (RFC 6455, 7.4). */
final class CloseCodes {
    private CloseCodes() {}

    /** The code with which the router's reason is told. */
    static int of(CloseReason reason) {
        return switch (reason) {
            case NORMAL -> CloseStatus.NORMAL;
            case GOING_AWAY -> CloseStatus.SHUTDOWN;
            case PROTOCOL_ERROR -> CloseStatus.PROTOCOL;
            case TOO_LARGE -> CloseStatus.MESSAGE_TOO_LARGE;
            case POLICY -> CloseStatus.POLICY_VIOLATION;
            case INTERNAL_ERROR -> CloseStatus.SERVER_ERROR;
        };
    }

    /** What a peer has said, for the log. */
    static String describe(CloseStatus status) {
        String reason = status.getReason();
        return reason == null || reason.isEmpty() ? "code " + status.getCode() : status.getCode() + " " + reason;
    }
}
