package org.junctor.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call of the program, and what came of it.
 *
 * @param exitCode its exit code
 * @param out its standard output
 * @param err its standard error
 */
record Called(int exitCode, String out, String err) {

    /** Where a test calls it: nothing of the process is seen. */
    static final class From {
        private final Path directory;
        private Path home;
        private Map<String, String> environment = Map.of();
        private String typed = "";
        private Prompt prompt = question -> null;
        private Optional<Framework> framework = Optional.empty();
        private StringWriter out = new StringWriter();

        From(Path directory) {
            this.directory = directory;
            this.home = directory.resolve("home");
        }

        From home(Path folder) {
            home = folder;
            return this;
        }

        From environment(Map<String, String> variables) {
            environment = variables;
            return this;
        }

        From typed(String lines) {
            typed = lines;
            return this;
        }

        /** What is typed unseen. */
        From secretly(String... passwords) {
            Iterator<String> each = List.of(passwords).iterator();
            prompt = question -> each.hasNext() ? each.next().toCharArray() : null;
            return this;
        }

        From framework(Framework fake) {
            framework = Optional.of(fake);
            return this;
        }

        /** What the call that runs has printed so far. */
        String printed() {
            return out.toString();
        }

        Surroundings surroundings() {
            return new Surroundings(
                    directory,
                    environment::get,
                    home,
                    new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                    prompt,
                    () -> framework);
        }

        Called call(String... arguments) {
            out = new StringWriter();
            StringWriter err = new StringWriter();
            int exitCode = Main.run(surroundings(), new PrintWriter(out, true), new PrintWriter(err, true), arguments);
            return new Called(exitCode, out.toString(), err.toString());
        }
    }
}
