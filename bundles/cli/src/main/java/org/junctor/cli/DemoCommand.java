package org.junctor.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code junctor demo}. */
@Command(
        name = "demo",
        description = {
            "Makes the default node in a temporary folder, starts it, and prints the",
            "address of its page. Ctrl-C stops it, and the folder is deleted."
        },
        footerHeading = "%nExample:%n",
        footer = "  junctor demo")
final class DemoCommand implements Callable<Integer> {
    private static final int USUAL_PORT = 8080;
    private static final int READY_SECONDS = 120;

    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "The port of the page. Default: 8080, or any free one if that is in use.")
    private int port;

    @Mixin
    final HelpOption help = new HelpOption();

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("junctor-demo");
        try {
            new Template(surroundings.home(), "default").copy(folder);
            int chosen = port != 0 ? port : free(USUAL_PORT) ? USUAL_PORT : anyPort();
            Path config = folder.resolve("config.yaml");
            Files.writeString(
                    config, Files.readString(config).replace(String.valueOf(USUAL_PORT), String.valueOf(chosen)));
            Thread herald = new Thread(() -> tellWhenReady(folder, chosen), "junctor-demo");
            herald.setDaemon(true);
            herald.start();
            return Launch.run(folder, surroundings, "INFO");
        } finally {
            delete(folder);
        }
    }

    private void tellWhenReady(Path folder, int chosen) {
        PrintWriter out = spec.commandLine().getOut();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        try {
            while (System.nanoTime() < deadline) {
                if (ready(folder)) {
                    out.println();
                    out.println("  The demo's page is at http://127.0.0.1:" + chosen + "/");
                    out.println("  Ctrl-C stops it.");
                    out.println();
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (IOException | Failure gone) {
            out.println("The demo has no page: " + gone.getMessage());
        }
    }

    private static boolean ready(Path folder) throws Failure, IOException {
        try (Control control = Control.connect(folder)) {
            if (control == null) {
                return false;
            }
            Map<String, Object> status = control.ask(Map.of("command", "status"));
            return "running".equals(status.get("state"));
        }
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }

    private static int anyPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException changing) {
            throw changing.getCause();
        }
    }
}
