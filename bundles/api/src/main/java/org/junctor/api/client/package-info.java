/** A WAMP client for Java, and the annotations of Java components. */
@Export
@Version("0.1.0")
@NullMarked
package org.junctor.api.client;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
