package org.junctor.auth.principals;

import java.nio.file.InvalidPathException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.LogPace;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;
import org.junctor.api.security.PrincipalSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The source {@code file}: principals in a file of their own, which may change at any time. */
@Component(property = {PrincipalSource.TYPE + "=file", PrincipalSource.LISTED + ":Boolean=true"})
public final class FilePrincipals implements PrincipalSource {
    private static final Logger LOG = LoggerFactory.getLogger(FilePrincipals.class);
    private static final LogPace PACE = new LogPace();

    private final PrincipalFiles files;

    /** Over these files. */
    @Activate
    public FilePrincipals(@Reference PrincipalFiles files) {
        this.files = files;
    }

    @Override
    @SuppressWarnings("NullAway") // which does not see in a class file that the type argument may be null
    public CompletionStage<@Nullable Principal> find(PrincipalQuery query) {
        var settings = query.request().config();
        if (!(settings.get("file") instanceof String name) || name.isEmpty()) {
            if (PACE.due()) {
                LOG.warn("Nobody can log in by {}: its settings have type file and name no file", query.method());
            }
            return CompletableFuture.completedFuture(null);
        }
        try {
            return files.file(name)
                    .thenApply(
                            file -> new Roster(file.content(), settings.get("default-role"), "in " + file).find(query));
        } catch (InvalidPathException e) {
            if (PACE.due()) {
                LOG.warn("Nobody can log in by {}: no file can have the name that its settings say", query.method());
            }
            return CompletableFuture.completedFuture(null);
        }
    }
}
