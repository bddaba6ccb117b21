package org.junctor.web.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.PathConfig;
import org.junctor.http.api.PathService;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The path type {@code static}: serves the files of a folder, or those in a bundle. */
@Component(property = PathService.TYPE + "=static")
public final class StaticPath implements PathService {
    private static final Logger LOG = LoggerFactory.getLogger(StaticPath.class);
    /** What a bundle has for the framework, not for clients. */
    private static final Set<String> INNER = Set.of("META-INF", "OSGI-INF", "OSGI-OPT");

    private final BundleContext context;

    /**
     * Serves files.
     *
     * @param context finds bundles
     */
    @Activate
    public StaticPath(BundleContext context) {
        this.context = context;
    }

    @Override
    public Handler create(PathConfig config) throws PartFailure {
        SiteOptions options = SiteOptions.of(config);
        Site site = new Site(config.keys().get("bundle") == null ? folder(config) : bundle(config));
        if (options.crossOrigin().open()) {
            LOG.warn(
                    "Path {}: pages of every origin may read its files; set options.allow_cross_origin to say so or to forbid it, or name them in options.allowed_origins",
                    config.id());
        }
        return new SiteHandler(site, options);
    }

    private BundleSource bundle(PathConfig config) throws PartFailure {
        String name = String.valueOf(config.keys().get("bundle"));
        if (config.keys().get("directory") != null) {
            throw refused("the keys \"directory\" and \"bundle\" exclude each other; keep one of them");
        }
        String resource = trimmed(config.keys().get("resource"));
        String first = resource.contains("/") ? resource.substring(0, resource.indexOf('/')) : resource;
        if (resource.isEmpty() || INNER.contains(first)) {
            throw refused("the key \"resource\" must name a folder of the bundle %s made to be served, such as \"web\""
                    .formatted(name));
        }
        BundleSource source = new BundleSource(context, name, resource);
        if (source.bundle() == null) {
            throw refused("there is no bundle %s; put its jar into the node's folder \"plugins\", or install it"
                    .formatted(name));
        }
        if (source.found().isEmpty()) {
            throw refused("the bundle %s has no folder \"%s\" (key \"resource\"); name one that it has"
                    .formatted(name, resource));
        }
        return source;
    }

    private static String trimmed(@Nullable Object resource) {
        return resource == null ? "" : String.valueOf(resource).replaceAll("^/+|/+$", "");
    }

    private static FolderSource folder(PathConfig config) throws PartFailure {
        Path folder = named(config);
        try {
            Path root = folder.toRealPath();
            ServedRoot.check(root, config.nodeDirectory().toRealPath());
            return new FolderSource(root);
        } catch (IOException e) {
            throw refused("cannot read the folder %s: %s".formatted(folder, e));
        }
    }

    private static Path named(PathConfig config) throws PartFailure {
        if (!(config.keys().get("directory") instanceof String name) || name.isBlank()) {
            throw refused("the key \"directory\" is missing; name the folder to serve");
        }
        Path folder;
        try {
            folder = config.nodeDirectory().resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw refused("\"directory\" is no name of a folder: " + e.getMessage());
        }
        if (!Files.isDirectory(folder)) {
            throw refused("the folder %s (key \"directory\": \"%s\") %s"
                    .formatted(
                            folder,
                            name,
                            Files.exists(folder)
                                    ? "is not a folder; name a folder"
                                    : "is missing; create it or name another"));
        }
        return folder;
    }

    private static PartFailure refused(String why) {
        return new PartFailure(PartFailure.Cause.CONFIGURATION, why);
    }
}
