package org.junctor.api.security;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What an authorizer says of one action.
 *
 * @param verdict allowed, denied, or nothing known
 * @param disclosure whether the receiver learns who the caller or publisher is
 * @param trustlevel how far receivers may trust the caller or publisher, 0 or more; {@link #NO_TRUSTLEVEL} to say nothing of it
 */
public record Decision(Verdict verdict, Disclosure disclosure, long trustlevel) {
    /** Nothing is said of trust. */
    public static final long NO_TRUSTLEVEL = -1;

    /** Allowed; the sender is disclosed if it asks for that. */
    public static final Decision ALLOW = new Decision(Verdict.ALLOW, Disclosure.AS_ASKED, NO_TRUSTLEVEL);

    /** Allowed, and the sender is disclosed. */
    public static final Decision ALLOW_DISCLOSED = new Decision(Verdict.ALLOW, Disclosure.ALWAYS, NO_TRUSTLEVEL);

    /** Denied. */
    public static final Decision DENY = new Decision(Verdict.DENY, Disclosure.AS_ASKED, NO_TRUSTLEVEL);

    /** This authorizer does not know; the next one is asked, and if there is none the action is denied. */
    public static final Decision UNKNOWN = new Decision(Verdict.UNKNOWN, Disclosure.AS_ASKED, NO_TRUSTLEVEL);

    /** The three answers. */
    public enum Verdict {
        ALLOW,
        DENY,
        UNKNOWN
    }

    /** Whether the sender is disclosed; {@code asked} says whether it asks for that. */
    public boolean discloses(boolean asked) {
        return disclosure == Disclosure.ALWAYS || (asked && disclosure == Disclosure.AS_ASKED);
    }

    /** Whether something is said of trust. */
    public boolean hasTrustlevel() {
        return trustlevel >= 0;
    }

    /** This decision as a stage that is complete, to be kept and returned without allocation. */
    public CompletionStage<Decision> now() {
        return CompletableFuture.completedFuture(this);
    }
}
