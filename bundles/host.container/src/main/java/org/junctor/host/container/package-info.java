/** Container workers: processes of their own that run components. */
@NullMarked
package org.junctor.host.container;

import org.jspecify.annotations.NullMarked;
