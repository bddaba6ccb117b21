package org.junctor.authz.roles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Disclosure;
import org.junctor.api.security.Match;
import org.junctor.authz.roles.Rule.Verdict;
import org.junit.jupiter.api.Test;

final class RulesTest {
    private static final int ROUNDS = 1500;

    private static Rule allow(Match match, String uri) {
        return new Rule(match, uri, Verdict.ALLOWED, Disclosure.AS_ASKED);
    }

    private static Rule deny(Match match, String uri) {
        return new Rule(match, uri, Verdict.DENIED, Disclosure.AS_ASKED);
    }

    @Test
    void exactGoesBeforeWildcardBeforeLongestPrefix() {
        Rule exact = allow(Match.EXACT, "com.app.create");
        Rule literalFirst = allow(Match.WILDCARD, "com.app.");
        Rule wildcard = allow(Match.WILDCARD, "com..create");
        Rule shorter = allow(Match.PREFIX, "com.");
        Rule longer = allow(Match.PREFIX, "com.app.sub.");
        Rules rules = new Rules(List.of(shorter, longer, wildcard, literalFirst, exact));

        assertEquals(exact, rules.deciding("com.app.create"));
        assertEquals(literalFirst, rules.deciding("com.app.delete"));
        assertEquals(wildcard, rules.deciding("com.other.create"));
        assertEquals(longer, rules.deciding("com.app.sub.x"));
        assertEquals(shorter, rules.deciding("com.x"));
        assertNull(rules.deciding("org.x"));
    }

    @Test
    void aPatternIsAllowedOnlyWhereAllItMatchesIs() {
        Rules rules = new Rules(List.of(allow(Match.PREFIX, "com.app.")));

        assertTrue(rules.cover(Match.PREFIX, "com.app."));
        assertTrue(rules.cover(Match.PREFIX, "com.app.sub"));
        assertTrue(rules.cover(Match.WILDCARD, "com.app."));
        assertTrue(rules.cover(Match.WILDCARD, "com.app..x"));
        assertFalse(rules.cover(Match.PREFIX, "com"));
        assertFalse(rules.cover(Match.PREFIX, "com.app"));
        assertFalse(rules.cover(Match.PREFIX, ""));
        assertFalse(rules.cover(Match.WILDCARD, "com..x"));
    }

    @Test
    void aHoleRefusesThePatternsThatReachIntoIt() {
        Rules rules = new Rules(List.of(allow(Match.PREFIX, ""), deny(Match.EXACT, "com.app.secret")));

        assertFalse(rules.cover(Match.PREFIX, "com."));
        assertFalse(rules.cover(Match.PREFIX, "com.app.sec"));
        assertFalse(rules.cover(Match.WILDCARD, "com..secret"));
        assertTrue(rules.cover(Match.PREFIX, "com.app.secrets"));
        assertTrue(rules.cover(Match.PREFIX, "com.b"));
        assertTrue(rules.cover(Match.WILDCARD, "com..x"));
        assertTrue(rules.cover(Match.WILDCARD, "com.app.secret."));
    }

    @Test
    void aHoleThatBetterRulesCoverIsNone() {
        Rules rules = new Rules(List.of(
                deny(Match.PREFIX, "com.app."),
                allow(Match.WILDCARD, "com.app."),
                allow(Match.PREFIX, "com.app.open")));

        assertTrue(rules.cover(Match.WILDCARD, "com.app."));
        assertTrue(rules.cover(Match.PREFIX, "com.app.opening"));
        assertFalse(rules.cover(Match.PREFIX, "com.app."));
        assertFalse(rules.cover(Match.WILDCARD, "com.app.."));
    }

    /** All URIs of up to three components of up to two letters, of which rules and patterns use but the first two. */
    private static List<String> universe() {
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
        return uris;
    }

    /** Components of rules and patterns are so short, and so few, that the universe has a URI for every way to be unlike them. */
    @Test
    void agreesWithBruteForce() {
        List<String> universe = universe();
        Random random = new Random(11);
        int allowed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Rule> byPattern = new LinkedHashMap<>();
            for (int i = 1 + random.nextInt(7); i > 0; i--) {
                Rule rule = randomRule(random);
                byPattern.put(rule.match() + rule.uri(), rule);
            }
            List<Rule> list = List.copyOf(byPattern.values());
            Rules rules = new Rules(list);
            BitSet refused = new BitSet();
            for (int i = 0; i < universe.size(); i++) {
                Rule expected = bruteForce(list, universe.get(i));
                assertEquals(expected, rules.deciding(universe.get(i)));
                refused.set(i, expected == null || !expected.allows());
            }
            for (int i = 0; i < 12; i++) {
                Match match = random.nextBoolean() ? Match.PREFIX : Match.WILDCARD;
                String pattern = randomPattern(random, match);
                boolean expected = refused.stream().noneMatch(at -> matches(match, pattern, universe.get(at)));
                assertEquals(expected, rules.cover(match, pattern), () -> match + " '" + pattern + "' in " + list);
                allowed += expected ? 1 : 0;
            }
        }
        assertTrue(allowed > ROUNDS, "too few patterns were allowed to mean anything: " + allowed);
    }

    private static Rule randomRule(Random random) {
        Match match = List.of(Match.values()).get(random.nextInt(3));
        boolean allows = random.nextInt(4) > 0;
        return new Rule(
                match, randomPattern(random, match), allows ? Verdict.ALLOWED : Verdict.DENIED, Disclosure.AS_ASKED);
    }

    private static String randomPattern(Random random, Match match) {
        List<String> components = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            boolean empty = match == Match.WILDCARD || (match == Match.PREFIX && i == 1);
            components.add(empty && random.nextBoolean() ? "" : random.nextBoolean() ? "a" : "b");
        }
        return String.join(".", components);
    }

    private static @Nullable Rule bruteForce(List<Rule> rules, String uri) {
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

    private static boolean matches(Match match, String pattern, String uri) {
        return switch (match) {
            case EXACT -> uri.equals(pattern);
            case PREFIX -> uri.startsWith(pattern);
            case WILDCARD -> {
                String[] ours = pattern.split("\\.", -1);
                String[] theirs = uri.split("\\.", -1);
                boolean same = ours.length == theirs.length;
                for (int i = 0; same && i < ours.length; i++) {
                    same = ours[i].isEmpty() || ours[i].equals(theirs[i]);
                }
                yield same;
            }
        };
    }
}
