package org.junctor.cli;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junctor.node.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code junctor shell}. */
@Command(
        name = "shell",
        description = {
            "Runs a command in a running node, or one for each line of the standard input:",
            "sessions, realms, listeners, install, update and others (\"help\")."
        },
        footerHeading = "%nExample:%n",
        footer = {"  junctor shell sessions realm1", "  junctor shell update 12 file:/srv/new.jar", "  junctor shell"})
final class ShellCommand extends NodeCommand {
    /** The last line of the answer to one command says how it went. */
    private static final String STATUS = "junctor-shell: ";

    private static final String REFUSED = "{\"error\":";

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "A command with its arguments.")
    private List<String> words = List.of();

    ShellCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws Failure, IOException {
        Path directory = directory();
        long owner = Control.owner(directory);
        try (Control control = Control.connect(directory)) {
            if (control == null) {
                throw new Failure(
                        ExitCode.INTERNAL,
                        "the node runs, with pid " + owner + ", but has no control socket; see its log");
            }
            if (!words.isEmpty()) {
                control.send(Map.of("command", "shell", "line", String.join(" ", words)));
                return once(new String(control.in().readAllBytes(), StandardCharsets.UTF_8));
            }
            control.send(Map.of("command", "shell"));
            forward(control);
            show(new BufferedInputStream(control.in()));
        }
        return ExitCode.OK;
    }

    private int once(String answer) throws Failure {
        int status = answer.lastIndexOf(STATUS);
        if (status < 0 && answer.startsWith(REFUSED)) {
            Control.answer(answer.strip());
        }
        out().print(status < 0 ? answer : answer.substring(0, status));
        out().flush();
        return status >= 0 && answer.startsWith("ok", status + STATUS.length()) ? ExitCode.OK : ExitCode.INTERNAL;
    }

    /** Sends what is typed, line by line, until the end. */
    private void forward(Control control) {
        Thread thread = new Thread(
                () -> {
                    BufferedReader lines =
                            new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8));
                    try {
                        OutputStream out = control.out();
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                            out.flush();
                        }
                        control.end();
                    } catch (IOException gone) {
                        // The node has ended the shell: the other direction says so.
                        return;
                    }
                },
                "junctor-shell-input");
        thread.setDaemon(true);
        thread.start();
    }

    private void show(InputStream in) throws Failure, IOException {
        in.mark(1);
        boolean refused = in.read() == '{';
        in.reset();
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
        if (refused) {
            BufferedReader lines = new BufferedReader(reader);
            String line = lines.readLine();
            if (line != null && line.startsWith(REFUSED)) {
                Control.answer(line);
            }
            out().println(line);
            lines.lines().forEach(out()::println);
            return;
        }
        char[] text = new char[4096];
        for (int length = reader.read(text); length >= 0; length = reader.read(text)) {
            out().write(text, 0, length);
            out().flush();
        }
    }
}
