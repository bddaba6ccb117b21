package org.junctor.auth.principals;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;
import org.junctor.api.security.PrincipalSource;
import org.osgi.service.component.annotations.Component;

/** The source {@code static}: principals in the method's own settings in the node file. */
@Component(property = {PrincipalSource.TYPE + "=static", PrincipalSource.LISTED + ":Boolean=true"})
public final class StaticPrincipals implements PrincipalSource {

    @Override
    @SuppressWarnings("NullAway") // which does not see in a class file that the type argument may be null
    public CompletionStage<@Nullable Principal> find(PrincipalQuery query) {
        var settings = query.request().config();
        Roster roster = new Roster(settings, settings.get("default-role"), "in the node file, auth." + query.method());
        return CompletableFuture.completedFuture(roster.find(query));
    }
}
