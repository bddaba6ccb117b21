package org.junctor.node;

import java.nio.file.Path;

/**
 * Something to say about a place in the node file.
 *
 * @param file the file
 * @param mark where in it
 * @param severity how bad it is
 * @param path the keys that lead there, such as {@code workers[0].transports[1].endpoint.port}; empty for the whole file
 * @param message what is wrong, and the remedy
 */
public record Finding(Path file, Mark mark, Severity severity, String path, String message) {

    /** How bad a finding is. */
    public enum Severity {
        /** The node does not start with it. */
        ERROR,
        /** The node starts, but not as the file may have meant it. */
        WARNING
    }

    /** The line that an operator sees, in the form that editors can jump to. */
    @Override
    public String toString() {
        String place = file + ":" + mark.line() + ":" + mark.column() + ": ";
        String kind = severity == Severity.ERROR ? "error: " : "warning: ";
        return place + kind + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
