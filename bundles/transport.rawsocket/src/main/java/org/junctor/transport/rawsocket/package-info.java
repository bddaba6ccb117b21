/** The transport type {@code rawsocket}: WAMP over TCP and Unix domain sockets without HTTP (spec: "RawSocket"). */
@NullMarked
package org.junctor.transport.rawsocket;

import org.jspecify.annotations.NullMarked;
