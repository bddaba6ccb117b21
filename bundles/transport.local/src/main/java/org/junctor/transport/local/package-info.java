/** WAMP inside the router's own process: the URL scheme {@code local}. */
@NullMarked
package org.junctor.transport.local;

import org.jspecify.annotations.NullMarked;
