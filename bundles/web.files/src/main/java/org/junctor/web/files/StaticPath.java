package org.junctor.web.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.eclipse.jetty.server.Handler;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.PathConfig;
import org.junctor.http.api.PathService;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The path type {@code static}: serves the files of a folder. */
@Component(property = PathService.TYPE + "=static")
public final class StaticPath implements PathService {
    private static final Logger LOG = LoggerFactory.getLogger(StaticPath.class);

    @Override
    public Handler create(PathConfig config) throws PartFailure {
        Path folder = folder(config);
        SiteOptions options = SiteOptions.of(config);
        try {
            Path root = folder.toRealPath();
            ServedRoot.check(root, config.nodeDirectory().toRealPath());
            if (options.crossOriginByDefault()) {
                LOG.warn(
                        "Path {}: pages of every origin may read its files; set options.allow_cross_origin to say so or to forbid it",
                        config.id());
            }
            return new SiteHandler(new Site(root), options);
        } catch (IOException e) {
            throw new PartFailure(
                    PartFailure.Cause.CONFIGURATION, "cannot read the folder %s: %s".formatted(folder, e));
        }
    }

    private static Path folder(PathConfig config) throws PartFailure {
        if (!(config.keys().get("directory") instanceof String name) || name.isBlank()) {
            throw new PartFailure(
                    PartFailure.Cause.CONFIGURATION, "the key \"directory\" is missing; name the folder to serve");
        }
        Path folder;
        try {
            folder = config.nodeDirectory().resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new PartFailure(
                    PartFailure.Cause.CONFIGURATION, "\"directory\" is no name of a folder: " + e.getMessage());
        }
        if (!Files.isDirectory(folder)) {
            throw new PartFailure(
                    PartFailure.Cause.CONFIGURATION,
                    "the folder %s (key \"directory\": \"%s\") %s"
                            .formatted(
                                    folder,
                                    name,
                                    Files.exists(folder)
                                            ? "is not a folder; name a folder"
                                            : "is missing; create it or name another"));
        }
        return folder;
    }
}
