package org.junctor.node;

/** The node cannot start. The message is for the operator. */
final class StartFailure extends Exception {
    private final int exitCode;

    StartFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
