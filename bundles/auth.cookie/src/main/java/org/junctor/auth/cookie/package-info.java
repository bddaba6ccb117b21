/** The authentication method {@code cookie}. */
@NullMarked
package org.junctor.auth.cookie;

import org.jspecify.annotations.NullMarked;
