package org.junctor.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes and runs the node of the default template in a folder that is removed afterwards. */
@Command(
        name = "demo",
        description = "Makes a node in a temporary folder, runs it, and prints the address of its page.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: junctor demo"})
final class Demo implements Callable<Integer> {
    private static final int PORT = 8080;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Its port. Else 8080, or any free one if that is taken.")
    private int port;

    @Override
    public Integer call() throws Exception {
        Path home = Home.folder();
        Path node = Files.createTempDirectory("junctor-demo");
        try {
            new Template(home, "default").copyTo(node);
            int chosen = port != 0 ? port : free(PORT) ? PORT : anyPort();
            setPort(node.resolve("config.yaml"), chosen);
            announce(
                    node, "http://127.0.0.1:" + chosen + "/", spec.commandLine().getOut());
            return Start.run(home, node, null);
        } finally {
            delete(node);
        }
    }

    private static void setPort(Path file, int port) throws IOException {
        String text = Files.readString(file);
        Files.writeString(file, text.replace("port: " + PORT, "port: " + port));
    }

    /** Prints the address once the node says that it runs. */
    private static void announce(Path node, String address, PrintWriter out) {
        Thread waiting = new Thread(
                () -> {
                    Control control = new Control(node);
                    try {
                        while (!running(control)) {
                            TimeUnit.MILLISECONDS.sleep(100);
                        }
                        out.println("\nThe demo runs: open " + address + "   (Ctrl-C ends it)\n");
                        out.flush();
                    } catch (IOException | InterruptedException ended) {
                        out.flush();
                    }
                },
                "junctor-demo");
        waiting.setDaemon(true);
        waiting.start();
    }

    private static boolean running(Control control) throws IOException {
        try {
            return control.ask("status").path("state").asText().equals("running");
        } catch (Problem notYet) {
            return false;
        }
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static int anyPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
