package org.junctor.cli;

/** A command cannot do what it was asked. The message is for the operator. */
final class Failure extends Exception {
    private final int exitCode;

    Failure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
