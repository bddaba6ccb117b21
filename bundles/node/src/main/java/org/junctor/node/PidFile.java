package org.junctor.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code node.pid}, which guards a node folder against a second start. The lock on it counts, not its text: the lock goes with
 * the process, however that ends.
 */
public final class PidFile implements AutoCloseable {
    private static final int MAX_BYTES = 4096;

    private final FileChannel channel;
    private final FileLock lock;

    private PidFile(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the node folder for this process, or answers null if another one has it. */
    static @Nullable PidFile take(Path directory) throws IOException {
        FileChannel channel = FileChannel.open(
                file(directory), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = lock(channel);
        if (lock == null) {
            channel.close();
            return null;
        }
        String text = Json.text(Map.of("pid", ProcessHandle.current().pid())) + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
        return new PidFile(channel, lock);
    }

    /** The process that runs the node of a folder; empty if none does. */
    public static OptionalLong owner(Path directory) throws IOException {
        Path file = file(directory);
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FileLock lock = lock(channel);
            if (lock != null) {
                lock.release();
                return OptionalLong.empty();
            }
            ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
            channel.read(bytes, 0);
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            return OptionalLong.of(pid(text));
        }
    }

    private static long pid(String text) {
        try {
            return Json.object(text).get("pid") instanceof Number pid ? pid.longValue() : 0;
        } catch (IllegalArgumentException halfWritten) {
            return 0; // the other process is about to write it
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException thisProcess) {
            return null;
        }
    }

    private static Path file(Path directory) {
        return directory.resolve("node.pid");
    }

    /**
     * Gives the folder back; twice is as good as once. The file stays, empty: with it deleted, one process could lock the old file and
     * another a new one.
     */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.truncate(0);
            lock.release();
            channel.close();
        }
    }
}
