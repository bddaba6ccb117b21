package org.junctor.cli;

/** Why a command does not do what it was told: a sentence for the operator, and an exit code. */
final class Problem extends Exception {
    private final int exitCode;

    Problem(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
