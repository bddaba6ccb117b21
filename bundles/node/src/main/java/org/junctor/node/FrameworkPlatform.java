package org.junctor.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The OSGi framework as the node's platform. */
final class FrameworkPlatform implements Platform {
    private static final Logger LOG = LoggerFactory.getLogger(FrameworkPlatform.class);

    private final Bundle self;
    private final Bundle system;

    FrameworkPlatform(Bundle self) {
        this.self = self;
        this.system = self.getBundleContext().getBundle(0);
    }

    @Override
    public Fragments fragments() {
        Fragments fragments = new Fragments();
        for (Bundle bundle : self.getBundleContext().getBundles()) {
            // The paths alone do not make the framework resolve a bundle, as findEntries would.
            Enumeration<String> paths = bundle.getEntryPaths(Fragments.FOLDER);
            if (bundle == self || paths == null) {
                continue;
            }
            for (String path : Collections.list(paths)) {
                if (path.endsWith(".json")) {
                    add(bundle, path, fragments);
                }
            }
        }
        fragments.components(new InstalledComponents(self.getBundleContext()));
        return fragments;
    }

    private static void add(Bundle bundle, String path, Fragments fragments) {
        URL entry = bundle.getEntry(path);
        try (InputStream in = entry.openStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            fragments.add(Fragments.type(path), text, bundle.getSymbolicName());
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.error("The schema fragment {} of {} cannot be read", path, bundle.getSymbolicName(), unreadable);
        }
    }

    @Override
    public void stop(int exitCode) {
        System.setProperty("junctor.exit.code", Integer.toString(exitCode));
        try {
            system.stop();
        } catch (BundleException failed) {
            LOG.error("The framework cannot be stopped", failed);
            halt(exitCode == 0 ? ExitCode.INTERNAL : exitCode);
        }
    }

    @Override
    public void halt(int exitCode) {
        Runtime.getRuntime().halt(exitCode);
    }

    @Override
    public String version() {
        return self.getVersion().toString();
    }
}
