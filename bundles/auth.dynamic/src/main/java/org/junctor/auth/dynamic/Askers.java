package org.junctor.auth.dynamic;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientFactory;
import org.osgi.service.component.annotations.Component;

/** The sessions that ask, one for each realm and role. */
@Component(service = Askers.class)
public final class Askers {
    private final Map<List<String>, Asker> open = new ConcurrentHashMap<>();
    /** Guarded by this, so that no session is opened by a factory that has gone. */
    private @Nullable ClientFactory clients;

    /** Where sessions come from; null if there are none any more. */
    synchronized void use(@Nullable ClientFactory next) {
        clients = next;
        List<Asker> old = List.copyOf(open.values());
        open.clear();
        old.forEach(Asker::leave);
    }

    /** The one in this realm and role; null if no session can be opened. */
    synchronized @Nullable Asker of(Settings settings) {
        ClientFactory now = clients;
        if (now == null) {
            return null;
        }
        List<String> key = List.of(settings.realm(), settings.role());
        return open.computeIfAbsent(
                key, missing -> new Asker(now, settings.realm(), settings.role(), gone -> open.remove(key, gone)));
    }
}
