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
import java.util.Collection;
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
    private static final int MOST_DEPTH = 32;
    private static final int MOST_VALUES = 2_000_000;
    private static final String TOO_DEEP = "has more than " + MOST_DEPTH + " levels";
    private static final LoadSettings YAML = LoadSettings.builder()
            .setLabel("principals")
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setCodePointLimit((int) MOST_BYTES)
            .build();

    private final Path path;
    private volatile Map<String, @Nullable Object> content = Map.of();
    private @Nullable State seen;

    /** By what another version of the file is told; null of both if there is none. */
    private record State(@Nullable FileTime modified, long size, @Nullable Object key, boolean regular) {}

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
            if (!first && !state().equals(now)) {
                return false; // somebody writes it just now: half of it would be half of the principals
            }
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
            return new State(
                    attributes.lastModifiedTime(), attributes.size(), attributes.fileKey(), attributes.isRegularFile());
        } catch (IOException e) {
            return new State(null, 0, null, false);
        }
    }

    private Map<String, @Nullable Object> read(State now) throws IOException, Unusable {
        if (now.modified() == null) {
            throw new Unusable("is not there");
        }
        if (!now.regular()) { // a pipe or a device could hold up the thread for good
            throw new Unusable("is no ordinary file");
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
        } catch (StackOverflowError e) { // the parser goes down by recursion, and knows no limit
            throw new Unusable(TOO_DEEP);
        }
    }

    private static Map<String, @Nullable Object> usable(@Nullable Object document) throws Unusable {
        if (!(new Plain().value(document, 0) instanceof Map<?, ?> map)) {
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

    /** Copies what the parser gives as the node file would give it: keys are text, and integers are long. Aliases may not multiply it. */
    private static final class Plain {
        private int values;

        @Nullable
        Object value(@Nullable Object value, int depth) throws Unusable {
            if (depth > MOST_DEPTH) {
                throw new Unusable(TOO_DEEP);
            }
            if (++values > MOST_VALUES) {
                throw new Unusable("has more than " + MOST_VALUES + " values, counted with what its aliases stand for");
            }
            if (value instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    if (entry.getKey() instanceof Map || entry.getKey() instanceof Collection) {
                        throw new Unusable("has a key that is no text");
                    }
                    copy.put(String.valueOf(entry.getKey()), value(entry.getValue(), depth + 1));
                }
                return copy;
            }
            if (value instanceof List<?> list) {
                List<@Nullable Object> copy = new ArrayList<>();
                for (Object item : list) {
                    copy.add(value(item, depth + 1));
                }
                return copy;
            }
            return value instanceof Integer number ? (Object) number.longValue() : value;
        }
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
