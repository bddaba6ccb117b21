/** Event history in memory. */
@NullMarked
package org.junctor.store.memory;

import org.jspecify.annotations.NullMarked;
