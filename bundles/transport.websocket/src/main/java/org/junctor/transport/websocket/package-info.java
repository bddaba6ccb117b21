/** WAMP over WebSocket: the path type {@code websocket}. */
@NullMarked
package org.junctor.transport.websocket;

import org.jspecify.annotations.NullMarked;
