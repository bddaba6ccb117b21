package org.junctor.authz.roles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junctor.api.security.Disclosure;
import org.junctor.api.security.Match;
import org.junctor.authz.roles.Rule.Verdict;
import org.junit.jupiter.api.Test;

final class RulesTest {
    private static Rule allow(Match match, String uri) {
        return new Rule(match, uri, Verdict.ALLOWED, Disclosure.AS_ASKED, "");
    }

    private static Rule deny(Match match, String uri) {
        return new Rule(match, uri, Verdict.DENIED, Disclosure.AS_ASKED, "");
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

    @Test
    void aPatternIsRefusedByARuleRatherThanByNone() {
        Rules rules = new Rules(List.of(allow(Match.PREFIX, "com.app."), deny(Match.EXACT, "com.app.secret")));

        Rules.Refused refused = rules.refused(Match.PREFIX, "com.");
        assertNotNull(refused);
        assertEquals("com.app.secret", refused.uri());
        assertEquals(deny(Match.EXACT, "com.app.secret"), refused.rule());

        Rules.Refused unmatched = rules.refused(Match.PREFIX, "com.b");
        assertNotNull(unmatched);
        assertNull(unmatched.rule());
        assertTrue(unmatched.uri().startsWith("com.b"));
    }

    /** Statement A9 of the hostile inputs. */
    @Test
    void nothingThatLooksAlikeGetsThrough() {
        Rules rules = new Rules(List.of(
                allow(Match.PREFIX, "com.app."), allow(Match.EXACT, "org.app.add"), allow(Match.WILDCARD, "net..add")));
        String[] alike = {
            "",
            ".",
            "com",
            "com.",
            "com.app",
            "com.App.x",
            "COM.APP.x",
            "com..app.x",
            "com.app\u0000.x",
            " com.app.x",
            "org.app.add.",
            "org.app.Add",
            ".org.app.add",
            "org.app.add\u200b",
            "net.add",
            "net..add",
            "net.a.add."
        };
        for (String uri : alike) {
            assertNull(rules.deciding(uri), uri);
        }
        assertFalse(rules.cover(Match.EXACT, ""));
        assertFalse(rules.cover(Match.WILDCARD, ""));
        assertFalse(rules.cover(Match.WILDCARD, "."));
        assertFalse(rules.cover(Match.WILDCARD, "..."));
        assertFalse(rules.cover(Match.PREFIX, "org.app.add"));
        assertFalse(rules.cover(Match.WILDCARD, "com..x"));
        assertTrue(rules.cover(Match.WILDCARD, "net..add"));
        assertFalse(rules.cover(Match.WILDCARD, "net.."));
    }
}
