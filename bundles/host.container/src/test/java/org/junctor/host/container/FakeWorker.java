package org.junctor.host.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A worker process of the tests: does what its arguments say, one after the other. */
final class FakeWorker {
    private FakeWorker() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        for (String argument : arguments) {
            act(argument);
        }
    }

    private static void act(String what) throws IOException, InterruptedException {
        if (what.startsWith("say:")) {
            System.out.println(what.substring(4));
        } else if (what.startsWith("exit:")) {
            System.exit(Integer.parseInt(what.substring(5)));
        } else if (what.startsWith("flood:")) {
            flood(Integer.parseInt(what.substring(6)));
        } else if (what.equals("until-end-of-input")) {
            System.in.readAllBytes();
        } else if (what.equals("ignore-stop")) {
            Runtime.getRuntime().addShutdownHook(new Thread(FakeWorker::forever));
            System.out.println("ignoring");
            forever();
        } else if (what.equals("child")) {
            Process child = new ProcessBuilder(FakeWorker.command("ignore-stop")).start();
            System.out.println("child " + child.pid());
        } else {
            throw new IllegalArgumentException(what);
        }
    }

    private static void flood(int octets) {
        byte[] chunk = new byte[1024];
        for (int i = 0; i < octets; i += chunk.length) {
            Arrays.fill(chunk, (byte) 'x');
            System.out.write(chunk, 0, chunk.length);
        }
        System.out.flush();
    }

    private static void forever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command line of a fake worker. */
    static List<String> command(String... arguments) {
        return java("org.junctor.host.container.FakeWorker", arguments);
    }

    static List<String> java(String main, String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx32m",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        line.addAll(List.of(arguments));
        return line;
    }
}
