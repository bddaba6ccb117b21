package org.junctor.authz.dynamic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Options;
import org.junctor.api.security.Action;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Disclosure;
import org.junctor.api.security.Match;
import org.junctor.api.security.SessionInfo;
import org.junctor.api.transport.Peer;
import org.junctor.testing.FakeClients;
import org.junctor.testing.FakeSession;
import org.junit.jupiter.api.Test;

final class DynamicAuthorizerTest {
    private static final String ROLES = "[{'name':'r','authorizer':'com.authorize'},{'name':'quick',"
            + "'authorizer':'com.quick','trustlevel':3,'authorizer_options':{'timeout':50,'cache_max':2}},"
            + "{'name':'free','permissions':[]}]";

    private final FakeClients clients = new FakeClients();
    private final OwnSessions own = new OwnSessions();
    private final DynamicAuthorizer subject = new DynamicAuthorizer(clients, own, config(ROLES));
    private final FakeSession line = session(1000);

    private static DynamicAuthorizer.Config config(String roles) {
        Class<DynamicAuthorizer.Config> type = DynamicAuthorizer.Config.class;
        String json = roles.replace('\'', '"');
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getName().equals("realm") ? "realm1" : json));
    }

    private static SessionInfo session(long id, String role) {
        Options hello = Options.of("authextra", Map.of("token", "top secret"));
        Peer peer = new Peer(
                "websocket", "127.0.0.1:5", true, Map.of("x-key", "top secret"), Map.of("id", "top secret"), null);
        return new SessionInfo(id, "realm1", "joe", role, "ticket", "static", hello, Options.of("floor", 3L), peer);
    }

    private static FakeSession session(long id) {
        return new FakeSession(id).answering(OwnSessions.MATCHING, 77L);
    }

    private CompletableFuture<Decision> ask(SessionInfo session, Action action, String uri) {
        return subject.decide(session, action, uri, Match.EXACT, Options.EMPTY).toCompletableFuture();
    }

    private Decision decide(String uri) {
        return ask(session(1, "r"), Action.CALL, uri).join();
    }

    @Test
    void procedureIsAskedAsCrossbarDoes() {
        clients.join(line.answering(true));

        Decision decision = subject.decide(
                        session(1, "r"), Action.SUBSCRIBE, "com.x", Match.PREFIX, Options.of("match", "prefix"))
                .toCompletableFuture()
                .join();

        assertEquals(Decision.ALLOW, decision);
        List<?> arguments = line.lastCall().arguments();
        assertEquals(4, arguments.size());
        assertEquals(
                Map.of(
                        "session",
                        1L,
                        "realm",
                        "realm1",
                        "authid",
                        "joe",
                        "authrole",
                        "r",
                        "authmethod",
                        "ticket",
                        "authprovider",
                        "static",
                        "authextra",
                        Map.of("floor", 3L),
                        "transport",
                        Map.of("type", "websocket", "peer", "127.0.0.1:5")),
                arguments.get(0));
        assertEquals(List.of("com.x", "subscribe", Map.of("match", "prefix")), arguments.subList(1, 4));
        assertFalse(arguments.toString().contains("secret"), arguments::toString);
        assertEquals(Options.of("timeout", 5000L), line.lastCall().options());
        assertEquals("local:r", clients.configs().get(0).url().toString());
    }

    @Test
    void answersAreBoolsOrDicts() {
        clients.join(line);
        Object[][] answers = {
            {true, Decision.ALLOW},
            {false, Decision.DENY},
            {Map.of("allow", true), Decision.ALLOW},
            {Map.of("allow", false, "disclose", true), Decision.DENY},
            {Map.of("allow", true, "disclose", true), Decision.ALLOW_DISCLOSED},
            {Map.of("allow", true, "validate", Map.of("x", 1L)), Decision.ALLOW},
            {
                Map.of("allow", true, "disclose", false),
                new Decision(Decision.Verdict.ALLOW, Disclosure.NEVER, Decision.NO_TRUSTLEVEL)
            },
        };
        for (Object[] answer : answers) {
            line.answering(answer[0]);

            assertEquals(answer[1], decide("com.x"), () -> answer[0].toString());
        }
        assertEquals(answers.length, line.calls().size(), "nothing is kept that does not say cache");
    }

    @Test
    void whatMakesNoSenseFails() {
        clients.join(line);
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("allow", null);
        Object[] answers = {
            "yes",
            1L,
            List.of(true),
            Map.of(),
            nothing,
            Map.of("allow", 1L),
            Map.of("allow", "true"),
            Map.of("allow", true, "cache", "yes"),
            Map.of("allow", true, "permit", true),
            new ClientSession.Invoked(List.of(), Map.of(), Options.EMPTY),
            new ClientSession.Invoked(List.of(true, true), Map.of(), Options.EMPTY),
            new ClientSession.Invoked(List.of(true), Map.of("allow", true), Options.EMPTY),
        };
        for (Object answer : answers) {
            line.answering(answer);

            CompletableFuture<Decision> decided = ask(session(1, "r"), Action.CALL, "com.x");

            assertTrue(decided.isCompletedExceptionally(), answer::toString);
        }
    }

    @Test
    void anAuthorizerThatThrowsOrIsAbsentFails() {
        clients.join(line.answering(new WampException("wamp.error.no_such_procedure", "nobody")));

        assertTrue(ask(session(1, "r"), Action.CALL, "com.x").isCompletedExceptionally());
    }

    @Test
    void anAuthorizerThatHangsFailsInTime() {
        clients.join(line);

        CompletableFuture<Decision> decided = ask(session(1, "quick"), Action.CALL, "com.x");

        ExecutionException failed = assertThrows(ExecutionException.class, () -> decided.get(10, TimeUnit.SECONDS));
        assertInstanceOf(TimeoutException.class, failed.getCause());
    }

    @Test
    void questionsWaitForTheSession() {
        CompletableFuture<Decision> decided = ask(session(1, "r"), Action.CALL, "com.x");
        assertFalse(decided.isDone());

        clients.join(line.answering(true));
        assertEquals(Decision.ALLOW, decided.join());

        line.lose("lost");
        CompletableFuture<Decision> next = ask(session(1, "r"), Action.CALL, "com.x");
        assertFalse(next.isDone());
        clients.join(session(1001).answering(false));
        assertEquals(Decision.DENY, next.join());
    }

    @Test
    void otherRolesAndRealmsAreLeftToOthers() {
        SessionInfo elsewhere = new SessionInfo(
                1, "other", "joe", "r", "ticket", "static", Options.EMPTY, Options.EMPTY, Peer.of("local", "local"));

        assertEquals(
                Decision.UNKNOWN, ask(session(1, "free"), Action.CALL, "com.x").join());
        assertEquals(Decision.UNKNOWN, ask(elsewhere, Action.CALL, "com.x").join());
    }

    @Test
    void trustlevelOfTheRoleIsTold() {
        clients.join(line.answering(true));

        assertEquals(3, ask(session(1, "quick"), Action.CALL, "com.x").join().trustlevel());
    }

    /** Statement A10 of the hostile inputs. */
    @Test
    void anAnswerIsKeptForItsSessionActionUriAndMatchOnly() {
        clients.join(line.answering(Map.of("allow", true, "cache", true)));
        decide("com.x");
        decide("com.x");
        assertEquals(1, line.calls().size());

        decide("com.y");
        ask(session(2, "r"), Action.CALL, "com.x").join();
        ask(session(1, "r"), Action.REGISTER, "com.x").join();
        subject.decide(session(1, "r"), Action.REGISTER, "com.x", Match.PREFIX, Options.EMPTY);

        assertEquals(5, line.calls().size());
    }

    @Test
    void whatWasKeptIsForgottenWhenTheProcedureIsReplaced() {
        clients.join(line.answering(Map.of("allow", true, "cache", true)));
        decide("com.x");

        line.publish(OwnSessions.ON_CREATE, 5L, Map.of("id", 8L, "uri", "com.other", "match", "exact"));
        line.publish(OwnSessions.ON_DELETE, 5L, 9L);
        decide("com.x");
        assertEquals(1, line.calls().size(), "others do not matter");

        line.answering(false);
        line.publish(OwnSessions.ON_CREATE, 5L, Map.of("id", 9L, "uri", "com.authorize", "match", "exact"));
        assertEquals(Decision.DENY, decide("com.x"));

        line.answering(Map.of("allow", true, "cache", true));
        decide("com.x");
        line.answering(new WampException("wamp.error.no_such_procedure", "nobody"));
        line.publish(OwnSessions.ON_DELETE, 5L, 9L);
        assertTrue(ask(session(1, "r"), Action.CALL, "com.x").isCompletedExceptionally());
    }

    @Test
    void whatWasKeptIsForgottenWhenTheRulesChange() {
        clients.join(line.answering(Map.of("allow", true, "cache", true)));
        decide("com.x");

        subject.modified(config(ROLES));
        line.answering(false);

        assertEquals(Decision.DENY, decide("com.x"));
        assertEquals(List.of(), clients.left());
    }

    @Test
    void questionsUnderWayAreAnsweredWhenOtherRulesChange() {
        clients.join(line.answering(null));
        CompletableFuture<Decision> decided = ask(session(1, "r"), Action.CALL, "com.x");

        subject.modified(config(ROLES.replace("'permissions':[]", "'permissions':[{'uri':'com.y'}]")));
        line.lastCall().answer(true);

        assertEquals(Decision.ALLOW, decided.join());
    }

    @Test
    void otherProceduresAreAskedInAnotherSession() {
        clients.join(line.answering(true));

        subject.modified(config("[{'name':'r','authorizer':'com.other'}]"));
        assertEquals(List.of("local:r"), clients.left());
        FakeSession next = clients.join(session(1001).answering(false));

        assertEquals(Decision.DENY, decide("com.x"));
        assertEquals("com.other", next.lastCall().procedure());
    }

    @Test
    void questionsThatFoundNoSessionLeaveNothingBehind() {
        CompletableFuture<Decision> late = ask(session(1, "quick"), Action.CALL, "com.x");
        assertThrows(ExecutionException.class, () -> late.get(10, TimeUnit.SECONDS));

        clients.join(line.answering(true));

        assertEquals(List.of(), line.calls());
    }

    @Test
    void anAnswerThatWasUnderWayWhenItWasRevokedIsNotKept() {
        clients.join(line.answering(null));
        CompletableFuture<Decision> decided = ask(session(1, "r"), Action.CALL, "com.x");
        line.publish(OwnSessions.ON_CREATE, 5L, Map.of("id", 9L, "uri", "com.", "match", "prefix"));

        line.lastCall().answer(Map.of("allow", true, "cache", true));
        decided.join();

        line.answering(false);
        assertEquals(Decision.DENY, decide("com.x"));
    }

    @Test
    void ownSessionMayAskAndNothingElse() {
        clients.join(line.answering(true));
        OwnSessionAuthorizer exempt = new OwnSessionAuthorizer(own);
        SessionInfo ours = session(line.id(), "r");

        assertEquals(Decision.ALLOW, decided(exempt, ours, Action.CALL, "com.authorize"));
        assertEquals(Decision.ALLOW, decided(exempt, ours, Action.CALL, "com.quick"));
        assertEquals(Decision.ALLOW, decided(exempt, ours, Action.SUBSCRIBE, OwnSessions.ON_CREATE));
        assertEquals(Decision.DENY, decided(exempt, ours, Action.REGISTER, "com.authorize"));
        assertEquals(Decision.DENY, decided(exempt, ours, Action.CALL, "com.other"));
        assertEquals(Decision.UNKNOWN, decided(exempt, session(1, "r"), Action.CALL, "com.authorize"));
        line.lose("lost");
        assertEquals(Decision.UNKNOWN, decided(exempt, ours, Action.CALL, "com.authorize"));
    }

    private static Decision decided(OwnSessionAuthorizer by, SessionInfo session, Action action, String uri) {
        return by.decide(session, action, uri, Match.EXACT, Options.EMPTY)
                .toCompletableFuture()
                .join();
    }

    @Test
    void rolesThatCannotBeReadLeaveEverythingUndecided() {
        subject.modified(config("[{'name':'r','authorizer':7}]"));

        assertEquals(Decision.UNKNOWN, decide("com.x"));
    }
}
