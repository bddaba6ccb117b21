/** The operator's shell: commands of the scope {@code junctor}, and Gogo on the control socket. */
@NullMarked
package org.junctor.shell;

import org.jspecify.annotations.NullMarked;
