package org.junctor.authz.roles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionStage;
import org.junctor.api.message.Options;
import org.junctor.api.security.Action;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Disclosure;
import org.junctor.api.security.Match;
import org.junctor.api.security.SessionInfo;
import org.junctor.api.transport.Peer;
import org.junit.jupiter.api.Test;

final class RolesAuthorizerTest {
    private static final String EVERYTHING =
            "[{'name':'r','permissions':[{'uri':'*','allow':{'call':true,'register':true,'subscribe':true,'publish':true}}]}]";

    private static RolesAuthorizer authorizer(String roles) {
        return new RolesAuthorizer(config("realm1", roles));
    }

    private static RolesAuthorizer.Config config(String realm, String roles) {
        Class<RolesAuthorizer.Config> type = RolesAuthorizer.Config.class;
        String json = roles.replace('\'', '"');
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getName().equals("realm") ? realm : json));
    }

    private static String permission(String permission) {
        return "[{'name':'r','permissions':[" + permission + "]}]";
    }

    private static CompletionStage<Decision> stage(RolesAuthorizer subject, String role, Action action, String uri) {
        SessionInfo session = new SessionInfo(
                1,
                "realm1",
                "joe",
                role,
                "anonymous",
                "static",
                Options.EMPTY,
                Options.EMPTY,
                Peer.of("local", "local"));
        return subject.decide(session, action, uri, Match.EXACT, Options.EMPTY);
    }

    private static Decision decide(RolesAuthorizer subject, Action action, String uri) {
        return stage(subject, "r", action, uri).toCompletableFuture().join();
    }

    @Test
    void onlyWhatIsAllowedIsAllowed() {
        RolesAuthorizer subject = authorizer(permission("{'uri':'com.app.*','allow':{'call':true,'publish':false}}"));

        assertEquals(Decision.ALLOW, decide(subject, Action.CALL, "com.app.add"));
        assertEquals(Decision.DENY, decide(subject, Action.CALL, "com.other"));
        assertEquals(Decision.DENY, decide(subject, Action.PUBLISH, "com.app.add"));
        assertEquals(Decision.DENY, decide(subject, Action.REGISTER, "com.app.add"));
    }

    @Test
    void aRoleThatIsNotConfiguredMayDoNothing() {
        Decision decision = stage(authorizer(EVERYTHING), "other", Action.CALL, "a")
                .toCompletableFuture()
                .join();

        assertEquals(Decision.DENY, decision);
    }

    @Test
    void aRoleWithAnAuthorizerIsLeftToOthers() {
        RolesAuthorizer subject = authorizer("[{'name':'r','authorizer':'com.authorize'}]");

        assertEquals(Decision.UNKNOWN, decide(subject, Action.CALL, "a"));
    }

    @Test
    void permissionsGoBeforeTheAuthorizerWhichDecidesTheRest() {
        RolesAuthorizer subject = authorizer("[{'name':'r','authorizer':'com.authorize','permissions':["
                + "{'uri':'a.*','allow':{'call':true}},{'uri':'b.*','deny':{'call':true}}]}]");

        assertEquals(Decision.ALLOW, decide(subject, Action.CALL, "a.x"));
        assertEquals(Decision.DENY, decide(subject, Action.PUBLISH, "a.x"));
        assertEquals(Decision.DENY, decide(subject, Action.CALL, "b.x"));
        assertEquals(Decision.UNKNOWN, decide(subject, Action.PUBLISH, "b.x"));
        assertEquals(Decision.UNKNOWN, decide(subject, Action.CALL, "c"));
    }

    @Test
    void aPatternIsLeftToTheAuthorizerOnlyWhereNoPermissionRefusesPartOfIt() {
        RolesAuthorizer subject = authorizer("[{'name':'r','authorizer':'com.authorize','permissions':["
                + "{'uri':'a.*','allow':{'register':true}},{'uri':'b.x','deny':{'register':true}}]}]");

        assertEquals(Decision.ALLOW, pattern(subject, "a.b"));
        assertEquals(Decision.UNKNOWN, pattern(subject, "a"));
        assertEquals(Decision.DENY, pattern(subject, "b."));
        assertEquals(Decision.DENY, pattern(subject, ""));
    }

    private static Decision pattern(RolesAuthorizer subject, String prefix) {
        SessionInfo session = new SessionInfo(
                1,
                "realm1",
                "joe",
                "r",
                "anonymous",
                "static",
                Options.EMPTY,
                Options.EMPTY,
                Peer.of("local", "local"));
        return subject.decide(session, Action.REGISTER, prefix, Match.PREFIX, Options.EMPTY)
                .toCompletableFuture()
                .join();
    }

    @Test
    void whatIsAllowedByDefaultIsWhatNoPermissionSpeaksOf() {
        RolesAuthorizer subject = authorizer(
                "[{'name':'r','allow-by-default':true,'permissions':[{'uri':'a.*','allow':{'call':true}}]}]");

        assertEquals(Decision.ALLOW, decide(subject, Action.CALL, "a.x"));
        assertEquals(Decision.DENY, decide(subject, Action.PUBLISH, "a.x"));
        assertEquals(Decision.ALLOW, decide(subject, Action.PUBLISH, "b"));
        assertEquals(Decision.DENY, pattern(subject, ""));
        assertEquals(Decision.ALLOW, pattern(subject, "b"));
    }

    @Test
    void starsAreShortForPatternsUnlessMatchIsGiven() {
        RolesAuthorizer subject = authorizer(permission("{'uri':'a*','allow':{'call':true}},"
                + "{'uri':'b.*.c','allow':{'call':true}},{'uri':'c.*','match':'exact','allow':{'call':true}}"));

        assertEquals(Decision.ALLOW, decide(subject, Action.CALL, "ab.c"));
        assertEquals(Decision.ALLOW, decide(subject, Action.CALL, "b.x.c"));
        assertEquals(Decision.DENY, decide(subject, Action.CALL, "b.x.d"));
        assertEquals(Decision.ALLOW, decide(subject, Action.CALL, "c.*"));
        assertEquals(Decision.DENY, decide(subject, Action.CALL, "c.x"));
    }

    @Test
    void callerAndPublisherAreDisclosedWhereThePermissionSaysSo() {
        RolesAuthorizer subject =
                authorizer(permission("{'uri':'*','allow':{'call':true,'publish':true,'subscribe':true},"
                        + "'disclose':{'caller':true,'publisher':false},'cache':true}"));

        assertEquals(Decision.ALLOW_DISCLOSED, decide(subject, Action.CALL, "a"));
        assertEquals(Disclosure.NEVER, decide(subject, Action.PUBLISH, "a").disclosure());
        assertEquals(Decision.ALLOW, decide(subject, Action.SUBSCRIBE, "a"));
    }

    @Test
    void whoMustNotBeDisclosedIsNotWhateverElseIsSaidOfTheSameUri() {
        RolesAuthorizer subject = authorizer(permission("{'uri':'a','allow':{'call':true},'disclose':{'caller':false}},"
                + "{'uri':'a','allow':{'call':true},'disclose':{'caller':true}}"));

        assertEquals(Disclosure.NEVER, decide(subject, Action.CALL, "a").disclosure());
    }

    @Test
    void receiversAreToldTheTrustlevelOfTheRole() {
        RolesAuthorizer subject = authorizer("[{'name':'r','trustlevel':7,'permissions':[{'uri':'*',"
                + "'allow':{'call':true,'publish':true,'register':true}}]}]");

        assertEquals(7, decide(subject, Action.CALL, "a").trustlevel());
        assertEquals(7, decide(subject, Action.PUBLISH, "a").trustlevel());
        assertFalse(decide(subject, Action.REGISTER, "a").hasTrustlevel());
    }

    @Test
    void aTrustlevelThatIsNoneDeniesEverything() {
        RolesAuthorizer subject =
                authorizer("[{'name':'r','trustlevel':-1,'permissions':[{'uri':'*','allow':{'call':true}}]}]");

        assertEquals(Decision.DENY, decide(subject, Action.CALL, "a"));
    }

    @Test
    void denyWinsAtEqualSpecificityInAnyOrder() {
        String allow = "{'uri':'a','allow':{'call':true,'publish':true}}";
        String deny = "{'uri':'a','deny':{'call':true}}";
        for (String permissions : new String[] {allow + "," + deny, deny + "," + allow}) {
            RolesAuthorizer subject = authorizer(permission(permissions));

            assertEquals(Decision.DENY, decide(subject, Action.CALL, "a"));
            assertEquals(Decision.ALLOW, decide(subject, Action.PUBLISH, "a"));
        }
    }

    @Test
    void aPermissionThatOnlyDeniesLeavesTheRestToOthers() {
        RolesAuthorizer subject = authorizer(
                permission("{'uri':'*','allow':{'call':true,'publish':true}},{'uri':'a.*','deny':{'publish':true}}"));

        assertEquals(Decision.ALLOW, decide(subject, Action.CALL, "a.b"));
        assertEquals(Decision.DENY, decide(subject, Action.PUBLISH, "a.b"));
        assertEquals(Decision.ALLOW, decide(subject, Action.PUBLISH, "b"));
    }

    @Test
    void aMoreSpecificPermissionNeedNotDenyToRefuse() {
        RolesAuthorizer subject =
                authorizer(permission("{'uri':'*','allow':{'call':true}},{'uri':'a','allow':{'publish':true}}"));

        assertEquals(Decision.DENY, decide(subject, Action.CALL, "a"));
    }

    @Test
    void rolesThatCannotBeReadDenyEverything() {
        RolesAuthorizer subject = authorizer(EVERYTHING);

        subject.modified(config("realm1", "[{'name':"));

        assertEquals(Decision.DENY, decide(subject, Action.CALL, "a"));
    }

    @Test
    void changedRolesCountAtOnce() {
        RolesAuthorizer subject = authorizer(EVERYTHING);
        assertEquals(Decision.ALLOW, decide(subject, Action.CALL, "a"));

        subject.modified(config("realm1", permission("{'uri':'b','allow':{'call':true}}")));

        assertEquals(Decision.DENY, decide(subject, Action.CALL, "a"));
    }

    @Test
    void aConfigurationWithoutRealmDecidesNothing() {
        RolesAuthorizer subject = new RolesAuthorizer(config("", EVERYTHING));

        assertEquals(Decision.UNKNOWN, decide(subject, Action.CALL, "a"));
    }

    @Test
    void answersAreKeptAndBounded() throws Exception {
        Role role = RolesReader.read(EVERYTHING.replace('\'', '"'))
                .roles()
                .values()
                .iterator()
                .next();

        CompletionStage<Decision> first = role.decide(Action.CALL, "a", Match.EXACT);
        assertSame(first, role.decide(Action.CALL, "a", Match.EXACT));
        for (int i = 0; i < 2 * Role.KEPT_MAX; i++) {
            assertSame(first, role.decide(Action.CALL, "a" + i, Match.EXACT));
            assertTrue(role.kept(Action.CALL, Match.EXACT) <= Role.KEPT_MAX);
        }
        int before = role.kept(Action.CALL, Match.EXACT);
        role.decide(Action.CALL, "a".repeat(Role.KEPT_LENGTH_MAX + 1), Match.EXACT);
        assertEquals(before, role.kept(Action.CALL, Match.EXACT));
    }

    @Test
    void aPatternIsNotConfusedWithAUri() throws Exception {
        Role role = RolesReader.read(
                        "[{\"name\":\"r\",\"permissions\":[{\"uri\":\"a\",\"allow\":{\"subscribe\":true}}]}]")
                .roles()
                .values()
                .iterator()
                .next();

        assertEquals(
                Decision.ALLOW,
                role.decide(Action.SUBSCRIBE, "a", Match.EXACT)
                        .toCompletableFuture()
                        .join());
        assertEquals(
                Decision.DENY,
                role.decide(Action.SUBSCRIBE, "a", Match.PREFIX)
                        .toCompletableFuture()
                        .join());
        assertEquals(
                Decision.ALLOW,
                role.decide(Action.SUBSCRIBE, "a", Match.WILDCARD)
                        .toCompletableFuture()
                        .join());
    }

    @Test
    void mistakesAreNamedWithTheirPlace() {
        String[][] mistakes = {
            {"{}", "roles: must be a list"},
            {"[{'name':", "roles, line 1 column 10"},
            {"[] []", "roles"},
            {"[{'name':''}]", "roles[0].name: must be a text"},
            {"[{'name':'a'},{'name':'a'}]", "roles[1].name: there is another role 'a'"},
            {"[{'name':'a','name':'b'}]", "Duplicate"},
            {"[{'name':'a','permision':[]}]", "roles[0].permision: no such key"},
            {"[{'name':'a','permissions':{}}]", "roles[0].permissions: must be a list"},
            {"[{'name':'a','allow-by-default':true,'authorizer':'b'}]", "roles[0]: with allow-by-default"},
            {"[{'name':'a','authorizer':7}]", "roles[0].authorizer: must be a text"},
            {permission("{'allow':{}}"), "roles[0].permissions[0].uri: must be a text"},
            {
                permission("{'uri':'a','allow':{'call':'yes'}}"),
                "roles[0].permissions[0].allow.call: must be true or false"
            },
            {permission("{'uri':'a','allow':{'cal':true}}"), "roles[0].permissions[0].allow.cal: no such key"},
            {permission("{'uri':'a','validate':{}}"), "roles[0].permissions[0].validate: no such key"},
            {permission("{'uri':'a','match':'regex'}"), "roles[0].permissions[0].match: must be exact"},
            {permission("{'uri':'a..b'}"), "roles[0].permissions[0].uri: 'a..b' is no exact URI"},
            {permission("{'uri':''}"), "roles[0].permissions[0].uri: '' is no exact URI"},
            {permission("{'uri':'a b*'}"), "is no prefix URI"},
            {permission("{'uri':'a*.b'}"), "a '*' that is not last"},
        };
        for (String[] mistake : mistakes) {
            RolesReader.Unreadable thrown = assertThrows(
                    RolesReader.Unreadable.class, () -> RolesReader.read(mistake[0].replace('\'', '"')), mistake[0]);

            assertTrue(String.valueOf(thrown.getMessage()).contains(mistake[1]), thrown::getMessage);
        }
    }

    @Test
    void aKnownAnswerCostsNoAllocation() {
        RolesAuthorizer subject = authorizer(EVERYTHING);
        SessionInfo session = new SessionInfo(
                1,
                "realm1",
                "joe",
                "r",
                "anonymous",
                "static",
                Options.EMPTY,
                Options.EMPTY,
                Peer.of("local", "local"));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        CompletionStage<Decision> first = subject.decide(session, Action.CALL, "a", Match.EXACT, Options.EMPTY);
        long before = 0;
        for (int i = 0; i < 20_000; i++) {
            before = i == 10_000 ? threads.getCurrentThreadAllocatedBytes() : before;
            assertSame(first, subject.decide(session, Action.CALL, "a", Match.EXACT, Options.EMPTY));
        }

        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertTrue(allocated < 10_000, () -> allocated + " octets in 10,000 decisions");
    }
}
