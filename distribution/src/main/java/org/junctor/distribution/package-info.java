/** Starts a framework with the bundles of one feature. */
@NullMarked
package org.junctor.distribution;

import org.jspecify.annotations.NullMarked;
