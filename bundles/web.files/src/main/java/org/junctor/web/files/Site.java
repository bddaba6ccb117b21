package org.junctor.web.files;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.URIUtil;
import org.jspecify.annotations.Nullable;

/**
 * The files of one path as the web may see them: no names that begin with a dot, nothing that its source hides.
 *
 * @param source where they are
 */
record Site(Source source) {
    private static final List<String> INDEX = List.of("index.html", "index.htm");
    private static final int ENTRIES_MAX = 2000;

    /** Where files are: a folder, or a bundle. Called by any thread. */
    interface Source {
        /** Whether it is there at the moment. */
        boolean there();

        /** What has this name, whose parts have slashes between them ({@code ""} for the whole); null if there is nothing to be seen. */
        @Nullable
        Found look(String name);

        /** The names in a folder, whether they may be seen or not. */
        List<String> names(Folder folder) throws IOException;
    }

    /** What a name stands for. */
    sealed interface Found {}

    /**
     * A file to send.
     *
     * @param name its name in the site
     * @param length in octets
     * @param modified when it changed last
     * @param octets what it contains
     */
    record Document(String name, long length, Instant modified, Octets octets) implements Found {}

    /**
     * A folder.
     *
     * @param name its name in the site; empty for the whole
     */
    record Folder(String name) implements Found {
        /** The name of what is in it. */
        String inside(String child) {
            return name.isEmpty() ? child : name + "/" + child;
        }
    }

    /** What a file contains. */
    interface Octets {
        /** A part of it, read while it is sent. */
        Content.Source part(ByteBufferPool.Sized buffers, long first, long bytes) throws IOException;
    }

    /**
     * What a folder contains.
     *
     * @param found its files and folders that may be seen, by name
     * @param more how many names there are behind these
     */
    record Entries(List<Found> found, int more) {}

    /** The name that a path of a URL stands for; null if a part of it is never to be asked for. */
    static @Nullable String name(String pathInContext) {
        List<String> parts = new ArrayList<>();
        try {
            for (String segment : pathInContext.split("/", -1)) {
                // decoded one by one, so that an encoded slash is part of a name, and no file has such a name
                String part = URIUtil.decodePath(segment);
                if (part.startsWith(".") || part.chars().anyMatch(Site::inNoName)) {
                    return null;
                }
                if (!part.isEmpty()) {
                    parts.add(part);
                }
            }
        } catch (IllegalArgumentException notText) {
            return null;
        }
        return String.join("/", parts);
    }

    private static boolean inNoName(int character) {
        return character < ' ' || character == 127 || character == '/' || character == '\\';
    }

    /** The index page of a folder; null if it has none. */
    @Nullable
    Document index(Folder folder) {
        for (String index : INDEX) {
            if (source.look(folder.inside(index)) instanceof Document document) {
                return document;
            }
        }
        return null;
    }

    /** What a folder contains, in order. */
    Entries entries(Folder folder) throws IOException {
        List<Found> entries = new ArrayList<>();
        int more = 0;
        for (String name : source.names(folder).stream()
                .filter(name -> !name.startsWith("."))
                .sorted()
                .toList()) {
            if (entries.size() == ENTRIES_MAX) {
                more++; // not looked at, so that a folder of a million files costs no more than its names
                continue;
            }
            Found found = source.look(folder.inside(name));
            if (found != null) {
                entries.add(found);
            }
        }
        return new Entries(entries, more);
    }
}
