/** The serializer {@code json}: WAMP messages as JSON text. */
@NullMarked
package org.junctor.serializer.json;

import org.jspecify.annotations.NullMarked;
