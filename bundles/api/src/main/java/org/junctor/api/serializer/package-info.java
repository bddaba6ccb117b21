/** What a serializer plug-in implements, and how payload is converted from one serializer to another. */
@Export
@Version("0.1.0")
@NullMarked
package org.junctor.api.serializer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
