package org.junctor.core;

/**
 * The last progressive calls of a session that ended before their caller had sent all of them. What it still sends for them has
 * crossed with the end, and is no violation (spec: "Progressive Call Invocations").
 */
final class EndedStreams {
    private static final int REMEMBERED = 256;

    private long[] requests = {};
    private int next;

    /** A call ended. */
    void add(long request) {
        if (requests.length == 0) {
            requests = new long[REMEMBERED];
        }
        requests[next] = request;
        next = (next + 1) % REMEMBERED;
    }

    /** Whether a message belongs to one of them; after the {@code last} one none does. */
    boolean take(long request, boolean last) {
        for (int i = 0; i < requests.length; i++) {
            if (requests[i] == request) {
                requests[i] = last ? 0 : request;
                return true;
            }
        }
        return false;
    }
}
