package org.junctor.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the distribution, as {@code bin/junctor} tells it. */
final class Home {
    static final String PROPERTY = "junctor.home";

    private Home() {}

    static Path folder() throws Problem {
        String home = System.getProperty(PROPERTY);
        if (home == null || !Files.isDirectory(Path.of(home))) {
            throw new Problem(
                    ExitCode.USAGE, "the folder of the distribution is not known: start bin/junctor of a distribution");
        }
        return Path.of(home);
    }
}
