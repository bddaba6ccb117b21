package org.junctor.core;

/** Java's heap as the router sees it. */
interface Memory {
    /** How many bytes were in use after the last collection of what lives long; 0 before the first one. */
    long usedBytes();

    /** How many bytes there may be. */
    long maxBytes();

    /** Has it collected now. */
    void collect();
}
