/** The serializer {@code flatbuffers}: WAMP messages as FlatBuffers, their payload as CBOR. */
@NullMarked
package org.junctor.serializer.flatbuffers;

import org.jspecify.annotations.NullMarked;
