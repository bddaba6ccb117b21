package org.junctor.host.osgi;

import java.net.URI;
import java.net.URISyntaxException;
import org.junctor.api.client.ClientConfig;

/**
 * What is configured for one component.
 *
 * @param id its id in the node file
 * @param name its Declarative Services component name
 * @param client where it connects to, and which realm it joins
 * @param plugins the folder where its bundle should lie, for error texts
 */
record Settings(String id, String name, ClientConfig client, String plugins) {
    private static final String SERIALIZER = "json";

    /** Settings of a configuration; an empty URL means the router in this process. */
    static Settings of(ComponentPart.Config config) {
        String folder = config.node_directory().isEmpty() ? "the node's folder" : config.node_directory();
        return new Settings(
                config.id(),
                config.classname(),
                new ClientConfig(url(config), config.realm(), SERIALIZER),
                folder + "/plugins/");
    }

    private static URI url(ComponentPart.Config config) {
        if (!config.url().isEmpty()) {
            return URI.create(config.url());
        }
        try {
            return new URI("local", config.role(), null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("role '" + config.role() + "' is no part of a URL", e);
        }
    }

    @Override
    public String toString() {
        return "component " + id + " (" + name + ")";
    }
}
