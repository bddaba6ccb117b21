package org.junctor.auth.cryptosign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.SigningKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys by which this node proves who it is, as their files have them now. Thread-safe; reads files. */
final class NodeKeys {
    private static final Logger LOG = LoggerFactory.getLogger(NodeKeys.class);
    private static final String ABSENT = "absent";

    private final Map<Path, Seen> seen = new ConcurrentHashMap<>();

    /** A file as it was when it was read. */
    private record Seen(String stamp, @Nullable SigningKey key) {}

    /** The key in this file; null if there is none that can be used, which the log tells once. */
    @Nullable
    SigningKey read(Path file) {
        String stamp = stamp(file);
        Seen known = seen.get(file);
        if (known == null || !known.stamp().equals(stamp)) {
            known = new Seen(stamp, load(file));
            seen.put(file, known);
        }
        return known.key();
    }

    private static @Nullable SigningKey load(Path file) {
        try {
            SigningKey key = SigningKey.read(file);
            if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null
                    && Files.readAttributes(file, PosixFileAttributes.class)
                            .permissions()
                            .contains(PosixFilePermission.OTHERS_READ)) {
                LOG.warn("{} can be read by everybody on this machine: chmod 600 it", file);
            }
            LOG.info("this node proves who it is by the key {}", key);
            return key;
        } catch (NoSuchFileException absent) {
            LOG.warn("a client asked who this router is, and there is no {}: \"junctor keygen\" makes one", file);
        } catch (IOException unusable) {
            LOG.error("this node cannot prove who it is: {}", unusable.getMessage());
        }
        return null;
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException absent) {
            return ABSENT;
        }
    }
}
