package org.junctor.web.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLConnection;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;
import org.junctor.web.files.Site.Document;
import org.junctor.web.files.Site.Folder;
import org.junctor.web.files.Site.Found;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The files in a folder of a bundle, while the bundle is started: after an update those of its new version. */
final class BundleSource implements Site.Source {
    private final BundleContext context;
    private final String symbolicName;
    private final String folder;
    private volatile @Nullable Version version;

    /**
     * Files of a bundle, which need not be there.
     *
     * @param context finds it
     * @param folder its folder, without slashes at its ends
     */
    BundleSource(BundleContext context, String symbolicName, String folder) {
        this.context = context;
        this.symbolicName = symbolicName;
        this.folder = folder;
    }

    /** What the bundle contains, by name, until it changes. */
    private record Version(Bundle bundle, long changed, SortedMap<String, Found> found) {}

    /** The bundle: one that is started before others, then the newest; null if it is not installed. */
    @Nullable
    Bundle bundle() {
        return Stream.of(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .max(Comparator.comparing(BundleSource::started).thenComparing(Bundle::getVersion))
                .orElse(null);
    }

    private static boolean started(Bundle bundle) {
        return (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0;
    }

    @Override
    public boolean there() {
        Bundle bundle = bundle();
        return bundle != null && started(bundle);
    }

    @Override
    public @Nullable Found look(String name) {
        return found().get(name);
    }

    @Override
    public List<String> names(Folder of) {
        String begin = of.inside("");
        return found().tailMap(begin).keySet().stream()
                .takeWhile(name -> name.startsWith(begin))
                .map(name -> name.substring(begin.length()))
                .filter(name -> !name.isEmpty() && name.indexOf('/') < 0)
                .toList();
    }

    /** All that there is, by name; nothing if there is no such folder. */
    SortedMap<String, Found> found() {
        Bundle bundle = bundle();
        if (bundle == null) {
            return Collections.emptySortedMap();
        }
        Version known = version;
        if (known == null || known.bundle() != bundle || known.changed() != bundle.getLastModified()) {
            SortedMap<String, Found> found = new TreeMap<>();
            read(bundle, "", found);
            known = new Version(bundle, bundle.getLastModified(), found);
            version = known;
        }
        return known.found();
    }

    private void read(Bundle bundle, String below, SortedMap<String, Found> found) {
        String begin = folder + "/";
        Enumeration<String> entries = bundle.getEntryPaths(begin + below);
        if (entries == null) {
            return;
        }
        found.put(below.isEmpty() ? "" : below.substring(0, below.length() - 1), folder(below));
        for (String entry : Collections.list(entries)) {
            String name = entry.substring(begin.length());
            if (name.startsWith(".", below.length())) {
                continue;
            }
            if (name.endsWith("/")) {
                read(bundle, name, found);
            } else {
                Document document = document(bundle, entry, name);
                if (document != null) {
                    found.put(name, document);
                }
            }
        }
    }

    private static Folder folder(String below) {
        return new Folder(below.isEmpty() ? "" : below.substring(0, below.length() - 1));
    }

    /** Null for what holds a private key, and for what cannot be read, which cannot be sent either. */
    private static @Nullable Document document(Bundle bundle, String entry, String name) {
        try {
            return PrivateKeys.in(name, () -> open(bundle, entry).getInputStream())
                    ? null
                    : new Document(
                            name,
                            length(open(bundle, entry)),
                            Instant.ofEpochMilli(bundle.getLastModified()),
                            (buffers, first, bytes) -> Content.Source.from(
                                    buffers, open(bundle, entry).getInputStream(), first, bytes));
        } catch (IOException e) {
            return null;
        }
    }

    /** Asked for each time, since a refresh of the bundle gives its entries other addresses. */
    private static URLConnection open(Bundle bundle, String entry) throws IOException {
        URL url = bundle.getEntry(entry);
        if (url == null) {
            throw new FileNotFoundException(entry + " is not in the bundle any more");
        }
        return url.openConnection();
    }

    private static long length(URLConnection connection) throws IOException {
        try (InputStream in = connection.getInputStream()) {
            long told = connection.getContentLengthLong();
            return told < 0 ? in.transferTo(OutputStream.nullOutputStream()) : told;
        }
    }
}
