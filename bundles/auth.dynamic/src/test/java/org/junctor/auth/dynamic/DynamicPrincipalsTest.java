package org.junctor.auth.dynamic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Options;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;
import org.junctor.api.security.Refused;
import org.junctor.api.transport.Peer;
import org.junctor.testing.FakeClients;
import org.junctor.testing.FakeSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class DynamicPrincipalsTest {
    private static final Map<String, Object> SETTINGS =
            Map.of("type", "dynamic", "authenticator", "com.example.login", "authenticator-role", "asker");

    private final FakeClients clients = new FakeClients();
    private final FakeSession session = new FakeSession(1);
    private final Askers askers = new Askers();
    private final DynamicPrincipals subject = new DynamicPrincipals(askers, 10_000);

    DynamicPrincipalsTest() {
        askers.use(clients);
    }

    private CompletableFuture<Principal> ask(String method, Map<String, Object> settings) {
        Options hello = Options.of(Map.of("authid", "joe", "authextra", Map.of("x", 1L)));
        AuthRequest request = new AuthRequest(
                "realm1",
                77,
                new Hello("realm1", hello),
                new Peer("websocket", "127.0.0.1:1", false, Map.of("user-agent", "test"), Map.of(), null)
                        .marked("cookie value"),
                settings,
                query -> CompletableFuture.completedFuture(null));
        Map<String, Object> proof = method.equals("ticket") ? Map.of("ticket", "geheim") : Map.of();
        return subject.find(new PrincipalQuery(method, "joe", proof, principal -> true, request))
                .toCompletableFuture();
    }

    private CompletableFuture<Principal> asked(@Nullable Object answer) {
        CompletableFuture<Principal> found = ask("ticket", SETTINGS);
        clients.join(session);
        last().answer()
                .complete(new Invoked(
                        answer == null ? new ArrayList<>() : new ArrayList<>(List.of(answer)),
                        Map.of(),
                        Options.EMPTY));
        return found;
    }

    private FakeSession.Called last() {
        return session.lastCall();
    }

    private static Refused refusal(CompletableFuture<Principal> found) {
        CompletionException thrown = assertThrows(CompletionException.class, found::join);
        return assertInstanceOf(Refused.class, thrown.getCause());
    }

    @Test
    void theProcedureIsAskedAsCrossbarAsksIt() {
        CompletableFuture<Principal> found = ask("ticket", SETTINGS);
        assertEquals("local:asker", clients.configs().get(0).url().toString());
        assertEquals("realm1", clients.configs().get(0).realm());
        assertEquals(List.of(), session.calls(), "there is no session yet");
        clients.join(session);

        assertEquals("com.example.login", last().procedure());
        assertEquals("realm1", last().arguments().get(0));
        assertEquals("joe", last().arguments().get(1));
        Map<?, ?> details = (Map<?, ?>) last().arguments().get(2);
        assertEquals("geheim", details.get("ticket"));
        assertEquals(77L, details.get("session"));
        assertEquals("ticket", details.get("authmethod"));
        assertEquals(Map.of("x", 1L), details.get("authextra"));
        Map<?, ?> transport = assertInstanceOf(Map.class, details.get("transport"));
        assertEquals("127.0.0.1:1", transport.get("peer"));
        assertEquals(Map.of("user-agent", "test"), transport.get("http_headers_received"));
        assertNotNull(transport.get("cbtid"));
        assertFalse(details.toString().contains("cookie value"), "the cookie is a secret");
        assertFalse(found.isDone());
    }

    @Test
    void aRoleLetsTheClientIn() {
        Principal joe = asked("guest").join();

        assertEquals("joe", joe.authid());
        assertEquals("guest", joe.authrole());
        assertNull(joe.realm());
        assertTrue(joe.proved());
    }

    @Test
    void aDictSaysTheRest() {
        Principal joe = asked(Map.of(
                        "role",
                        "guest",
                        "authid",
                        "joseph",
                        "realm",
                        "realm2",
                        "extra",
                        Map.of("a", 1L),
                        "secret",
                        "s"))
                .join();

        assertEquals("joseph", joe.authid());
        assertEquals("realm2", joe.realm());
        assertEquals(Map.of("a", 1L), joe.extra().entries());
        assertEquals("s", joe.entries().get("secret"));
    }

    @Test
    void aProofThatComesLaterIsNotProved() {
        CompletableFuture<Principal> found = ask("wampcra", SETTINGS);
        clients.join(session);
        last().answer().complete(new Invoked(List.of(Map.of("role", "guest", "secret", "s")), Map.of(), Options.EMPTY));

        assertFalse(found.join().proved());
    }

    @Test
    void nonsenseLetsNobodyIn() {
        List<Object> nonsense = List.of(
                true,
                7L,
                List.of("guest"),
                "",
                Map.of(),
                Map.of("authid", "joe"),
                Map.of("role", 7L),
                Map.of("role", "guest", "authid", 7L),
                Map.of("role", "guest", "realm", List.of()),
                Map.of("role", "guest", "extra", "x"));
        for (Object answer : nonsense) {
            Refused refused = refusal(asked(answer));
            assertEquals("wamp.error.authentication_failed", refused.reason(), answer::toString);
            assertEquals("authentication failed", refused.text());
        }
        assertEquals("wamp.error.authentication_failed", refusal(asked(null)).reason());
    }

    @Test
    void anErrorOfTheProcedureIsTold() {
        for (String uri : List.of("wamp.error.authentication_denied", "com.example.no_money")) {
            CompletableFuture<Principal> found = ask("ticket", SETTINGS);
            clients.join(session);
            last().answer().completeExceptionally(new WampException(uri, "no\nmoney" + "!".repeat(1000)));

            Refused refused = refusal(found);
            assertEquals(uri, refused.reason());
            assertTrue(refused.text().startsWith("no?money!"), refused.text());
            assertEquals(200, refused.text().length());
        }
    }

    /** Many throw an exception to refuse somebody: it counts as a wrong guess, and tells as little. */
    @Test
    void anExceptionOfTheProcedureIsADenial() {
        CompletableFuture<Principal> found = ask("ticket", SETTINGS);
        clients.join(session);
        last().answer()
                .completeExceptionally(new WampException("wamp.error.runtime_error", "line 17 of login.py: geheim"));

        Refused refused = refusal(found);

        assertEquals("wamp.error.authentication_denied", refused.reason());
        assertEquals(AuthResult.Deny.CREDENTIALS.message(), refused.text());
    }

    @Test
    void aFaultIsNotTold() {
        for (String uri : List.of(
                "wamp.error.no_such_procedure",
                "wamp.error.timeout",
                "wamp.close.killed",
                "no uri at all",
                "a".repeat(300) + ".b",
                "")) {
            CompletableFuture<Principal> found = ask("ticket", SETTINGS);
            clients.join(session);
            last().answer().completeExceptionally(new WampException(uri, "line 17 of login.py: geheim"));

            Refused refused = refusal(found);
            assertEquals("wamp.error.authentication_failed", refused.reason(), uri);
            assertEquals("authentication failed", refused.text());
        }
    }

    @Test
    void aProcedureThatHangsAndARealmThatDoesNotComeRefuse() throws Exception {
        DynamicPrincipals hasty = new DynamicPrincipals(askers, 1);
        AuthRequest request = new AuthRequest(
                "realm1",
                1,
                new Hello("realm1", Options.EMPTY),
                Peer.of("websocket", "127.0.0.1:1"),
                SETTINGS,
                query -> CompletableFuture.completedFuture(null));
        PrincipalQuery query = new PrincipalQuery("ticket", null, Map.of(), principal -> true, request);
        for (boolean there : List.of(false, true)) {
            if (there) {
                clients.join(session);
            }
            CompletableFuture<Principal> found = hasty.find(query).toCompletableFuture();

            found.handle((answer, failure) -> failure).get(20, TimeUnit.SECONDS);

            assertEquals("wamp.error.authentication_failed", refusal(found).reason());
        }
    }

    @Test
    void withoutClientsNobodyIsLetIn() {
        askers.use(null);

        assertEquals(
                "wamp.error.authentication_failed",
                refusal(ask("ticket", SETTINGS)).reason());
    }

    @Test
    void settingsThatCannotBeUsedRefuse() {
        List<Map<String, Object>> wrong = List.of(
                Map.of("authenticator-role", "asker"),
                Map.of("authenticator", "com.example.login"),
                Map.of("authenticator", 7L, "authenticator-role", "asker"),
                Map.of("authenticator", "", "authenticator-role", "asker"));
        for (Map<String, Object> settings : wrong) {
            assertEquals(
                    "wamp.error.authentication_failed",
                    refusal(ask("ticket", settings)).reason());
        }
        assertEquals(List.of(), clients.configs());
    }

    @Test
    void oneSessionAsksForAllAndAnotherFollowsOneThatWasGivenUp() {
        assertTrue(asked("guest").isDone());
        assertFalse(ask("ticket", SETTINGS).isDone());
        assertEquals(1, clients.configs().size());

        clients.giveUp();
        assertFalse(ask("ticket", SETTINGS).isDone());

        assertEquals(2, clients.configs().size());
        assertEquals(
                Collections.nCopies(2, "local:asker"),
                clients.configs().stream()
                        .map(config -> config.url().toString())
                        .toList());
    }
}
