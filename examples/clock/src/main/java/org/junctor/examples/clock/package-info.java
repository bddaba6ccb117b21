/** Two Java components to copy from: one offers a procedure, one publishes events. */
@NullMarked
package org.junctor.examples.clock;

import org.jspecify.annotations.NullMarked;
