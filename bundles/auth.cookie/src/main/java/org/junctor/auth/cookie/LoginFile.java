package org.junctor.auth.cookie;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file of logins: JSON, keyed by the hash of the cookie. A new version takes the old one's place in one step. */
final class LoginFile {
    private static final Logger LOG = LoggerFactory.getLogger(LoginFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final long MOST_BYTES = 64 << 20;

    private final Path path;

    LoginFile(Path path) {
        this.path = path;
    }

    /** What is in it; nothing if it is not there, or cannot be used. */
    Map<String, Login> read() {
        try {
            Map<String, Login> logins = new LinkedHashMap<>();
            if (Files.exists(path) && (!Files.isRegularFile(path) || Files.size(path) > MOST_BYTES)) {
                throw new IllegalArgumentException("it is no ordinary file, or too long");
            }
            Map<String, @Nullable Map<String, Object>> all = JSON.readValue(path.toFile(), new TypeReference<>() {});
            if (all == null) {
                throw new IllegalArgumentException("null");
            }
            all.forEach((hash, fields) -> logins.put(hash, login(fields)));
            return logins;
        } catch (NoSuchFileException | FileNotFoundException e) {
            return Map.of();
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("{} cannot be used: cookies of before are not known", path);
            return Map.of();
        }
    }

    private static Login login(@Nullable Map<String, Object> fields) {
        if (fields == null || !(fields.get("until") instanceof Number until)) {
            throw new IllegalArgumentException("until is no number");
        }
        Map<String, @Nullable Object> extra = new LinkedHashMap<>();
        if (fields.get("extra") instanceof Map<?, ?> map) {
            map.forEach((key, value) -> extra.put(String.valueOf(key), value));
        }
        return new Login(
                text(fields, "authid"),
                text(fields, "authrole"),
                text(fields, "authmethod"),
                text(fields, "realm"),
                extra,
                until.longValue());
    }

    private static String text(Map<String, Object> fields, String key) {
        if (fields.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(key + " is no text");
    }

    /** Writes all of it. */
    void write(Map<String, Login> logins) {
        Map<String, Object> all = new LinkedHashMap<>();
        logins.forEach((hash, login) -> all.put(
                hash,
                Map.of(
                        "authid", login.authid(),
                        "authrole", login.authrole(),
                        "authmethod", login.authmethod(),
                        "realm", login.realm(),
                        "extra", login.extra(),
                        "until", login.untilMs())));
        try {
            // For its owner only, by its attributes or, where there are none, as temporary files are.
            Path next =
                    Files.createTempFile(Objects.requireNonNull(path.getParent()), path.getFileName() + ".", ".new");
            try {
                Files.write(next, JSON.writeValueAsBytes(all));
                Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(next); // if it has not become the other
            }
        } catch (IOException e) {
            LOG.error("{} cannot be written ({}): cookies are not known after a restart", path, e.toString());
        }
    }
}
