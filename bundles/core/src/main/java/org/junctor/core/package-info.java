/** Realms, sessions, broker and dealer. */
@NullMarked
package org.junctor.core;

import org.jspecify.annotations.NullMarked;
