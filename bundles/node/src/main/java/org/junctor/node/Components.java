package org.junctor.node;

import java.util.Set;

/** The components that installed bundles bring, by the names under which they are configured. */
public interface Components {
    /** Whether there is one of this name. */
    boolean has(String name);

    /** All names. */
    Set<String> names();
}
