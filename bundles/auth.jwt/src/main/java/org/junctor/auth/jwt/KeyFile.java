package org.junctor.auth.jwt;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys in a file, which is read anew when it changes; while it is broken they stay as they were. */
final class KeyFile implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    private static final long LOOK_MS = 1000;
    private static final long MOST_BYTES = 1 << 20;

    private final Path file;
    private final LongSupplier clockMs;
    private @Nullable JWKSet known;
    private String stamp = "";
    private long lookAgainMs = Long.MIN_VALUE;

    KeyFile(Path file, LongSupplier clockMs) {
        this.file = file;
        this.clockMs = clockMs;
    }

    @Override
    public synchronized CompletionStage<JWKSet> keys(Predicate<JWKSet> enough) {
        long now = clockMs.getAsLong();
        if (now >= lookAgainMs) {
            lookAgainMs = now + LOOK_MS;
            look();
        }
        JWKSet keys = known;
        return keys == null
                ? CompletableFuture.failedFuture(new IOException("there are no keys in " + file))
                : CompletableFuture.completedFuture(keys);
    }

    private void look() {
        String seen = stamp();
        if (seen.equals(stamp)) {
            return;
        }
        stamp = seen;
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) { // a pipe would hold up all who log in
                throw new IOException("it is no ordinary file");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException("it is larger than a set of keys can be");
            }
            JWKSet read = KeySource.parse(Files.readString(file));
            LOG.info("{} has {} keys of the issuer of tokens", file, read.size());
            known = read;
        } catch (NoSuchFileException absent) {
            LOG.error("the keys of the issuer of tokens are missing: there is no {}", file);
        } catch (IOException broken) {
            LOG.error("the keys of the issuer of tokens stay as they were: {}: {}", file, broken.getMessage());
        }
    }

    private String stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException absent) {
            return "absent";
        }
    }
}
