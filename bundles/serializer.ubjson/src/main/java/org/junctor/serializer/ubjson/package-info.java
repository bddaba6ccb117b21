/** The serializer {@code ubjson}: WAMP messages as Universal Binary JSON, in both of its dialects. */
@NullMarked
package org.junctor.serializer.ubjson;

import org.jspecify.annotations.NullMarked;
