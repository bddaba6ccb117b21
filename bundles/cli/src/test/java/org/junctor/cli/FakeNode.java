package org.junctor.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junctor.node.ChannelStreams;

/** A node that is there as far as its folder tells: it holds the lock, and answers on the control socket. */
final class FakeNode implements AutoCloseable {

    /** Answers one connection. */
    interface Answer {
        void answer(String line, BufferedReader in, OutputStream out) throws IOException;
    }

    final Path directory;
    final List<String> lines = new CopyOnWriteArrayList<>();
    private final FileChannel lock;
    private final ServerSocketChannel server;
    private volatile boolean full;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    FakeNode(Path directory, Answer answer) throws IOException {
        this.directory = directory;
        lock = FileChannel.open(directory.resolve("node.pid"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new IOException("locked");
        }
        String pid = "{\"pid\":" + ProcessHandle.current().pid() + "}";
        lock.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)));
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(directory.resolve(".control.sock")));
        Thread thread = new Thread(() -> serve(answer), "fake-node");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers each request with the same line. */
    static FakeNode saying(Path directory, String answer) throws IOException {
        return new FakeNode(directory, (line, in, out) -> print(out, answer + "\n"));
    }

    /** Gives the folder back before it answers. */
    static FakeNode leaving(Path directory, String answer) throws IOException {
        List<FakeNode> self = new CopyOnWriteArrayList<>();
        FakeNode node = new FakeNode(directory, (line, in, out) -> {
            for (FakeNode known : self) {
                known.leave();
            }
            print(out, answer + "\n");
        });
        self.add(node);
        return node;
    }

    /** Hangs up on whoever connects. */
    static FakeNode full(Path directory) throws IOException {
        FakeNode node = saying(directory, "");
        node.full = true;
        return node;
    }

    static void print(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void serve(Answer answer) {
        try {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    if (full) {
                        continue;
                    }
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(ChannelStreams.in(client), StandardCharsets.UTF_8));
                    String line = in.readLine();
                    if (line != null) {
                        lines.add(line);
                        answer.answer(line, in, ChannelStreams.out(client));
                    }
                }
            }
        } catch (ClosedChannelException ended) {
            return;
        } catch (IOException unexpected) {
            failure.set(unexpected);
        }
    }

    /** Gives the folder back, as a node does when it has drained. */
    void leave() throws IOException {
        lock.close();
    }

    @Override
    public void close() throws IOException {
        leave();
        server.close();
        Files.deleteIfExists(directory.resolve(".control.sock"));
        if (failure.get() != null) {
            throw new IOException("the fake node failed", failure.get());
        }
    }
}
