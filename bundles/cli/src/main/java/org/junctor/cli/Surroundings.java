package org.junctor.cli;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.junctor.node.Environment;

/**
 * Where the program was called.
 *
 * @param directory the current folder
 * @param environment its variables
 * @param home folder of the distribution
 * @param in standard input
 * @param prompt the terminal
 * @param framework what starts a framework, if the distribution has it
 */
record Surroundings(
        Path directory,
        Environment environment,
        Path home,
        InputStream in,
        Prompt prompt,
        Supplier<Optional<Framework>> framework) {

    static Surroundings ofProcess() {
        return new Surroundings(
                Path.of("").toAbsolutePath(),
                System::getenv,
                Path.of(System.getProperty("junctor.home", "")).toAbsolutePath(),
                System.in,
                Prompt.ofProcess(),
                () -> ServiceLoader.load(Framework.class).findFirst());
    }
}
