package org.junctor.web.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

/** A framework as far as files of bundles go: bundles whose entries are the files of a folder. */
final class InstalledBundles {
    private final List<Installed> all = new ArrayList<>();

    /** A bundle, which a test may change. */
    static final class Installed {
        private final String name;
        Path entries;
        int state = Bundle.ACTIVE;
        long changed = 1_000_000;

        private Installed(String name, Path entries) {
            this.name = name;
            this.entries = entries;
        }

        private @Nullable Object answer(String method, Object @Nullable [] arguments) {
            return switch (method) {
                case "getSymbolicName" -> name;
                case "getState" -> state;
                case "getVersion" -> Version.emptyVersion;
                case "getLastModified" -> changed;
                case "getEntry" -> entry(String.valueOf(arguments == null ? "" : arguments[0]));
                case "getEntryPaths" -> paths(String.valueOf(arguments == null ? "" : arguments[0]));
                default -> throw new UnsupportedOperationException(method);
            };
        }

        private @Nullable URL entry(String path) {
            try {
                Path file = entries.resolve(path);
                return Files.exists(file) ? file.toUri().toURL() : null;
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }

        private @Nullable Enumeration<String> paths(String path) {
            Path folder = entries.resolve(path);
            if (!Files.isDirectory(folder)) {
                return null;
            }
            try (Stream<Path> files = Files.list(folder)) {
                return Collections.enumeration(
                        files.map(file -> entries.relativize(file) + (Files.isDirectory(file) ? "/" : ""))
                                .toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Installed install(String symbolicName, Path entries) {
        Installed installed = new Installed(symbolicName, entries);
        all.add(installed);
        return installed;
    }

    BundleContext context() {
        List<Bundle> bundles = new ArrayList<>();
        for (Installed installed : all) {
            bundles.add(
                    proxy(Bundle.class, (proxy, method, arguments) -> installed.answer(method.getName(), arguments)));
        }
        return proxy(BundleContext.class, (proxy, method, arguments) -> bundles.toArray(Bundle[]::new));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
