package org.junctor.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Asks whoever sits at the terminal. */
@FunctionalInterface
interface Prompt {
    /** What is typed, unseen; null if there is no terminal, or nothing more comes. */
    char @Nullable [] password(String question);

    /** The terminal of the process. */
    @SuppressWarnings("SystemConsoleNull") // from Java 22 on what is piped is read instead, which serves as well
    static Prompt ofProcess() {
        return question -> {
            Console console = System.console();
            return console == null ? null : console.readPassword("%s", question);
        };
    }
}
