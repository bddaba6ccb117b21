package org.junctor.api.security;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What an authorizer says of one action.
 *
 * @param verdict allowed, denied, or nothing known
 * @param disclose whether the caller's or publisher's identity is disclosed to the receiver even if it did not ask for that
 */
public record Decision(Verdict verdict, boolean disclose) {
    /** Allowed. */
    public static final Decision ALLOW = new Decision(Verdict.ALLOW, false);

    /** Allowed, and the sender's identity is disclosed. */
    public static final Decision ALLOW_DISCLOSED = new Decision(Verdict.ALLOW, true);

    /** Denied. */
    public static final Decision DENY = new Decision(Verdict.DENY, false);

    /** This authorizer does not know; the next one is asked, and if there is none the action is denied. */
    public static final Decision UNKNOWN = new Decision(Verdict.UNKNOWN, false);

    /** The three answers. */
    public enum Verdict {
        ALLOW,
        DENY,
        UNKNOWN
    }

    /** This decision as a stage that is complete, to be kept and returned without allocation. */
    public CompletionStage<Decision> now() {
        return CompletableFuture.completedFuture(this);
    }
}
