/** Contract kits: a plug-in is done when its kit is green. */
@Export
@Version("0.1.0")
@NullMarked
package org.junctor.testing;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
