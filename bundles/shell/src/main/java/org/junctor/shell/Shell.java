package org.junctor.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session of the shell. */
final class Shell implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shell.class);
    private static final String STATUS = "junctor-shell: ";
    private static final String PROMPT = "junctor> ";
    private static final String UNFIT =
            "; is there such a bundle? \"lb\" lists them, \"help COMMAND\" says what a command takes";
    private static final Pattern LIFE_CYCLE =
            Pattern.compile("^\\s*(?:felix:)?(install|start|stop|update|uninstall|resolve)\\b");
    private static final Set<String> LEAVE = Set.of("exit", "quit", "logout");

    private final PrintStream out;
    private final CommandSession session;

    Shell(CommandProcessor processor, OutputStream stream) {
        out = new PrintStream(stream, false, StandardCharsets.UTF_8);
        session = processor.createSession(InputStream.nullInputStream(), out, out);
        session.put("SCOPE", "junctor:felix:*"); // a name without scope is looked for in these, in this order
    }

    /** Runs one line; what it prints, or why it failed, ends with a line that says which. */
    void once(String line) {
        String error = execute(line);
        if (error != null) {
            out.println(error);
        }
        out.println(STATUS + (error == null ? "ok" : "failed"));
        out.flush();
    }

    /** Runs line after line. */
    void talk(InputStream in) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        prompt();
        for (String line = lines.readLine(); line != null && !LEAVE.contains(line.strip()); line = lines.readLine()) {
            String error = line.isBlank() ? null : execute(line);
            if (error != null) {
                out.println(error);
            }
            prompt();
        }
        out.flush();
    }

    private void prompt() {
        out.print(PROMPT);
        out.flush();
    }

    /** Runs a line; answers why it failed, or null. */
    @SuppressWarnings("IllegalCatch") // whatever a command of whatever bundle throws is for the operator to see
    private @Nullable String execute(String line) {
        try {
            Object result = session.execute(line);
            String text = result == null
                    ? ""
                    : session.format(result, Converter.INSPECT).toString().stripTrailing();
            if (refused(line, text)) {
                return text;
            }
            if (!text.isEmpty()) {
                out.println(text);
            }
            return null;
        } catch (Exception e) {
            LOG.debug("The line \"{}\" failed", line, e);
            String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return message.startsWith("Cannot coerce") ? message + UNFIT : message;
        }
    }

    /** Felix's own commands throw nothing: some return what went wrong and else nothing, one returns the new ids. */
    private static boolean refused(String line, String result) {
        Matcher command = LIFE_CYCLE.matcher(line);
        if (!command.find() || result.isEmpty()) {
            return false;
        }
        return !command.group(1).equals("install") || !result.startsWith("Bundle ID");
    }

    @Override
    public void close() {
        session.close();
        out.flush();
    }
}
