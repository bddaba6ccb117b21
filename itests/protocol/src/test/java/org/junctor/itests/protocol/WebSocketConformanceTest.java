package org.junctor.itests.protocol;

/** The statements of the specification over WebSocket. */
final class WebSocketConformanceTest implements AllStatements, OversizedStatements {
    @Override
    public Wire wire() {
        return Wire.WEBSOCKET;
    }
}
