/** The authentication method {@code tls}. */
@NullMarked
package org.junctor.auth.tls;

import org.jspecify.annotations.NullMarked;
