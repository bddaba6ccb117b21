package org.junctor.authz.roles;

import org.junctor.api.security.Disclosure;
import org.junctor.api.security.Match;

/**
 * What the permissions of a role say of one action on the URIs that a pattern matches.
 *
 * @param disclosure whether the caller or publisher is disclosed, if it is allowed
 * @param place where it is written, such as {@code roles[0].permissions[2]}
 */
record Rule(Match match, String uri, Verdict verdict, Disclosure disclosure, String place) {

    /** What a rule says, from the weakest to the strongest: of two rules for the same pattern the stronger counts. */
    enum Verdict {
        /** It does not allow the action, and so denies it. */
        NOT_ALLOWED,
        /** It allows the action. */
        ALLOWED,
        /** It denies the action in so many words. */
        DENIED
    }

    boolean allows() {
        return verdict == Verdict.ALLOWED;
    }

    /** This rule and another for the same pattern. */
    Rule merge(Rule other) {
        Verdict stronger = verdict.compareTo(other.verdict) < 0 ? other.verdict : verdict;
        return new Rule(match, uri, stronger, merge(disclosure, other.disclosure), place + " and " + other.place);
    }

    private static Disclosure merge(Disclosure one, Disclosure other) {
        if (one == Disclosure.NEVER || other == Disclosure.NEVER) {
            return Disclosure.NEVER;
        }
        return one == Disclosure.ALWAYS ? one : other;
    }
}
