/** Event history and retained events in a file. */
@NullMarked
package org.junctor.store.mvstore;

import org.jspecify.annotations.NullMarked;
