package org.junctor.web.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;
import org.junctor.web.files.Site.Document;
import org.junctor.web.files.Site.Folder;
import org.junctor.web.files.Site.Found;

/**
 * The files of a folder: no links that lead out of it or to a name with a dot before it, no private keys, nothing but folders and
 * ordinary files.
 *
 * @param root the folder, with links resolved
 */
record FolderSource(Path root) implements Site.Source {
    @Override
    public boolean there() {
        return true;
    }

    @Override
    public @Nullable Found look(String name) {
        try {
            Path real = root.resolve(name).toRealPath();
            BasicFileAttributes attributes =
                    Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!visible(real)) {
                return null;
            }
            if (attributes.isDirectory()) {
                return new Folder(name);
            }
            return attributes.isRegularFile() && !PrivateKeys.in(real) ? document(name, real, attributes) : null;
        } catch (IOException | InvalidPathException e) {
            return null; // not there, not readable for the router, or no name on this system: the same for the client
        }
    }

    private static Document document(String name, Path real, BasicFileAttributes attributes) {
        return new Document(
                name,
                attributes.size(),
                attributes.lastModifiedTime().toInstant(),
                (buffers, first, bytes) -> Content.Source.from(buffers, real, first, bytes));
    }

    @Override
    public List<String> names(Folder folder) throws IOException {
        try (Stream<Path> entries = Files.list(root.resolve(folder.name()))) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).toList();
        }
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
