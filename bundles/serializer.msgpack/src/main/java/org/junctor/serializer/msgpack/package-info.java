/** The serializer {@code msgpack}: WAMP messages as MessagePack. */
@NullMarked
package org.junctor.serializer.msgpack;

import org.jspecify.annotations.NullMarked;
