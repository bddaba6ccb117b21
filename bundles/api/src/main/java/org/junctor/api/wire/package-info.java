/** Octets on their way out: the buffer that messages are encoded into, and how a transport frames them. */
@Export
@Version("0.1.0")
@NullMarked
package org.junctor.api.wire;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
