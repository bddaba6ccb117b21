package org.junctor.core;

/** How far a connection is: the states of a session as a router sees them (spec: "Session Lifetime"). */
enum LinkState {
    /** No session: HELLO may come. */
    CLOSED,
    /** HELLO has come. */
    OPENING,
    /** WELCOME was sent. */
    OPEN,
    /** The router said GOODBYE, and waits for the peer's. */
    CLOSING,
    /** Nothing is said or heard any more. */
    GONE
}
