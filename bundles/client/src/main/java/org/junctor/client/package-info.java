/** The WAMP client: sessions over RawSocket, WebSocket, and transports that other bundles bring. */
@NullMarked
package org.junctor.client;

import org.jspecify.annotations.NullMarked;
