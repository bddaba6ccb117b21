package org.junctor.authz.roles;

import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Action;
import org.junctor.api.security.Match;

/**
 * What the router decides on one action of a role by the permissions of a realm, and why: for programs beside the router, on a plain
 * class path.
 *
 * @param outcome what is decided
 * @param place the permission that decides, such as {@code roles[0].permissions[2]}; empty if none does
 * @param rule the pattern of that permission, such as {@code prefix com.app.}; empty if none decides
 * @param uri for a pattern that is not allowed, a URI that it matches and that is not allowed; else the URI asked for
 * @param authorizer the procedure that is asked; empty if none is
 * @param text all of that in a sentence
 */
public record Explanation(Outcome outcome, String place, String rule, String uri, String authorizer, String text) {

    /** What becomes of the request. */
    public enum Outcome {
        /** It is allowed. */
        ALLOWED,
        /** It is denied. */
        DENIED,
        /** The role's authorizer decides when it comes. */
        AUTHORIZER
    }

    /**
     * Asks as the router does.
     *
     * @param roles the realm's roles, as JSON text
     * @throws IllegalArgumentException if {@code roles} cannot be read; the message says where and why
     */
    public static Explanation of(String roles, String name, Action action, String uri, Match match) {
        Roles read;
        try {
            read = RolesReader.read(roles);
        } catch (RolesReader.Unreadable e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        Role role = read.roles().get(name);
        if (role == null) {
            String text = "the realm has no role " + name + "; there is: "
                    + String.join(", ", new TreeSet<>(read.roles().keySet()));
            return new Explanation(Outcome.DENIED, "", "", uri, "", text);
        }
        Rules rules = role.rules(action);
        if (match == Match.EXACT) {
            return explained(role, action, uri, rules.deciding(uri), "");
        }
        Rules.Refused refused = rules.refused(match, uri);
        if (refused == null) {
            String text = "everything that the " + match.text() + " '" + uri + "' can match is allowed";
            return new Explanation(Outcome.ALLOWED, "", "", uri, "", text);
        }
        String why = "the " + match.text() + " '" + uri + "' also matches " + refused.uri() + ", on which ";
        return explained(role, action, refused.uri(), refused.rule(), why);
    }

    private static Explanation explained(Role role, Action action, String uri, @Nullable Rule rule, String pattern) {
        String doing = action.name().toLowerCase(Locale.ROOT);
        String authorizer = role.authorizer();
        if (rule == null && authorizer != null) {
            String text = pattern + "no permission decides: the procedure " + authorizer + " is asked";
            return new Explanation(Outcome.AUTHORIZER, "", "", uri, authorizer, text);
        }
        if (rule == null) {
            String text = pattern + "no permission decides: what is not allowed is denied";
            return new Explanation(Outcome.DENIED, "", "", uri, "", text);
        }
        String how =
                switch (rule.verdict()) {
                    case ALLOWED -> " allows " + doing;
                    case DENIED -> " denies " + doing;
                    case NOT_ALLOWED -> " does not allow " + doing;
                };
        String shown = rule.match().text() + " " + rule.uri();
        String text = pattern + rule.place() + " decides: the rule for "
                + rule.match().text() + " '" + rule.uri() + "'" + how;
        return new Explanation(
                rule.allows() ? Outcome.ALLOWED : Outcome.DENIED, rule.place(), shown.strip(), uri, "", text);
    }
}
