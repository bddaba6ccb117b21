package org.junctor.node;

import org.jspecify.annotations.Nullable;

/** Where variables in the node file come from. */
@FunctionalInterface
public interface Environment {
    /** The value of a variable; null if it is not set. */
    @Nullable
    String value(String name);
}
