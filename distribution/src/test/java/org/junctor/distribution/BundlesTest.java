package org.junctor.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

/** What is installed from a distribution and from a node's folder. */
final class BundlesTest {
    @TempDir
    Path folder = Path.of(".");

    private Path plugins = Path.of(".");
    private Framework framework = new FrameworkFactory().newFramework(Map.of());

    @BeforeEach
    void makeFolders() throws Exception {
        plugins = Files.createDirectories(folder.resolve("plugins"));
        Files.createDirectories(folder.resolve("home/bundles"));
        Files.createDirectories(folder.resolve("home/features"));
        Files.writeString(folder.resolve("home/features/router.list"), "one.jar\n");
        bundle(folder.resolve("home/bundles/one.jar"), "org.example.one");
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        "org.osgi.framework.storage", folder.resolve("bundles").toString()));
        framework.init();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void jarThatIsNoBundleIsLeftOutAndTheOthersAreInstalled() throws Exception {
        Files.writeString(plugins.resolve("a-text.jar"), "no jar at all");
        Files.write(plugins.resolve("b-empty.jar"), new byte[0]);
        Files.createDirectory(plugins.resolve("c-folder.jar"));
        bundle(plugins.resolve("d-name.jar"), ";;");
        try (OutputStream out = Files.newOutputStream(plugins.resolve("d-plain.jar"))) {
            new JarOutputStream(out, new Manifest()).close();
        }
        bundle(plugins.resolve("e-good.jar"), "org.example.good");

        install();

        assertNotNull(installed("home/bundles/one.jar"));
        assertNull(installed("plugins/a-text.jar"));
        assertNull(installed("plugins/d-name.jar"));
        assertNotNull(installed("plugins/e-good.jar"));
    }

    @Test
    void pluginThatWasRemovedIsUninstalledAndTheDistributionStays() throws Exception {
        Path jar = plugins.resolve("good.jar");
        bundle(jar, "org.example.good");
        install();
        Files.delete(jar);

        install();

        assertNull(installed("plugins/good.jar"));
        assertNotNull(installed("home/bundles/one.jar"));
    }

    @Test
    void pluginThatBecomesNoBundleKeepsTheOneThatWasThere() throws Exception {
        Path jar = plugins.resolve("good.jar");
        bundle(jar, "org.example.good");
        install();
        Files.writeString(jar, "half written");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(System.currentTimeMillis() + 60_000));

        install();

        var known = framework.getBundleContext().getBundle("file:" + jar);
        assertNotNull(known);
        assertEquals("org.example.good", known.getSymbolicName());
    }

    private void install() throws IOException, BundleException {
        new Bundles(framework.getBundleContext(), folder).install(folder.resolve("home"), "router", plugins);
    }

    private @Nullable Bundle installed(String jar) {
        return framework.getBundleContext().getBundle("file:" + folder.resolve(jar));
    }

    private static void bundle(Path jar, String name) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream made = new JarOutputStream(out, manifest)) {
            made.finish();
        }
    }
}
