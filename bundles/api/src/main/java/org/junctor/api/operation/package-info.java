/** What operators see and do: the running router, its configured parts, and commands on the control socket. */
@Export
@Version("0.1.0")
@NullMarked
package org.junctor.api.operation;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
