package org.junctor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may read the files that a node file names. */
final class FileModes {
    private final Path directory;

    /** @param file the node file */
    FileModes(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        directory = parent == null ? file : parent;
    }

    /** The file of this name; null if no file can have it. */
    @Nullable
    Path resolve(String name) {
        try {
            return directory.resolve(name).normalize();
        } catch (InvalidPathException noPath) {
            return null;
        }
    }

    Path directory() {
        return directory;
    }

    /** Whether others than its owner and its group may read it; false where a system has no such modes, or there is no file. */
    static boolean readableByAll(@Nullable Path file) {
        try {
            return file != null
                    && Files.isRegularFile(file)
                    && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    /** Whether others than its owner may read it. */
    static boolean readableByOthers(@Nullable Path file) {
        try {
            if (file == null || !Files.isRegularFile(file)) {
                return false;
            }
            Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
            return modes.contains(PosixFilePermission.OTHERS_READ) || modes.contains(PosixFilePermission.GROUP_READ);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
