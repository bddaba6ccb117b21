package org.junctor.api.security;

import java.util.concurrent.CompletionStage;
import org.junctor.api.message.Options;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides what sessions may do: a service, with the property {@value #REALM} if it is for one realm only. All authorizers of a realm
 * are asked in the order of their ranking until one knows. While there is none at all, requests wait (10 s at most), then they are
 * denied; so an authorizer may be updated under traffic.
 */
@ConsumerType
public interface Authorizer {
    /** Service property: the realm that it decides for; absent for all. */
    String REALM = "realm";

    /**
     * Decides one request. Called for each request, on the thread that read it: it must not block, and answers at once (with a stage
     * kept for the purpose) where it can. A stage that completes later delays only that session's requests. A failed stage denies
     * with {@code wamp.error.authorization_failed}.
     *
     * @param match how {@code uri} is to be read; for anything but {@link Match#EXACT} it is a pattern, to be allowed only if
     *     everything that it can match is allowed
     */
    CompletionStage<Decision> decide(SessionInfo session, Action action, String uri, Match match, Options options);
}
