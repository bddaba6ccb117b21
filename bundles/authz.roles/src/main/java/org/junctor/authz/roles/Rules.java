package org.junctor.authz.roles;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Match;

/**
 * What a role may do of one action. The most specific rule that matches decides: the exact one, else the best wildcard pattern (of two,
 * the one that is literal where they first differ), else the longest prefix.
 */
final class Rules {
    private final Map<String, Rule> exact = new HashMap<>();
    private final List<Wildcard> wildcards = new ArrayList<>();
    private final List<Rule> prefixes = new ArrayList<>();
    private final List<Shape> refusing = new ArrayList<>();
    private final char fresh;
    private final int more;

    /** @param rules no two for the same pattern */
    Rules(Collection<Rule> rules) {
        int components = 0;
        for (Rule rule : rules) {
            switch (rule.match()) {
                case EXACT -> exact.put(rule.uri(), rule);
                case PREFIX -> prefixes.add(rule);
                case WILDCARD -> {
                    List<String> parts = Shape.components(rule.uri());
                    components = Math.max(components, parts.size());
                    wildcards.add(new Wildcard(parts, rule));
                }
            }
            if (!rule.allows()) {
                refusing.add(Shape.of(rule.match(), rule.uri()));
            }
        }
        wildcards.sort(null);
        prefixes.sort(Comparator.comparingInt(rule -> -rule.uri().length()));
        refusing.add(Shape.of(Match.PREFIX, ""));
        fresh = fresh(rules);
        more = components;
    }

    /** A character that no rule has; a letter, if there is one, since people may get to see it. */
    private static char fresh(Collection<Rule> rules) {
        String letters = "xyzqw";
        for (int i = 0; i < letters.length(); i++) {
            if (unused(letters.charAt(i), rules)) {
                return letters.charAt(i);
            }
        }
        char candidate = '\uE000';
        while (!unused(candidate, rules)) {
            candidate++;
        }
        return candidate;
    }

    private static boolean unused(char candidate, Collection<Rule> rules) {
        return rules.stream().noneMatch(rule -> rule.uri().indexOf(candidate) >= 0);
    }

    /** The rule that decides on this URI; null if none matches, so that it is denied. */
    @Nullable
    Rule deciding(String uri) {
        Rule equal = exact.get(uri);
        if (equal != null) {
            return equal;
        }
        if (!wildcards.isEmpty()) {
            List<String> components = Shape.components(uri);
            for (Wildcard wildcard : wildcards) {
                if (wildcard.matches(components)) {
                    return wildcard.rule();
                }
            }
        }
        for (Rule prefix : prefixes) {
            if (uri.startsWith(prefix.uri())) {
                return prefix;
            }
        }
        return null;
    }

    /**
     * A URI that is not allowed.
     *
     * @param rule what decides on it; null if no rule matches
     */
    record Refused(String uri, @Nullable Rule rule) {}

    /**
     * What {@code pattern} can match and is not allowed: if there is one, a URI that a rule refuses, else one that no rule matches; null
     * if everything is allowed.
     */
    @Nullable
    Refused refused(Match match, String pattern) {
        // A URI that is refused is refused by some rule, or by having none (the prefix ""). Of the URIs that are both
        // in the pattern
        // and in that rule it suffices to try one that is as unlike the other rules as can be: a more specific rule
        // that matches
        // even this one matches all of them.
        Shape asked = Shape.of(match, pattern);
        Refused unmatched = null;
        for (Shape shape : refusing) {
            Shape both = asked.and(shape);
            if (both != null) {
                String uri = both.sample(fresh, more);
                Rule rule = deciding(uri);
                if (rule == null) {
                    unmatched = new Refused(uri, null);
                } else if (!rule.allows()) {
                    return new Refused(uri, rule);
                }
            }
        }
        return unmatched;
    }

    /** Whether everything that {@code pattern} can match is allowed. */
    boolean cover(Match match, String pattern) {
        return refused(match, pattern) == null;
    }
}
