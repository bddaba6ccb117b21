package org.junctor.auth.dynamic;

import org.junctor.api.client.ClientFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Gives those who ask their sessions. Apart from the source, for which the router core waits: the sessions come by the local transport,
 * which waits for the core.
 */
@Component(
        service = {},
        immediate = true)
public final class AskersClients {
    private final Askers askers;

    /** From this factory. */
    @Activate
    public AskersClients(@Reference Askers askers, @Reference ClientFactory clients) {
        this.askers = askers;
        askers.use(clients);
    }

    @Deactivate
    void stop() {
        askers.use(null);
    }
}
