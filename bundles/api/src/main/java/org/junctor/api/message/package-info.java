/** The messages of the protocol: records with typed views of their options; application payload stays opaque. */
@Export
@Version("0.1.0")
@NullMarked
package org.junctor.api.message;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
