package org.junctor.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * What is installed: the bundles of the feature, and the jars in the node's folder {@code plugins}. Touches only what it installed
 * itself, and bundles of the distribution only when the distribution is another one than at the last start, so that what an operator
 * installs, updates or uninstalls in the shell stays.
 */
final class Bundles {
    static final int HIGHEST_LEVEL = 3;

    private final BundleContext context;
    private final Path stampFile;

    Bundles(BundleContext context, Path cache) {
        this.context = context;
        this.stampFile = cache.resolve("distribution");
    }

    void install(Path home, String feature, Path plugins) throws IOException, BundleException {
        List<Path> jars = new ArrayList<>();
        for (String name : Files.readAllLines(home.resolve("features").resolve(feature + ".list"))) {
            jars.add(home.resolve("bundles").resolve(name));
        }
        String stamp = stamp(jars);
        String last = Files.exists(stampFile) ? Files.readString(stampFile) : "";
        if (!last.equals(stamp)) {
            for (Path jar : jars) {
                install(jar, true);
            }
            uninstallOthers(stamped(last), jars);
            Files.writeString(stampFile, stamp);
        }
        List<Path> added = pluginJars(plugins);
        for (Path jar : added) {
            installPlugin(jar);
        }
        uninstallOthers(installedFrom(plugins), added);
    }

    /** A plug-in that cannot be installed costs the node that plug-in only. The log is not open yet. */
    private void installPlugin(Path jar) throws IOException {
        try {
            install(jar, false);
        } catch (BundleException broken) {
            Throwable cause = broken.getCause() == null ? broken : broken.getCause();
            System.err.println("error: " + jar + " is no bundle, and left out (" + cause.getMessage() + ")");
        }
    }

    /** Installs a jar, or updates its bundle if the jar is newer than what was installed (or {@code always}). */
    private void install(Path jar, boolean always) throws IOException, BundleException {
        Bundle known = context.getBundle(location(jar));
        if (known == null) {
            start(context.installBundle(location(jar)));
        } else if (always || Files.getLastModifiedTime(jar).toMillis() > known.getLastModified()) {
            known.update();
        }
    }

    private static String location(Path jar) {
        return "file:" + jar;
    }

    /** Uninstalls what was installed {@code before} and is no longer among {@code jars}. */
    private void uninstallOthers(List<String> before, List<Path> jars) throws BundleException {
        List<String> locations = jars.stream().map(Bundles::location).toList();
        for (String location : before) {
            Bundle old = locations.contains(location) ? null : context.getBundle(location);
            if (old != null) {
                old.uninstall();
            }
        }
    }

    /** Locations of the distribution that was here last, which may have lain in another folder. */
    private static List<String> stamped(String stamp) {
        return stamp.lines()
                .map(line -> "file:" + line.replaceFirst(" \\d+ \\d+$", ""))
                .toList();
    }

    private List<String> installedFrom(Path folder) {
        List<String> locations = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getLocation().startsWith("file:" + folder + "/")) {
                locations.add(bundle.getLocation());
            }
        }
        return locations;
    }

    private static void start(Bundle bundle) throws BundleException {
        if (bundle.getHeaders("").get("Fragment-Host") != null) {
            return;
        }
        bundle.adapt(BundleStartLevel.class).setStartLevel(level(bundle.getSymbolicName()));
        bundle.start(Bundle.START_ACTIVATION_POLICY);
    }

    /** What others need comes first, and the node, which configures all the others, last. */
    private static int level(@Nullable String name) {
        if (name == null || !name.startsWith("org.junctor.")) {
            return 1;
        }
        return name.equals("org.junctor.node") ? HIGHEST_LEVEL : 2;
    }

    private static List<Path> pluginJars(Path plugins) throws IOException {
        if (!Files.isDirectory(plugins)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(plugins)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static String stamp(List<Path> jars) throws IOException {
        StringBuilder stamp = new StringBuilder();
        for (Path jar : jars) {
            stamp.append(jar)
                    .append(' ')
                    .append(Files.size(jar))
                    .append(' ')
                    .append(Files.getLastModifiedTime(jar).toMillis())
                    .append('\n');
        }
        return stamp.toString();
    }
}
