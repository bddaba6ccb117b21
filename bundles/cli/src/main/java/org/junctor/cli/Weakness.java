package org.junctor.cli;

import java.nio.file.Path;
import org.junctor.node.Mark;

/**
 * A place of a node file that a lint speaks of.
 *
 * @param path the keys that lead there
 * @param what what stands there
 */
record Weakness(Lint lint, Path file, Mark mark, String path, String what) {

    /** The line that an operator sees, in the form that editors can jump to. */
    @Override
    public String toString() {
        return file + ":" + mark.line() + ":" + mark.column() + ": security: " + (path.isEmpty() ? "" : path + ": ")
                + what + " [" + lint.id() + "]: " + lint.why() + "; " + lint.remedy();
    }
}
