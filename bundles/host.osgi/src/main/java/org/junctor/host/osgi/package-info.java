/** Runs Java components: gives each configured one a session, and its annotated methods callers and events. */
@NullMarked
package org.junctor.host.osgi;

import org.jspecify.annotations.NullMarked;
