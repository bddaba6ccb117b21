/** The serializer {@code cbor}: WAMP messages as CBOR. */
@NullMarked
package org.junctor.serializer.cbor;

import org.jspecify.annotations.NullMarked;
