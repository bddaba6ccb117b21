package org.junctor.itests.protocol;

/** The transports that carry JSON in this suite. */
enum Wire {
    WEBSOCKET,
    RAWSOCKET
}
