/** The authentication method {@code jwt}. */
@NullMarked
package org.junctor.auth.jwt;

import org.jspecify.annotations.NullMarked;
