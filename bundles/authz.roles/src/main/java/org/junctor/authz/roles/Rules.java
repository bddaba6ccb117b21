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

    /** A character that no rule has. */
    private static char fresh(Collection<Rule> rules) {
        char candidate = '\uE000';
        while (true) {
            String text = String.valueOf(candidate);
            if (rules.stream().noneMatch(rule -> rule.uri().contains(text))) {
                return candidate;
            }
            candidate++;
        }
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

    /** Whether everything that {@code pattern} can match is allowed. */
    boolean cover(Match match, String pattern) {
        // A URI that is refused is refused by some rule, or by having none (the prefix ""). Of the URIs that are both
        // in the pattern
        // and in that rule it suffices to try one that is as unlike the other rules as can be: a more specific rule
        // that matches
        // even this one matches all of them.
        Shape asked = Shape.of(match, pattern);
        for (Shape shape : refusing) {
            Shape both = asked.and(shape);
            if (both != null) {
                Rule rule = deciding(both.sample(fresh, more));
                if (rule == null || !rule.allows()) {
                    return false;
                }
            }
        }
        return true;
    }
}
