/** The authentication method {@code cryptosign}. */
@NullMarked
package org.junctor.auth.cryptosign;

import org.jspecify.annotations.NullMarked;
