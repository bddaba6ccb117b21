package org.junctor.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The components of the bundles that are installed when they are asked for. */
final class InstalledComponents implements Components {
    private static final Logger LOG = LoggerFactory.getLogger(InstalledComponents.class);

    private final Bundle[] bundles;

    InstalledComponents(BundleContext context) {
        this.bundles = context.getBundles();
    }

    /** Most descriptions are named like their component; the others are read only if there is none. */
    @Override
    public boolean has(String name) {
        for (Bundle bundle : bundles) {
            if (bundle.getEntry(ComponentNames.FOLDER + name + ".xml") != null) {
                return true;
            }
        }
        return names().contains(name);
    }

    @Override
    public Set<String> names() {
        ComponentNames names = new ComponentNames();
        for (Bundle bundle : bundles) {
            Enumeration<String> paths = bundle.getEntryPaths(ComponentNames.FOLDER);
            if (paths != null) {
                for (String path : Collections.list(paths)) {
                    if (ComponentNames.describes(path)) {
                        add(bundle.getEntry(path), names);
                    }
                }
            }
        }
        return names.names();
    }

    private static void add(URL description, ComponentNames names) {
        try (InputStream in = description.openStream()) {
            names.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            LOG.error("The description of components {} cannot be read", description, unreadable);
        }
    }
}
