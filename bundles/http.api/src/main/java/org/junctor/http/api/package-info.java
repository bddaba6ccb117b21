/** What path services of web listeners and transports on Jetty's connections implement. The only package that shows Jetty's types. */
@Export
@Version("0.1.0")
@NullMarked
package org.junctor.http.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
