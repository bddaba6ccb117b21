/** The source of principals {@code dynamic}. */
@NullMarked
package org.junctor.auth.dynamic;

import org.jspecify.annotations.NullMarked;
