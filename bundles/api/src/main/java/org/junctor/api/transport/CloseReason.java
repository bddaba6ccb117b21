package org.junctor.api.transport;

/** Why one side closes a connection; a transport maps it to what it has (WebSocket close codes in brackets). */
public enum CloseReason {
    /** The session ended in order (1000). */
    NORMAL,
    /** The router, or the part of it that serves this connection, goes away (1001). */
    GOING_AWAY,
    /** The peer broke the protocol (1002). */
    PROTOCOL_ERROR,
    /** The peer sent more than it may (1009). */
    TOO_LARGE,
    /** The peer does not take what it is sent, or does not answer in time, or is over a limit (1008). */
    POLICY,
    /** The router failed (1011). */
    INTERNAL_ERROR
}
