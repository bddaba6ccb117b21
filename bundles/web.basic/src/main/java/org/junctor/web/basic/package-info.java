/** The path types {@code nodeinfo}, {@code json}, {@code redirect} and {@code none}. */
@NullMarked
package org.junctor.web.basic;

import org.jspecify.annotations.NullMarked;
