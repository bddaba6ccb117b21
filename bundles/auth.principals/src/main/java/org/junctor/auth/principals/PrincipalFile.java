package org.junctor.auth.principals;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A file of principals: what was in it when it could last be read. Read by one thread, asked by any. */
final class PrincipalFile {
    private static final Logger LOG = LoggerFactory.getLogger(PrincipalFile.class);
    private static final long MOST_BYTES = 16 << 20;
    private static final int MOST_ALIASES = 50;
    private static final LoadSettings YAML = LoadSettings.builder()
            .setLabel("principals")
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setCodePointLimit((int) MOST_BYTES)
            .build();

    private final Path path;
    private volatile Map<String, @Nullable Object> content = Map.of();
    private @Nullable State seen;

    /** By what another version of the file is told; null of both if there is none. */
    private record State(@Nullable FileTime modified, long size, @Nullable Object key) {}

    /** A file that cannot be used. */
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String text) {
            super(text);
        }
    }

    PrincipalFile(Path path) {
        this.path = path;
    }

    /** What the file says, with the maps {@code principals} and {@code users}; empty if it never could be read. */
    Map<String, @Nullable Object> content() {
        return content;
    }

    /** Reads the file if it is not the one that was read last; true if it says something new. */
    boolean refresh() {
        State now = state();
        if (now.equals(seen)) {
            return false;
        }
        boolean first = seen == null;
        seen = now;
        try {
            Map<String, @Nullable Object> next = read(now);
            boolean changed = !next.equals(content);
            content = next;
            warnIfOpen();
            if (!first) {
                LOG.info("{} was read again", path);
            }
            return changed;
        } catch (Unusable | IOException e) {
            String reason = e instanceof Unusable
                    ? e.getMessage()
                    : "cannot be read (" + e.getClass().getSimpleName() + ")";
            LOG.error("{} {}; {}", path, reason, first ? "nobody is let in by it" : "what it said before still counts");
            return false;
        }
    }

    private State state() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new State(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            return new State(null, 0, null);
        }
    }

    private Map<String, @Nullable Object> read(State now) throws IOException, Unusable {
        if (now.modified() == null) {
            throw new Unusable("is not there");
        }
        if (now.size() > MOST_BYTES) {
            throw new Unusable("is longer than " + MOST_BYTES + " bytes");
        }
        try {
            return usable(new Load(YAML).loadFromString(Files.readString(path, StandardCharsets.UTF_8)));
        } catch (CharacterCodingException e) {
            throw new Unusable("is not UTF-8");
        } catch (MarkedYamlEngineException e) { // its message shows a part of the file, in which there are secrets
            Mark mark = e.getProblemMark().orElse(null);
            throw new Unusable("is not YAML or JSON"
                    + (mark == null
                            ? ""
                            : ", see line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1)));
        } catch (YamlEngineException e) {
            throw new Unusable("is not YAML or JSON");
        }
    }

    private static Map<String, @Nullable Object> usable(@Nullable Object document) throws Unusable {
        if (!(plain(document) instanceof Map<?, ?> map)) {
            throw new Unusable("is no object with the key principals or users");
        }
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        for (String key : Roster.MAPS) {
            Object value = map.get(key);
            if (value != null && !(value instanceof Map)) {
                throw new Unusable("has " + key + " that are no object, keyed by authid");
            }
            if (value != null) {
                content.put(key, value);
            }
        }
        if (content.isEmpty()) {
            throw new Unusable("has neither principals nor users");
        }
        return content;
    }

    /** The same value as the node file would give it: keys are text, and integers are long. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, member) -> copy.put(String.valueOf(key), plain(member)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(plain(item)));
            return copy;
        }
        return value instanceof Integer number ? (Object) number.longValue() : value;
    }

    private void warnIfOpen() throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class, new LinkOption[0]);
        if (view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
            LOG.warn("{} has secrets in it and can be read by every user of this machine: chmod 600", path);
        }
    }

    @Override
    public String toString() {
        return Objects.toString(path);
    }
}
