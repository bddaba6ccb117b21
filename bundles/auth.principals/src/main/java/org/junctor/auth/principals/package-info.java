/** The sources of principals {@code static} and {@code file}. */
@NullMarked
package org.junctor.auth.principals;

import org.jspecify.annotations.NullMarked;
