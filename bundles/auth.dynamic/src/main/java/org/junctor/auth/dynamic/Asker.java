package org.junctor.auth.dynamic;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junctor.api.client.ClientConfig;
import org.junctor.api.client.ClientFactory;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.KeptSession;
import org.junctor.api.client.Reconnect;

/** The session that asks in one realm and role: kept, so that a client that logs in does not wait for another one first. */
final class Asker {
    private static final long FIRST_MS = 50;
    private static final long LONGEST_MS = 1000;
    /** A realm or role that was removed is not asked for again, until somebody logs in there. */
    private static final int MOST_FAILURES = 10;

    private final KeptSession kept;

    /**
     * Opens the session.
     *
     * @param over told when it is given up
     */
    Asker(ClientFactory clients, String realm, String role, Consumer<Asker> over) {
        Reconnect doubling = Reconnect.doubling(FIRST_MS, LONGEST_MS);
        kept = clients.keep(
                ClientConfig.local(role, realm, "json"),
                failures -> failures > MOST_FAILURES ? -1 : doubling.delayMs(failures),
                CompletableFuture::completedFuture);
        CompletionStage<String> unused = kept.ended().whenComplete((reason, failure) -> over.accept(this));
    }

    /** The session, as soon as there is one; fails if that takes too long. */
    CompletionStage<ClientSession> session(long timeoutMs) {
        return kept.session(timeoutMs);
    }

    /** Why there is no session. */
    String problem() {
        return kept.problem();
    }

    void leave() {
        CompletionStage<Void> unused = kept.leave("wamp.close.goodbye_and_out");
    }
}
