/** Rules that hold for all bundles. */
@NullMarked
package org.junctor.itests.architecture;

import org.jspecify.annotations.NullMarked;
