package org.junctor.web.files;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/** Refuses folders that must not be served: the node's own, and those with private keys. */
final class ServedRoot {
    private static final int DEPTH = 8;
    private static final int FILES = 20_000;

    private ServedRoot() {}

    /**
     * Refuses a root that would give secrets away.
     *
     * @param root the folder, with links resolved
     * @param node the node's folder, with links resolved
     */
    static void check(Path root, Path node) throws PartFailure, IOException {
        if (node.startsWith(root)) {
            throw refused(root, "contains the node's folder %s, with its configuration and socket".formatted(node));
        }
        Path cache = node.resolve(".cache");
        if (root.startsWith(cache)) {
            throw refused(root, "lies in the node's cache " + cache);
        }
        KeySearch search = new KeySearch();
        Files.walkFileTree(root, EnumSet.noneOf(FileVisitOption.class), DEPTH, search);
        if (search.found != null) {
            throw refused(root, "contains the private key %s".formatted(search.found));
        }
    }

    private static PartFailure refused(Path root, String why) {
        return new PartFailure(
                PartFailure.Cause.CONFIGURATION,
                "the folder %s must not be served: it %s; serve a folder of its own".formatted(root, why));
    }

    /** Looks for a key; gives up after many files, for what it would miss is not sent either. */
    private static final class KeySearch extends SimpleFileVisitor<Path> {
        private @Nullable Path found;
        private int seen;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            seen++;
            if (attributes.isRegularFile() && PrivateKeys.in(file)) {
                found = file;
            }
            return found == null && seen < FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE; // what cannot be read here cannot be sent either
        }
    }
}
