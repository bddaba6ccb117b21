package org.junctor.node;

/** What the node does in this process: it runs a router, or serves one as a worker. */
interface Life {
    /** Begins, on threads of its own. */
    void begin();

    /** The component goes; nothing of it may stay behind. */
    void end();
}
