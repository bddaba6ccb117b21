/** The path type {@code static}: files of one folder. */
@NullMarked
package org.junctor.web.files;

import org.jspecify.annotations.NullMarked;
