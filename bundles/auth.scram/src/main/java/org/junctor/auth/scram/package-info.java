/** The authentication methods {@code wamp-scram} and {@code scram}. */
@NullMarked
package org.junctor.auth.scram;

import org.jspecify.annotations.NullMarked;
