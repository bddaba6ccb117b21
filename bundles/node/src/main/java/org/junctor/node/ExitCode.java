package org.junctor.node;

import java.util.Collection;
import org.junctor.api.operation.PartFailure;

/** The codes with which the program ends. */
public final class ExitCode {
    /** In order. */
    public static final int OK = 0;
    /** Something that should not happen. */
    public static final int INTERNAL = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;
    /** The node file is wrong, or names what is not there. */
    public static final int CONFIGURATION = 3;
    /** An address to listen on is in use, or may not be opened. */
    public static final int ADDRESS = 4;
    /** The node runs already, or does not run. */
    public static final int RUNNING = 5;

    private ExitCode() {}

    /** The code for parts that have not started, for these causes. */
    static int of(Collection<PartFailure.Cause> causes) {
        if (causes.contains(PartFailure.Cause.ADDRESS)) {
            return ADDRESS;
        }
        return causes.contains(PartFailure.Cause.CONFIGURATION) ? CONFIGURATION : INTERNAL;
    }
}
