package org.junctor.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junctor.node.ExitCode;
import org.junctor.node.Json;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A file of users as the source of type {@code file} reads it: under {@code principals} the entries of each user, keyed by authid. Keeps
 * all that it does not know, but comments.
 */
final class UserFile {
    private static final String USERS = "principals";
    /** As long as the router reads it. */
    private static final LoadSettings YAML =
            LoadSettings.builder().setCodePointLimit(16 << 20).build();

    private final Path path;
    private Map<String, Object> all = new LinkedHashMap<>();

    UserFile(Path path) {
        this.path = path;
    }

    /** Reads it; one that is not there is empty. */
    void read() throws Failure, IOException {
        if (Files.exists(path)) {
            readExisting();
        }
    }

    /** Reads it; it must be there. */
    void readExisting() throws Failure, IOException {
        if (!Files.isRegularFile(path)) {
            throw new Failure(
                    ExitCode.USAGE, Files.exists(path) ? path + " is no ordinary file" : "there is no file " + path);
        }
        Object content;
        try {
            content = new Load(YAML).loadFromString(Files.readString(path));
        } catch (CharacterCodingException e) {
            throw new Failure(ExitCode.CONFIGURATION, path + ": is no text in UTF-8");
        } catch (StackOverflowError e) { // the parser goes down by recursion, and knows no limit
            throw new Failure(ExitCode.CONFIGURATION, path + ": has too many levels");
        } catch (MarkedYamlEngineException e) {
            // Not its message, which would show a part of the file.
            String line =
                    e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            throw new Failure(ExitCode.CONFIGURATION, path + line + ": is neither YAML nor JSON");
        } catch (YamlEngineException e) {
            throw new Failure(ExitCode.CONFIGURATION, path + ": is neither YAML nor JSON");
        }
        if (content != null) {
            all = map(content, "the file");
        }
        if (all.get(USERS) != null) {
            all.put(USERS, map(all.get(USERS), USERS));
        }
    }

    private Map<String, Object> map(Object value, String what) throws Failure {
        if (!(value instanceof Map<?, ?> map)) {
            throw new Failure(ExitCode.CONFIGURATION, path + ": " + what + " must be a map, keyed by name");
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, entry) -> copy.put(String.valueOf(key), entry));
        return copy;
    }

    /** The names of all users. */
    Set<String> authids() {
        return users().keySet();
    }

    /** The entries of a user; none for a new one. */
    Map<String, Object> user(String authid) throws Failure {
        Object entries = users().get(authid);
        return entries == null ? new LinkedHashMap<>() : map(entries, USERS + "." + authid);
    }

    /** Gives a user these entries. */
    void put(String authid, Map<String, Object> entries) {
        users().put(authid, entries);
    }

    @SuppressWarnings("unchecked") // read and made here only
    private Map<String, Object> users() {
        return (Map<String, Object>) all.computeIfAbsent(USERS, key -> new LinkedHashMap<String, Object>());
    }

    /** Writes it, for its owner only: either all of it, or nothing is changed. */
    void write() throws Failure, IOException {
        Path target = Files.exists(path) ? path.toRealPath() : path;
        Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
        Path folder = fresh.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new Failure(ExitCode.USAGE, "there is no folder " + folder + "; make it, or name another");
        }
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(fresh, options, forOwner(fresh))) {
            ByteBuffer octets = ByteBuffer.wrap(text().getBytes(StandardCharsets.UTF_8));
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw new Failure(
                    ExitCode.INTERNAL,
                    "somebody else changes " + target + " now; if nobody does, remove " + fresh + " and try again");
        }
        try {
            keepOwner(target, fresh);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** A router that runs as another user must be able to read the file still. */
    private static void keepOwner(Path target, Path fresh) throws Failure, IOException {
        if (!Files.exists(target)) {
            return;
        }
        UserPrincipal owner = Files.getOwner(target);
        if (!owner.equals(Files.getOwner(fresh))) {
            try {
                Files.setOwner(fresh, owner);
            } catch (IOException e) {
                throw new Failure(
                        ExitCode.INTERNAL, target + " belongs to " + owner.getName() + ": run this as that user");
            }
        }
    }

    private static FileAttribute<?>[] forOwner(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private String text() {
        if (path.toString().endsWith(".json")) {
            return Json.text(all) + "\n";
        }
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(Integer.MAX_VALUE)
                .build();
        return new Dump(settings).dumpToString(all);
    }
}
