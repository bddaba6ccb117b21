package org.junctor.web.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.PathConfig;

/** A node's folder, a folder of files beside it, and servers of these files. */
final class ServedFolder {
    final Path node;
    final Path web;
    final InstalledBundles bundles = new InstalledBundles();
    private final List<Server> servers = new ArrayList<>();

    ServedFolder(Path parent) throws IOException {
        node = Files.createDirectories(parent.resolve("node"));
        web = Files.createDirectories(parent.resolve("web"));
        Files.writeString(node.resolve("config.json"), "secret");
    }

    void write(String name, String text) throws IOException {
        Path file = web.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Serves the folder at the root and at {@code /files}; gives the port. */
    int serve(Map<String, ?> options) throws Exception {
        Map<String, Object> all = new HashMap<>(options);
        all.putIfAbsent("allow_cross_origin", false);
        return serveKeys(Map.of("directory", "../web", "options", all));
    }

    int serveKeys(Map<String, ?> keys) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Sequence(
                new ContextHandler(handler(keys), "/files"), new ContextHandler(handler(keys), "/")));
        servers.add(server);
        server.start();
        return connector.getLocalPort();
    }

    Handler handler(Map<String, ?> keys) throws PartFailure {
        return new StaticPath(bundles.context()).create(new PathConfig("t1/x", keys, node));
    }

    void close() throws Exception {
        for (Server server : servers) {
            server.stop();
        }
    }
}
