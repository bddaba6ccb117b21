/** The command {@code junctor}. Runs on a plain class path; only {@code start} and {@code demo} start a framework. */
@NullMarked
package org.junctor.cli;

import org.jspecify.annotations.NullMarked;
