package org.junctor.auth.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.password.PasswordHash;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.AuthResult.Deny;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;
import org.junctor.api.transport.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class TicketAuthenticatorTest {
    private static final String HASH = PasswordHash.of("pencil".toCharArray()).text();

    private final AtomicInteger derivations = new AtomicInteger();
    private final TicketAuthenticator subject = new TicketAuthenticator((hash, password) -> {
        derivations.incrementAndGet();
        return hash.matches(password);
    });
    private final Map<String, Object> users = new HashMap<>();
    private final Map<String, Object> config = new HashMap<>(Map.of("principals", users));
    private boolean proving;
    private Map<String, Object> proof = Map.of();

    @AfterEach
    void close() {
        subject.close();
    }

    private CompletionStage<@Nullable Principal> find(PrincipalQuery query) {
        proof = query.proof();
        Object found = users.get(String.valueOf(query.authid()));
        if (!(found instanceof Map<?, ?> entries)) {
            return CompletableFuture.completedFuture(null);
        }
        Map<String, Object> copy = new HashMap<>();
        entries.forEach((key, value) -> copy.put(key.toString(), value));
        return CompletableFuture.completedFuture(
                new Principal(String.valueOf(query.authid()), "frontend", null, proving, copy, Options.EMPTY));
    }

    private AuthResult begin(Options details) throws Exception {
        AuthRequest request = new AuthRequest(
                "realm1", 7, new Hello("realm1", details), Peer.of("websocket", "127.0.0.1:1"), config, this::find);
        return subject.begin(request).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private AuthResult login(String authid, String ticket) throws Exception {
        AuthResult.Challenge challenge =
                assertInstanceOf(AuthResult.Challenge.class, begin(Options.of("authid", authid)));
        assertTrue(challenge.extra().isEmpty());
        return challenge
                .next()
                .answer(new Authenticate(ticket, Options.EMPTY))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void T04_theTicketLetsItsPrincipalIn() throws Exception {
        users.put("joe", Map.of("ticket", "secret!!!"));

        AuthResult.Accept accepted = assertInstanceOf(AuthResult.Accept.class, login("joe", "secret!!!"));

        assertEquals("joe", accepted.authid());
        assertEquals("frontend", accepted.authrole());
        assertEquals("static", accepted.provider());
    }

    @Test
    void wrongAndUnknownLookAlike() throws Exception {
        users.put("joe", Map.of("ticket", "secret!!!"));

        assertEquals(Deny.CREDENTIALS, login("joe", "secret!!"));
        assertEquals(Deny.CREDENTIALS, login("joe", ""));
        assertEquals(Deny.CREDENTIALS, login("joe", "s".repeat(9000)));
        assertEquals(Deny.CREDENTIALS, login("jim", "secret!!!"));
        assertEquals(0, derivations.get());
    }

    @Test
    void hashedTicketsAreUnderstood() throws Exception {
        users.put("joe", Map.of("ticket-hash", HASH));
        users.put("jane", Map.of("ticket", Map.of("ticket-hash", HASH)));

        assertInstanceOf(AuthResult.Accept.class, login("joe", "pencil"));
        assertInstanceOf(AuthResult.Accept.class, login("jane", "pencil"));
        assertEquals(Deny.CREDENTIALS, login("joe", "pen"));
        assertEquals(Deny.CREDENTIALS, login("joe", HASH));
    }

    @Test
    void whoIsRefusedCostsOneDerivationWhereHashesAreUsed() throws Exception {
        users.put("joe", Map.of("ticket-hash", HASH));
        users.put("old", Map.of("ticket", "plain"));

        for (String authid : List.of("joe", "old", "jim")) {
            int before = derivations.get();
            assertEquals(Deny.CREDENTIALS, login(authid, "wrong"));
            assertEquals(before + 1, derivations.get(), authid);
        }
    }

    @Test
    void usersOfAFileAreTakenForHashed() throws Exception {
        config.put("type", "file");

        login("jim", "wrong");

        assertEquals(1, derivations.get());
    }

    @Test
    void sourceMayProveItself() throws Exception {
        config.put("type", "dynamic");
        proving = true;
        users.put("joe", Map.of());

        AuthResult.Accept accepted = assertInstanceOf(AuthResult.Accept.class, login("joe", "one-time"));

        assertEquals(Map.of("ticket", "one-time"), proof);
        assertEquals("dynamic", accepted.provider());
    }

    @Test
    void settingsThatCannotBeUsedLetNobodyIn() throws Exception {
        users.put("nothing", Map.of());
        users.put("empty", Map.of("ticket", ""));
        users.put("number", Map.of("ticket", 7L));
        users.put("weak", Map.of("ticket-hash", HASH.replace("i=100000", "i=0001")));

        for (String authid : users.keySet()) {
            for (String ticket : List.of("", "7", "null", "pencil")) {
                assertEquals(Deny.CREDENTIALS, login(authid, ticket), authid);
            }
        }
    }

    @Test
    void helloMustSayWho() throws Exception {
        assertEquals(
                Reason.AUTHENTICATION_FAILED,
                assertInstanceOf(Deny.class, begin(Options.EMPTY)).reason());
        assertEquals(
                Reason.AUTHENTICATION_FAILED,
                assertInstanceOf(Deny.class, begin(Options.of("authid", 7L))).reason());
    }

    @Test
    void nothingShowsTheTicket() throws Exception {
        users.put("joe", Map.of("ticket", "secret!!!"));

        assertFalse(login("joe", "secret!!!").toString().contains("secret"));
        assertFalse(login("joe", "secret!!").toString().contains("secret"));
    }
}
