/** Listeners: sockets, the path tree, and the write side of every connection that comes by them. */
@NullMarked
package org.junctor.transport.http;

import org.jspecify.annotations.NullMarked;
