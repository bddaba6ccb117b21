package org.junctor.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The way to a node that runs: its control socket. */
final class Control {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    Control(Path folder) {
        this.folder = folder;
    }

    /** Sends a command that is answered by one line. */
    JsonNode ask(String command) throws Problem, IOException {
        try (SocketChannel channel = open(Map.of("command", command))) {
            return answer(channel);
        }
    }

    /** Sends a command and leaves the connection open for what follows. */
    SocketChannel open(Map<String, Object> request) throws Problem, IOException {
        Path socket = folder.resolve(".control.sock");
        if (!Files.exists(socket)) {
            throw notRunning();
        }
        SocketChannel channel;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException | IllegalArgumentException nobodyListens) {
            throw notRunning();
        }
        ByteBuffer line = ByteBuffer.wrap((JSON.writeValueAsString(request) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        return channel;
    }

    private static JsonNode answer(SocketChannel channel) throws Problem, IOException {
        InputStream in = Channels.newInputStream(channel);
        String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new Problem(ExitCode.INTERNAL, "the node closed the connection without an answer");
        }
        try {
            JsonNode answer = JSON.readTree(line);
            if (answer.hasNonNull("error")) {
                throw new Problem(ExitCode.INTERNAL, answer.get("error").asText());
            }
            return answer;
        } catch (JsonProcessingException malformed) {
            throw new Problem(ExitCode.INTERNAL, "the node answered " + line);
        }
    }

    private Problem notRunning() {
        return new Problem(ExitCode.RUNNING, "no node runs in " + folder);
    }
}
