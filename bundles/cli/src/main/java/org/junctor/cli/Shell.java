package org.junctor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Looks into a node that runs, and changes its bundles. */
@Command(
        name = "shell",
        description = "Runs one command in the node's Gogo shell, or each that is typed.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: junctor shell --cbdir mynode junctor:sessions realm1",
            "         junctor shell --cbdir mynode       (then: lb, junctor:listeners, update 12 …)"
        })
final class Shell implements Callable<Integer> {
    /** The last line of the answer to one command says how it went. */
    private static final String STATUS = "junctor-shell: ";

    @Mixin
    private NodeFolder folder = new NodeFolder();

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command and its arguments.")
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() throws Problem, IOException {
        Control control = new Control(folder.existing());
        if (words.isEmpty()) {
            return interactive(control);
        }
        Map<String, Object> request = Map.of("command", "shell", "line", String.join(" ", words));
        try (SocketChannel channel = control.open(request)) {
            String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            int status = answer.lastIndexOf(STATUS);
            System.out.print(status < 0 ? answer : answer.substring(0, status));
            System.out.flush();
            return status >= 0 && answer.startsWith("ok", status + STATUS.length()) ? ExitCode.OK : ExitCode.INTERNAL;
        }
    }

    private static int interactive(Control control) throws Problem, IOException {
        try (SocketChannel channel = control.open(Map.of("command", "shell"))) {
            Thread typed = new Thread(() -> forward(channel), "junctor-shell-input");
            typed.setDaemon(true);
            typed.start();
            copy(Channels.newInputStream(channel), System.out);
            return ExitCode.OK;
        }
    }

    private static void forward(SocketChannel channel) {
        try {
            Channels.newOutputStream(channel).flush();
            copy(System.in, Channels.newOutputStream(channel));
            channel.shutdownOutput();
        } catch (IOException ended) {
            System.err.println("the node has closed the shell");
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] some = new byte[4096];
        for (int read = in.read(some); read >= 0; read = in.read(some)) {
            out.write(some, 0, read);
            out.flush();
            if (out instanceof PrintStream print && print.checkError()) {
                return;
            }
        }
    }
}
