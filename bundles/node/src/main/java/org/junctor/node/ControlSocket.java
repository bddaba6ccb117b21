package org.junctor.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket {@code .control.sock} of a node folder, for its owner alone: takes one line of JSON from each connection, and answers in
 * lines of JSON.
 */
final class ControlSocket implements AutoCloseable {
    /** Serves one connection, on a thread of its own. */
    interface Handler {
        void handle(Map<String, ? extends @Nullable Object> request, InputStream in, OutputStream out)
                throws IOException;
    }

    static final String NAME = ".control.sock";

    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
    private static final int MAX_LINE_BYTES = 1 << 16;
    private static final int MAX_CONNECTIONS = 16;
    private static final int LINE_SECONDS = 10;
    private static final long RETRY_NANOS = 1_000_000_000;

    private final Path file;
    private final ServerSocketChannel server;
    private final Handler handler;
    private final Semaphore free = new Semaphore(MAX_CONNECTIONS);

    private ControlSocket(Path file, ServerSocketChannel server, Handler handler) {
        this.file = file;
        this.server = server;
        this.handler = handler;
    }

    /** How long the address of a folder's socket is. */
    static int pathBytes(Path directory) {
        return directory.resolve(NAME).toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** Opens the socket in place of one that an earlier node has left. The caller has made sure that there is no other node. */
    static ControlSocket open(Path directory, Handler handler) throws IOException {
        Path file = directory.resolve(NAME);
        // Made in a folder that nobody else can enter, and moved from there: there is no moment at which it is open to
        // others.
        Path hidden = Files.createTempDirectory(
                directory, ".c", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path made = hidden.resolve("s");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(made));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            server.close();
            throw failed;
        } finally {
            Files.deleteIfExists(made);
            Files.deleteIfExists(hidden);
        }
        ControlSocket socket = new ControlSocket(file, server, handler);
        thread(socket::accept, "junctor-control").start();
        return socket;
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                accept(server.accept());
            } catch (IOException failed) {
                if (server.isOpen()) {
                    LOG.error("The control socket {} could not take a connection", file, failed);
                    LockSupport.parkNanos(RETRY_NANOS); // as when no file may be opened: that passes
                }
            }
        }
    }

    private void accept(SocketChannel channel) throws IOException {
        if (free.tryAcquire()) {
            thread(() -> serve(channel), "junctor-control-connection").start();
        } else {
            LOG.warn("More than {} connections to {}: one refused", MAX_CONNECTIONS, file);
            channel.close();
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            AtomicBoolean read = new AtomicBoolean();
            CompletableFuture.delayedExecutor(LINE_SECONDS, TimeUnit.SECONDS).execute(() -> {
                if (!read.get()) {
                    close(channel);
                }
            });
            InputStream in = ChannelStreams.in(channel);
            OutputStream out = ChannelStreams.out(channel);
            String line = line(in);
            read.set(true);
            request(line, in, out);
        } catch (IOException gone) {
            LOG.debug("A client of the control socket has gone", gone);
        } finally {
            free.release();
        }
    }

    private void request(String line, InputStream in, OutputStream out) throws IOException {
        try {
            handler.handle(Json.object(line), in, out);
        } catch (IllegalArgumentException malformed) {
            answer(out, Map.of("error", "expected one line with a JSON object: " + malformed.getMessage()));
        }
    }

    /** Sends one line. */
    static void answer(OutputStream out, Map<String, ? extends @Nullable Object> answer) throws IOException {
        out.write((Json.text(answer) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Reads no further than the line's end: what follows is the command's. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (line.size() == MAX_LINE_BYTES) {
                throw new IOException("a request of more than " + MAX_LINE_BYTES + " bytes");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            LOG.debug("A silent client of the control socket has gone", alreadyGone);
        }
    }

    @Override
    public void close() throws IOException {
        if (server.isOpen()) {
            server.close();
            Files.deleteIfExists(file);
        }
    }
}
