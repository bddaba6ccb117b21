/** What a transport plug-in implements, and what the router gives it in return. */
@Export
@Version("0.1.0")
@NullMarked
package org.junctor.api.transport;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
