/** The authentication method {@code wampcra}. */
@NullMarked
package org.junctor.auth.wampcra;

import org.jspecify.annotations.NullMarked;
