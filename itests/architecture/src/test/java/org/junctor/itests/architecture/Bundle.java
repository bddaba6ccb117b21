package org.junctor.itests.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * One bundle of the project: a folder below {@code bundles/}.
 *
 * @param name the folder's name
 */
record Bundle(String name, Path folder) {

    /** The top folder of the checkout. */
    static Path root() {
        return Path.of(Objects.requireNonNull(System.getProperty("junctor.root"), "started without junctor.root"));
    }

    /** All bundles. */
    static List<Bundle> all() {
        try (Stream<Path> folders = Files.list(root().resolve("bundles"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .map(folder -> new Bundle(String.valueOf(folder.getFileName()), folder))
                    .sorted((one, other) -> one.name.compareTo(other.name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What artifact, symbolic name and root package are called alike. */
    String fullName() {
        return "org.junctor." + name;
    }

    Path classes() {
        return folder.resolve("target/classes");
    }

    Manifest manifest() {
        try (Stream<Path> files = Files.list(folder.resolve("target"))) {
            Path jar = files.filter(this::isJar)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no jar of " + name + "; run mvn verify"));
            try (JarFile file = new JarFile(jar.toFile())) {
                return file.getManifest();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isJar(Path file) {
        return String.valueOf(file.getFileName()).matches(fullName().replace(".", "\\.") + "-\\d[^-]*\\.jar");
    }

    String header(String header) {
        return Objects.requireNonNullElse(manifest().getMainAttributes().getValue(header), "");
    }
}
