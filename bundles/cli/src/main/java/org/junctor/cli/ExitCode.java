package org.junctor.cli;

/** What the program ends with; 3 and 4 also come from the node itself. */
final class ExitCode {
    static final int OK = 0;
    static final int INTERNAL = 1;
    static final int USAGE = 2;
    static final int CONFIGURATION = 3;
    static final int RUNNING = 5;

    private ExitCode() {}
}
