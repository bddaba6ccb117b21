/** The authentication method {@code anonymous}. */
@NullMarked
package org.junctor.auth.anonymous;

import org.jspecify.annotations.NullMarked;
