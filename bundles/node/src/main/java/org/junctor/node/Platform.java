package org.junctor.node;

/** What the node asks of the framework that it runs in. */
interface Platform {

    /** The fragments of all bundles that are installed now. */
    Fragments fragments();

    /** Stops the framework, which ends the program with this code. Does not wait. */
    void stop(int exitCode);

    /** Ends the process at once. */
    void halt(int exitCode);

    /** The version of this bundle. */
    String version();
}
