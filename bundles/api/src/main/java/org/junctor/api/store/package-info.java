/** What keeps the event history of a realm, and its retained events: implemented by stores, called by the router. */
@Export
@Version("0.1.0")
@NullMarked
package org.junctor.api.store;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
