/** Fuzz targets: what must hold whatever octets a peer sends. */
@NullMarked
package org.junctor.itests.fuzz;

import org.jspecify.annotations.NullMarked;
