package org.junctor.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junctor.node.ChannelStreams;
import org.junctor.node.ExitCode;
import org.junctor.node.Json;
import org.junctor.node.PidFile;

/** A connection to the control socket of a running node. */
final class Control implements AutoCloseable {
    private static final String ERROR = "error";

    private final SocketChannel channel;

    private Control(SocketChannel channel) {
        this.channel = channel;
    }

    /** The process that runs the node; fails if none does. */
    static long owner(Path node) throws Failure, IOException {
        OptionalLong owner = Files.isDirectory(node) ? PidFile.owner(node) : OptionalLong.empty();
        if (owner.isEmpty()) {
            throw new Failure(ExitCode.RUNNING, "no node runs in " + node);
        }
        return owner.getAsLong();
    }

    /** Connects to a node that runs; null if it has no socket. */
    static @Nullable Control connect(Path node) throws IOException {
        Path socket = node.resolve(".control.sock");
        if (!Files.exists(socket)) {
            return null;
        }
        try {
            return new Control(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        } catch (SocketException nobody) {
            return null;
        }
    }

    /** Sends a command to a node that runs, and answers what it says; fails if it refuses. */
    static Map<String, Object> ask(Path node, String command) throws Failure, IOException {
        long owner = owner(node);
        try (Control control = connect(node)) {
            if (control == null) {
                throw new Failure(
                        ExitCode.INTERNAL,
                        "the node " + node + " runs, with pid " + owner + ", but has no control socket; see its log");
            }
            return control.ask(Map.of("command", command));
        }
    }

    /** Sends one line. */
    void send(Map<String, ?> request) throws IOException {
        OutputStream out = out();
        out.write((Json.text(request) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Sends one line, and reads one. */
    Map<String, Object> ask(Map<String, ?> request) throws Failure, IOException {
        String line;
        try {
            send(request);
            line = new BufferedReader(new InputStreamReader(in(), StandardCharsets.UTF_8)).readLine();
        } catch (IOException hungUp) {
            line = null;
        }
        if (line == null) {
            throw new Failure(ExitCode.INTERNAL, "the node hung up without an answer; see its log");
        }
        return answer(line);
    }

    /** What a line of the node says; fails if it is an error. */
    static Map<String, Object> answer(String line) throws Failure {
        try {
            Map<String, Object> answer = Json.object(line);
            if (answer.get(ERROR) instanceof String problem) {
                throw new Failure(ExitCode.INTERNAL, problem);
            }
            return answer;
        } catch (IllegalArgumentException malformed) {
            throw new Failure(ExitCode.INTERNAL, "the node answered what is no JSON: " + line);
        }
    }

    InputStream in() {
        return ChannelStreams.in(channel);
    }

    OutputStream out() {
        return ChannelStreams.out(channel);
    }

    /** Says that nothing more comes. */
    void end() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
