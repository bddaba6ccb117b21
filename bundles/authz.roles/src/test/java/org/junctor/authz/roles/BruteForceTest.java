package org.junctor.authz.roles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Disclosure;
import org.junctor.api.security.Match;
import org.junctor.authz.roles.Rule.Verdict;
import org.junit.jupiter.api.Test;

/**
 * Random rule sets, each with one URI and one pattern, against the plainest way to decide: to try every URI there is. How many is the
 * system property {@code junctor.cases}.
 */
final class BruteForceTest {
    private static final int CASES = Integer.getInteger("junctor.cases", 20_000);
    private static final long SEED = 11;
    private static final List<String[]> UNIVERSE = universe();

    /** What a pattern is found to be. */
    private enum Found {
        ALLOWED,
        REFUSED_BY_A_RULE,
        UNMATCHED
    }

    /** Components of rules and patterns are so short, and so few, that the universe has a URI for every way to be unlike them. */
    @Test
    void agreesWithBruteForce() {
        Random random = new Random(SEED);
        Map<Found, Integer> seen = new EnumMap<>(Found.class);
        for (int i = 0; i < CASES; i++) {
            List<Rule> list = randomRules(random);
            Rules rules = new Rules(list);
            String[] uri = UNIVERSE.get(random.nextInt(UNIVERSE.size()));
            assertEquals(
                    bruteForce(list, uri),
                    rules.deciding(String.join(".", uri)),
                    () -> String.join(".", uri) + " in " + list);
            Match match = random.nextBoolean() ? Match.PREFIX : Match.WILDCARD;
            String pattern = randomPattern(random, match);
            Found expected = bruteForce(list, match, pattern);
            assertEquals(expected, found(rules, list, match, pattern), () -> match + " '" + pattern + "' in " + list);
            seen.merge(expected, 1, Integer::sum);
        }
        for (Found found : Found.values()) {
            assertTrue(seen.getOrDefault(found, 0) > CASES / 20, () -> "too few are " + found + ": " + seen);
        }
        System.out.println(CASES + " cases without disagreement: " + seen);
    }

    /** What the rules say, whose example must be one. */
    private static Found found(Rules rules, List<Rule> list, Match match, String pattern) {
        Rules.Refused refused = rules.refused(match, pattern);
        if (refused == null) {
            return Found.ALLOWED;
        }
        String[] uri = refused.uri().split("\\.", -1);
        assertTrue(matches(match, pattern, uri), () -> refused + " for " + match + " '" + pattern + "'");
        Rule rule = bruteForce(list, uri);
        assertEquals(rule, refused.rule());
        assertTrue(rule == null || !rule.allows());
        return rule == null ? Found.UNMATCHED : Found.REFUSED_BY_A_RULE;
    }

    /** All URIs of up to three components of up to two letters, of which rules and patterns use but the first two. */
    private static List<String[]> universe() {
        List<String> components = new ArrayList<>();
        for (String first : List.of("a", "b", "z")) {
            components.add(first);
            for (String second : List.of("a", "b", "z")) {
                components.add(first + second);
            }
        }
        List<String> uris = new ArrayList<>(components);
        int from = 0;
        for (int more = 0; more < 2; more++) {
            int to = uris.size();
            for (String shorter : List.copyOf(uris.subList(from, to))) {
                components.forEach(component -> uris.add(shorter + "." + component));
            }
            from = to;
        }
        return uris.stream().map(uri -> uri.split("\\.", -1)).toList();
    }

    private static List<Rule> randomRules(Random random) {
        Map<String, Rule> byPattern = new LinkedHashMap<>();
        for (int i = 1 + random.nextInt(7); i > 0; i--) {
            Match match = List.of(Match.values()).get(random.nextInt(3));
            Verdict verdict = random.nextInt(4) > 0
                    ? Verdict.ALLOWED
                    : random.nextBoolean() ? Verdict.DENIED : Verdict.NOT_ALLOWED;
            Rule rule = new Rule(match, randomPattern(random, match), verdict, Disclosure.AS_ASKED, "");
            byPattern.put(match + rule.uri(), rule);
        }
        return List.copyOf(byPattern.values());
    }

    private static String randomPattern(Random random, Match match) {
        List<String> components = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            boolean empty = match == Match.WILDCARD || (match == Match.PREFIX && i == 1);
            components.add(empty && random.nextBoolean() ? "" : random.nextBoolean() ? "a" : "b");
        }
        return String.join(".", components);
    }

    private static Found bruteForce(List<Rule> list, Match match, String pattern) {
        Found found = Found.ALLOWED;
        for (String[] uri : UNIVERSE) {
            if (matches(match, pattern, uri)) {
                Rule rule = bruteForce(list, uri);
                if (rule == null) {
                    found = Found.UNMATCHED;
                } else if (!rule.allows()) {
                    return Found.REFUSED_BY_A_RULE;
                }
            }
        }
        return found;
    }

    private static @Nullable Rule bruteForce(List<Rule> rules, String[] uri) {
        Rule best = null;
        for (Rule rule : rules) {
            if (matches(rule.match(), rule.uri(), uri) && (best == null || better(rule, best))) {
                best = rule;
            }
        }
        return best;
    }

    private static boolean better(Rule rule, Rule best) {
        if (rule.match() != best.match()) {
            return rule.match() == Match.EXACT || (rule.match() == Match.WILDCARD && best.match() == Match.PREFIX);
        }
        if (rule.match() == Match.PREFIX) {
            return rule.uri().length() > best.uri().length();
        }
        String[] ours = rule.uri().split("\\.", -1);
        String[] theirs = best.uri().split("\\.", -1);
        int at = Arrays.mismatch(ours, theirs);
        return !ours[at].isEmpty();
    }

    private static boolean matches(Match match, String pattern, String[] uri) {
        return switch (match) {
            case EXACT -> String.join(".", uri).equals(pattern);
            case PREFIX -> String.join(".", uri).startsWith(pattern);
            case WILDCARD -> {
                String[] ours = pattern.split("\\.", -1);
                boolean same = ours.length == uri.length;
                for (int i = 0; same && i < ours.length; i++) {
                    same = ours[i].isEmpty() || ours[i].equals(uri[i]);
                }
                yield same;
            }
        };
    }
}
