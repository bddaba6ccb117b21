package org.junctor.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.apache.felix.service.command.CommandProcessor;
import org.junctor.api.operation.ControlCommand;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The command {@code shell} of the control socket. With {@code line} in the request it runs that line, sends what it prints or why it
 * failed, and as the last line {@code junctor-shell: ok} or {@code junctor-shell: failed}. Without it both sides send text: lines
 * there, prompts and output here, until the client has sent {@code exit} or no more.
 */
@Component(property = ControlCommand.NAME + "=shell")
@Capability(namespace = "org.apache.felix.gogo", name = "shell.implementation", version = "1.0.0")
public final class ShellControl implements ControlCommand {
    private final CommandProcessor processor;

    /** Runs lines with Gogo's processor. */
    @Activate
    public ShellControl(@Reference CommandProcessor processor) {
        this.processor = processor;
    }

    @Override
    public void run(Map<String, Object> request, InputStream in, OutputStream out) throws IOException {
        Object line = request.get("line");
        try (Shell shell = new Shell(processor, out)) {
            if (line == null) {
                shell.talk(in);
            } else {
                shell.once(String.valueOf(line));
            }
        }
    }
}
