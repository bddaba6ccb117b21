/** The authentication method {@code ticket}. */
@NullMarked
package org.junctor.auth.ticket;

import org.jspecify.annotations.NullMarked;
