package org.junctor.web.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.util.URIUtil;
import org.jspecify.annotations.Nullable;

/**
 * The tree of files below one folder, as the web may see it: no names that begin with a dot, no links that lead out of it, no private
 * keys, nothing but folders and ordinary files.
 *
 * @param root the folder, with links resolved
 */
record Site(Path root) {
    private static final List<String> INDEX = List.of("index.html", "index.htm");

    /** What a path of a URL names. */
    sealed interface Found {}

    /** A file to send. */
    record Document(Path file, BasicFileAttributes attributes) implements Found {}

    /** A folder, with its index page if it has one. */
    record Folder(Path folder, @Nullable Document index) implements Found {}

    /** Finds what a path names: null if there is nothing, or nothing that may be seen. */
    @Nullable
    Found find(String pathInContext) {
        Path name = relative(pathInContext);
        Found found = name == null ? null : look(name);
        return found instanceof Document && pathInContext.endsWith("/") ? null : found;
    }

    /** The names in a folder that may be seen, folders with a slash behind them, in order. */
    List<String> names(Folder folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder.folder())) {
            for (Path entry : (Iterable<Path>) entries.sorted()::iterator) {
                Found found = look(root.relativize(entry));
                if (found != null && !entry.getFileName().toString().startsWith(".")) {
                    names.add(entry.getFileName() + (found instanceof Folder ? "/" : ""));
                }
            }
        }
        return names;
    }

    /** The path below the root, decoded; null if a part of it is not to be asked for. */
    private @Nullable Path relative(String pathInContext) {
        Path name = root.getFileSystem().getPath("");
        try {
            for (String segment : pathInContext.split("/", -1)) {
                // decoded one by one, so that an encoded slash is part of a name, and no file has such a name
                String part = URIUtil.decodePath(segment);
                if (part.startsWith(".") || part.chars().anyMatch(Site::inNoName)) {
                    return null;
                }
                name = part.isEmpty() ? name : name.resolve(part);
            }
        } catch (IllegalArgumentException e) {
            return null; // no name of a file on this system, or not UTF-8
        }
        return name.isAbsolute() ? null : name;
    }

    private static boolean inNoName(int character) {
        return character < ' ' || character == 127 || character == '/' || character == '\\';
    }

    private @Nullable Found look(Path name) {
        try {
            Path real = root.resolve(name).toRealPath();
            BasicFileAttributes attributes =
                    Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!visible(real)) {
                return null;
            }
            if (attributes.isRegularFile()) {
                return PrivateKeys.in(real) ? null : new Document(real, attributes);
            }
            return attributes.isDirectory() ? new Folder(real, index(name)) : null;
        } catch (IOException e) {
            return null; // not there, or not readable for the router: the same for the client
        }
    }

    private @Nullable Document index(Path name) {
        for (String index : INDEX) {
            if (look(name.resolve(index)) instanceof Document document) {
                return document;
            }
        }
        return null;
    }

    /** Tested on the real path: what a link or another spelling of a name leads to counts. */
    private boolean visible(Path real) {
        if (!real.startsWith(root)) {
            return false;
        }
        for (Path part : root.relativize(real)) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }
}
