package org.junctor.authz.roles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junctor.api.security.Action;
import org.junctor.api.security.Match;
import org.junctor.authz.roles.Explanation.Outcome;
import org.junit.jupiter.api.Test;

final class ExplanationTest {
    private static final String ROLES = "[{'name':'r','permissions':[{'uri':'com.*','allow':{'call':true}},"
            + "{'uri':'com.x.secret','deny':{'call':true}},{'uri':'net.*.add','allow':{'call':true}}]},"
            + "{'name':'asks','authorizer':'com.authorize'}]";

    private static Explanation of(String role, String uri, Match match) {
        return Explanation.of(ROLES.replace('\'', '"'), role, Action.CALL, uri, match);
    }

    @Test
    void namesThePermissionThatDecides() {
        Explanation allowed = of("r", "com.add", Match.EXACT);
        Explanation denied = of("r", "com.x.secret", Match.EXACT);
        Explanation wildcard = of("r", "net.a.add", Match.EXACT);

        assertEquals(Outcome.ALLOWED, allowed.outcome());
        assertEquals("roles[0].permissions[0]", allowed.place());
        assertEquals("prefix com.", allowed.rule());
        assertEquals(Outcome.DENIED, denied.outcome());
        assertEquals("roles[0].permissions[1]", denied.place());
        assertTrue(denied.text().endsWith("denies call"), denied.text());
        assertEquals("wildcard net..add", wildcard.rule());
    }

    @Test
    void saysWhichUriOfAPatternIsNotAllowed() {
        Explanation denied = of("r", "com.x.", Match.PREFIX);
        Explanation unmatched = of("r", "", Match.PREFIX);

        assertEquals(Outcome.DENIED, denied.outcome());
        assertEquals("com.x.secret", denied.uri());
        assertEquals("roles[0].permissions[1]", denied.place());
        assertEquals(Outcome.DENIED, unmatched.outcome());
        assertEquals(Outcome.ALLOWED, of("r", "com.y", Match.PREFIX).outcome());
    }

    @Test
    void namesTheAuthorizer() {
        Explanation asked = of("asks", "com.add", Match.EXACT);

        assertEquals(Outcome.AUTHORIZER, asked.outcome());
        assertEquals("com.authorize", asked.authorizer());
    }

    @Test
    void aRoleThatIsNotThereMayDoNothing() {
        Explanation denied = of("other", "com.add", Match.EXACT);

        assertEquals(Outcome.DENIED, denied.outcome());
        assertTrue(denied.text().contains("there is: asks, r"), denied.text());
    }

    @Test
    void rolesThatCannotBeReadAreNamed() {
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class, () -> Explanation.of("[", "r", Action.CALL, "a", Match.EXACT));

        assertTrue(String.valueOf(thrown.getMessage()).startsWith("roles, line 1"), thrown::getMessage);
    }
}
