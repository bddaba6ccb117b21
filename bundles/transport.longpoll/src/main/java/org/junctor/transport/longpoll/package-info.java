/** WAMP over plain HTTP requests: the path type {@code longpoll} (spec: "HTTP Longpoll Transport"). */
@NullMarked
package org.junctor.transport.longpoll;

import org.jspecify.annotations.NullMarked;
