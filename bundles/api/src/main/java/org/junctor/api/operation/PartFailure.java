package org.junctor.api.operation;

/** Why a part of the node could not start. The message is a sentence for the operator that names the remedy. */
public final class PartFailure extends Exception {
    private final Cause cause;

    /** What kind of failure it is, as far as the exit code of the program tells it. */
    public enum Cause {
        /** The configuration names something that is not there, or contradicts itself. */
        CONFIGURATION,
        /** A port or socket path is in use, or may not be opened. */
        ADDRESS,
        /** Anything else. */
        INTERNAL
    }

    /** A failure for the operator. */
    public PartFailure(Cause cause, String message) {
        super(message);
        this.cause = cause;
    }

    /** What kind of failure it is. */
    public Cause kind() {
        return cause;
    }
}
