/**
 * The node file and the life of the node. What checks the file works on a plain class path too, for the command line; the rest is a
 * component.
 */
@NullMarked
package org.junctor.node;

import org.jspecify.annotations.NullMarked;
