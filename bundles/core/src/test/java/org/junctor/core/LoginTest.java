package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Abort;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Welcome;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Authenticator;
import org.junctor.api.security.Principal;
import org.junctor.api.security.Refused;
import org.junctor.api.security.SessionInfo;
import org.junctor.api.security.SessionObserver;
import org.junctor.api.transport.Listener;
import org.junctor.api.transport.Peer;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log-ins that fail often, sessions of those who are removed, and who is told of sessions. */
final class LoginTest {
    private static final Map<String, Object> PRINCIPALS = Map.of("principals", Map.of("joe", "anonymous"));
    private static final Map<String, Object> CLOSING =
            Map.of("principals", Map.of("joe", "anonymous"), "close_removed", true);

    private final TestRouter router = new TestRouter();
    /** What listeners offer now. */
    private final Map<String, Map<String, ? extends @Nullable Object>> auth = new HashMap<>();

    private final List<String> seen = new ArrayList<>();
    private AuthResult answer = new AuthResult.Accept("joe", "anonymous", "static", Options.EMPTY);
    private String name = "joe";
    private int asked;

    LoginTest() {
        auth.put("ticket", PRINCIPALS);
        Authenticator ticket = request -> {
            asked++;
            return CompletableFuture.completedFuture(answer);
        };
        router.core.bindAuthenticator(ticket, Map.of("method", "ticket"));
        router.core.bindPrincipalSource(
                query -> {
                    Object all = query.request().config().get("principals");
                    Object role = all instanceof Map<?, ?> map ? map.get(query.authid()) : null;
                    return CompletableFuture.completedFuture(
                            role == null
                                    ? null
                                    : new Principal("joe", role.toString(), null, false, Map.of(), Options.EMPTY));
                },
                Map.of("type", "static", "listed", true));
        router.core.bindSessionObserver(new SessionObserver() {
            @Override
            public void joined(SessionInfo session) {
                seen.add("joined " + session.authid());
            }

            @Override
            public void left(SessionInfo session, String reason) {
                seen.add("left " + session.authid() + " " + reason);
            }
        });
    }

    private FakePeer login(String address, String... methods) {
        Listener listener = new Listener("test", auth, Listener.RequestIds.STRICT);
        Options details = TestRouter.hello().details().with("authid", name).with("authmethods", List.of(methods));
        return new FakePeer(TestRouter.JSON, listener)
                .from(Peer.of("websocket", address))
                .connect(router.core)
                .send(new Hello(TestRouter.REALM, details));
    }

    @Test
    void anAddressThatGuessesIsRefusedAtOnceAndAnotherIsNot() {
        answer = AuthResult.Deny.CREDENTIALS;
        for (int i = 0; i < 20; i++) {
            name = "name " + i;
            Abort denied = login("10.0.0.1:" + i, "ticket").next(Abort.class);
            assertEquals(Reason.AUTHENTICATION_DENIED, denied.reason());
        }

        Abort shut = login("10.0.0.1:9", "ticket").next(Abort.class);

        assertEquals(Reason.AUTHENTICATION_DENIED, shut.reason());
        assertEquals(20, asked, "the method is not asked");
        answer = new AuthResult.Accept("joe", "anonymous", "static", Options.EMPTY);
        login("10.0.0.2:9", "ticket").next(Welcome.class);
        router.time.pass(1001);
        login("10.0.0.1:9", "ticket").next(Welcome.class);
    }

    @Test
    void aNameThatIsGuessedAtIsDelayedAndNotRefused() {
        answer = AuthResult.Deny.CREDENTIALS;
        for (int i = 0; i < 3; i++) {
            login("10.0.0." + i + ":1", "ticket").next(Abort.class);
        }
        answer = new AuthResult.Accept("joe", "anonymous", "static", Options.EMPTY);

        FakePeer joe = login("10.0.1.1:1", "ticket");
        assertEquals(3, asked);
        router.time.pass(100);

        joe.next(Welcome.class);
        login("10.0.1.1:2", "ticket").next(Welcome.class);
    }

    @Test
    void aNameInOtherCharactersIsTheSameNameForThoseWhoGuess() {
        answer = AuthResult.Deny.CREDENTIALS;
        for (String same : List.of("joe", "j\u00adoe", "\uff4aoe")) {
            name = same;
            login("10.0.0.1:1", "ticket").next(Abort.class);
        }

        name = "jo\u200be";
        login("10.0.1.1:1", "ticket");

        assertEquals(3, asked, "it must wait");
    }

    @ParameterizedTest
    @ValueSource(strings = {"joe\nERROR forged", "joe\u001b[2J", "joe\u2028", "joe\u2029", "257"})
    void nobodyIsCalledWhatWouldFoolWhoReadsIt(String called) {
        String authid = called.equals("257") ? "x".repeat(257) : called;
        answer = new AuthResult.Accept(authid, "anonymous", "dynamic", Options.EMPTY);

        Abort refused = login("10.0.0.1:1", "ticket").next(Abort.class);

        assertEquals(Reason.AUTHENTICATION_FAILED, refused.reason());
        assertEquals(List.of(), seen);
    }

    @Test
    void theLogShowsWhatPeersSayOnOneLineFromLeftToRight() {
        assertEquals("a?b?c?d?e?f", PeerLog.shown("a\nb\u001bc\u2028d\u202ee\u2066f"));
    }

    @Test
    void onlyTheFirstOfVeryManyMethodsAreLookedAt() {
        List<String> many = new ArrayList<>(Collections.nCopies(500, "nothing"));
        many.add("ticket");

        FakePeer peer = login("10.0.0.1:1", many.toArray(String[]::new));

        assertEquals(Reason.NO_MATCHING_AUTH_METHOD, peer.next(Abort.class).reason());
        assertEquals(0, asked);
    }

    @Test
    void whyASourceRefusesIsTold() throws ProtocolViolation {
        router.core.bindAuthenticator(
                request -> CompletableFuture.failedFuture(new Refused("com.example.no_money", "pay first")),
                Map.of("method", "scram"));
        auth.put("scram", Map.of());

        Abort abort = login("10.0.0.1:1", "scram").next(Abort.class);

        assertEquals("com.example.no_money", abort.reason());
        assertEquals("pay first", abort.details().text("message"));
        assertEquals(1, router.core.counters().get("auth.denied"));
    }

    @Test
    void observersAreToldOfSessionsAndHowTheyEnd() {
        FakePeer joe = login("10.0.0.1:1", "ticket");
        joe.next(Welcome.class);
        assertEquals(List.of("joined joe"), seen);

        joe.send(new Goodbye(Options.EMPTY, "wamp.close.logout"));

        assertEquals(List.of("joined joe", "left joe wamp.close.logout"), seen);
    }

    @Test
    void sessionsOfThoseWhoAreRemovedEndOnlyWhereTheSettingsSaySo() {
        FakePeer kept = login("10.0.0.1:1", "ticket");
        kept.next(Welcome.class);
        auth.put("ticket", Map.of("principals", Map.of()));
        router.core.review();
        assertNull(kept.poll());

        auth.put("ticket", CLOSING);
        FakePeer closed = login("10.0.0.1:1", "ticket");
        closed.next(Welcome.class);
        router.core.review();
        assertNull(closed.poll());
        auth.put("ticket", Map.of("principals", Map.of("joe", "king"), "close_removed", true));
        router.core.review();

        assertEquals(Reason.KILLED, closed.next(Goodbye.class).reason());
        assertEquals(Reason.KILLED, kept.next(Goodbye.class).reason(), "they say so now");
    }

    @Test
    void whoIsRemovedWhileLoggingInIsClosed() {
        auth.put("ticket", CLOSING);
        CompletableFuture<AuthResult> slow = new CompletableFuture<>();
        router.core.bindAuthenticator(request -> slow, Map.of("method", "ticket", "service.ranking", 1));
        FakePeer joe = login("10.0.0.1:1", "ticket");

        auth.put("ticket", Map.of("principals", Map.of(), "close_removed", true));
        router.core.review();
        slow.complete(answer);

        joe.next(Welcome.class);
        assertEquals(Reason.KILLED, joe.next(Goodbye.class).reason());
    }

    @Test
    void whoBelongsToAnotherRealmNowIsClosed() {
        auth.put("ticket", CLOSING);
        FakePeer joe = login("10.0.0.1:1", "ticket");
        joe.next(Welcome.class);
        Principal moved = new Principal("joe", "anonymous", "realm2", false, Map.of(), Options.EMPTY);

        router.core.bindPrincipalSource(
                query -> CompletableFuture.completedFuture(moved),
                Map.of("type", "static", "listed", true, "service.ranking", 1));
        router.core.review();

        assertEquals(Reason.KILLED, joe.next(Goodbye.class).reason());
    }

    @Test
    void aMethodThatAnswersNothingLetsNobodyIn() {
        router.core.bindAuthenticator(
                request -> CompletableFuture.completedFuture(null), Map.of("method", "ticket", "service.ranking", 1));

        FakePeer joe = login("10.0.0.1:1", "ticket", "anonymous");

        assertEquals(Reason.AUTHENTICATION_FAILED, joe.next(Abort.class).reason());
    }

    @Test
    void aSessionThatHasEndedIsNotKeptUntilItsLoginExpires() {
        FakePeer joe = login("10.0.0.1:1", "ticket");
        joe.next(Welcome.class);
        Session session = router.realm.sessions().iterator().next();
        joe.hangUp();
        int before = router.time.pending();

        session.limit(Duration.ofHours(1)); // as when it ends while it is welcomed

        assertEquals(before, router.time.pending());
    }

    @Test
    void aMethodThatIsRemovedEndsItsSessions() {
        auth.put("ticket", CLOSING);
        FakePeer joe = login("10.0.0.1:1", "ticket");
        joe.next(Welcome.class);

        auth.remove("ticket");
        auth.put("anonymous", Map.of());
        router.core.review();

        assertEquals(Reason.KILLED, joe.next(Goodbye.class).reason());
    }

    @Test
    void whatIsRememberedCountsOnlyAsLongAsItCouldBeProvedAgain() throws ProtocolViolation {
        AuthResult remembered = new AuthResult.Accept("joe", "anonymous", "cookie", Options.EMPTY, null, "ticket");
        router.core.bindAuthenticator(
                request -> CompletableFuture.completedFuture(remembered), Map.of("method", "cookie"));
        auth.put("cookie", Map.of());

        Options welcome =
                login("10.0.0.1:1", "cookie", "ticket").next(Welcome.class).details();
        assertEquals("ticket", welcome.text("authmethod"));
        assertEquals("cookie", welcome.text("authprovider"));

        auth.put("ticket", Map.of("principals", Map.of()));
        Welcome next = login("10.0.0.1:1", "cookie", "ticket").next(Welcome.class);
        assertEquals("static", next.details().text("authprovider"), "the next method was tried");
        auth.remove("ticket");
        assertNotNull(login("10.0.0.1:1", "cookie").next(Abort.class));
    }

    @Test
    void whatIsRememberedDoesNotCountWhileNobodyCanTell() {
        AuthResult remembered = new AuthResult.Accept("joe", "anonymous", "cookie", Options.EMPTY, null, "ticket");
        router.core.bindAuthenticator(
                request -> CompletableFuture.completedFuture(remembered), Map.of("method", "cookie"));
        auth.put("cookie", Map.of());
        router.core.bindPrincipalSource(
                query -> CompletableFuture.failedFuture(new IllegalStateException("no database")),
                Map.of("type", "database", "listed", true));
        auth.put("ticket", Map.of("type", "database"));

        login("10.0.0.1:1", "cookie").next(Abort.class);

        auth.put("ticket", Map.of("type", "absent"));
        login("10.0.0.1:1", "cookie").next(Abort.class);
    }

    @Test
    void onlyTheOneWhoIsGuessedAtEndsTheDelay() {
        answer = AuthResult.Deny.CREDENTIALS;
        for (int i = 0; i < 3; i++) {
            login("10.0.0." + i + ":1", "ticket").next(Abort.class);
        }
        answer = new AuthResult.Accept("eve", "anonymous", "static", Options.EMPTY);
        FakePeer eve = login("10.0.1.1:1", "ticket"); // says that it is joe, and proves that it is eve
        router.time.pass(100);
        eve.next(Welcome.class);

        FakePeer joe = login("10.0.1.2:1", "ticket");

        assertNull(joe.poll(), "still delayed");
        router.time.pass(100);
        joe.next(Welcome.class);
    }
}
