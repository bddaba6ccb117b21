package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junctor.api.message.Abort;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Welcome;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Authenticator;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Listener;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Authentication. */
final class HandshakeTest {
    private static final Authenticator TICKET = request -> done(new AuthResult.Challenge(
            Options.EMPTY,
            answer -> done(
                    answer.signature().equals(request.config().get("secret"))
                            ? accept("anonymous")
                            : new AuthResult.Deny(Reason.AUTHENTICATION_DENIED, "wrong ticket"))));

    private final TestRouter router = new TestRouter();

    @Test
    void challengeIsAnsweredAndTheSessionIsOpened() throws ProtocolViolation {
        router.core.bindAuthenticator(TICKET, Map.of("method", "ticket"));
        FakePeer peer = peer("ticket");

        peer.send(hello("ticket"));
        assertEquals("ticket", peer.next(Challenge.class).method());
        peer.send(new Authenticate("open sesame", Options.EMPTY));

        Welcome welcome = peer.next(Welcome.class);
        assertEquals("ticket", welcome.details().text("authmethod"));
        assertEquals("joe", welcome.details().text("authid"));
        assertEquals("file", welcome.details().text("authprovider"));
    }

    @Test
    void wrongAnswerIsRefused() {
        router.core.bindAuthenticator(TICKET, Map.of("method", "ticket"));
        FakePeer peer = peer("ticket").send(hello("ticket"));
        peer.next(Challenge.class);

        peer.send(new Authenticate("let me in", Options.EMPTY));

        assertRefused(peer, Reason.AUTHENTICATION_DENIED);
        assertEquals(List.of(), router.core.sessions(TestRouter.REALM));
    }

    @Test
    void twoChallengesMayFollowOneAnother() {
        AuthResult.Challenge second = new AuthResult.Challenge(Options.EMPTY, answer -> done(accept("anonymous")));
        router.core.bindAuthenticator(
                request -> done(new AuthResult.Challenge(Options.EMPTY, answer -> done(second))),
                Map.of("method", "ticket"));
        FakePeer peer = peer("ticket").send(hello("ticket"));

        peer.next(Challenge.class);
        peer.send(new Authenticate("one", Options.EMPTY)).next(Challenge.class);
        peer.send(new Authenticate("two", Options.EMPTY));

        peer.next(Welcome.class);
    }

    @Test
    void methodsAreTriedInTheClientsOrder() throws ProtocolViolation {
        router.core.bindAuthenticator(TICKET, Map.of("method", "ticket"));
        FakePeer peer = peer("ticket", "anonymous").send(hello("cryptosign", "anonymous", "ticket"));

        assertEquals("anonymous", peer.next(Welcome.class).details().text("authmethod"));
    }

    @Test
    void methodThatTheListenerDoesNotOfferOrNobodyCanDoIsRefused() {
        router.core.bindAuthenticator(TICKET, Map.of("method", "ticket"));

        assertRefused(peer("anonymous").send(hello("ticket")), Reason.NO_MATCHING_AUTH_METHOD);
        assertRefused(peer("scram").send(hello("scram")), Reason.NO_MATCHING_AUTH_METHOD);
        assertRefused(peer("ticket").send(TestRouter.hello()), Reason.NO_MATCHING_AUTH_METHOD);
    }

    @Test
    void roleThatTheRealmDoesNotHaveIsRefused() {
        router.core.bindAuthenticator(request -> done(accept("king")), Map.of("method", "ticket"));

        assertRefused(peer("ticket").send(hello("ticket")), Reason.NO_SUCH_ROLE);
    }

    @Test
    void failingAuthenticatorRefuses() {
        Authenticator broken = request -> {
            throw new IllegalStateException("no database");
        };
        router.core.bindAuthenticator(broken, Map.of("method", "ticket"));
        assertRefused(peer("ticket").send(hello("ticket")), Reason.AUTHENTICATION_FAILED);

        router.core.bindAuthenticator(
                request -> CompletableFuture.failedFuture(new IllegalStateException("no database")),
                Map.of("method", "ticket", "service.ranking", 1));

        assertRefused(peer("ticket").send(hello("ticket")), Reason.AUTHENTICATION_FAILED);
    }

    @Test
    void authenticationThatTakesTooLongIsRefused() {
        CompletableFuture<AuthResult> never = new CompletableFuture<>();
        router.core.bindAuthenticator(request -> never, Map.of("method", "ticket"));
        FakePeer peer = peer("ticket").send(hello("ticket"));

        router.time.pass(9_999);
        assertNull(peer.closed());
        router.time.pass(1);
        never.complete(accept("anonymous"));

        assertRefused(peer, Reason.AUTHENTICATION_FAILED);
    }

    @Test
    void authenticatorThatGoesInTheMiddleRefuses() {
        router.core.bindAuthenticator(TICKET, Map.of("method", "ticket"));
        FakePeer peer = peer("ticket").send(hello("ticket"));
        peer.next(Challenge.class);

        router.core.unbindAuthenticator(TICKET);

        assertRefused(peer, Reason.AUTHENTICATION_FAILED);
    }

    @Test
    void answerOfAnotherThreadOpensTheSession() {
        CompletableFuture<AuthResult> later = new CompletableFuture<>();
        router.core.bindAuthenticator(request -> later, Map.of("method", "ticket"));
        FakePeer peer = peer("ticket").send(hello("ticket"));
        peer.nothing();

        later.complete(accept("anonymous"));

        peer.next(Welcome.class);
    }

    @Test
    void authenticateWithoutChallengeAndAnythingElseInAHandshakeIsAViolation() {
        router.core.bindAuthenticator(request -> new CompletableFuture<>(), Map.of("method", "ticket"));
        FakePeer early = peer("ticket").send(hello("ticket"));
        FakePeer twice = peer("ticket").send(hello("ticket"));

        early.send(new Authenticate("open sesame", Options.EMPTY));
        twice.send(hello("ticket"));

        assertEquals(Reason.PROTOCOL_VIOLATION, early.next(Abort.class).reason());
        assertEquals(Reason.PROTOCOL_VIOLATION, twice.next(Abort.class).reason());
    }

    @Test
    void abortOfTheClientEndsTheHandshakeSilently() {
        CompletableFuture<AuthResult> later = new CompletableFuture<>();
        router.core.bindAuthenticator(request -> later, Map.of("method", "ticket"));
        FakePeer peer = peer("ticket").send(hello("ticket"));

        peer.send(new Abort(Options.EMPTY, "wamp.error.cannot_authenticate", Payload.EMPTY));
        later.complete(accept("anonymous"));

        peer.nothing();
        assertTrue(router.core.sessions(TestRouter.REALM).isEmpty());
    }

    @Test
    void higherRankingServesNewHandshakes() throws ProtocolViolation {
        router.core.bindAuthenticator(
                request -> done(new AuthResult.Accept("better", "anonymous", "new", Options.EMPTY)),
                Map.of("method", "anonymous", "service.ranking", 5));

        FakePeer peer = router.connect().send(TestRouter.hello());

        assertEquals("better", peer.next(Welcome.class).details().text("authid"));
    }

    @Test
    void authenticatorKnowsTheSessionIdAndItsSettings() {
        AuthRequest[] seen = new AuthRequest[1];
        router.core.bindAuthenticator(
                request -> {
                    seen[0] = request;
                    return done(accept("anonymous"));
                },
                Map.of("method", "ticket"));

        FakePeer peer = peer("ticket").send(hello("ticket"));

        assertEquals(peer.next(Welcome.class).session(), seen[0].session());
        assertEquals("open sesame", seen[0].config().get("secret"));
        assertEquals(TestRouter.REALM, seen[0].realm());
    }

    @Test
    void methodThatPassesLeavesTheClientToItsNext() throws ProtocolViolation {
        router.core.bindAuthenticator(request -> done(new AuthResult.Pass()), Map.of("method", "cookie"));
        router.core.bindAuthenticator(request -> done(accept("anonymous")), Map.of("method", "ticket"));

        FakePeer peer = peer("cookie", "ticket").send(hello("cookie", "ticket"));
        FakePeer alone = peer("cookie", "ticket").send(hello("cookie"));

        assertEquals("ticket", peer.next(Welcome.class).details().text("authmethod"));
        assertEquals(Reason.NO_MATCHING_AUTH_METHOD, alone.next(Abort.class).reason());
    }

    @Test
    void methodLooksClientsUpInTheSourceThatItsSettingsName() throws ProtocolViolation {
        Principal joe = new Principal("joe", "anonymous", null, false, Map.of(), Options.EMPTY);
        router.core.bindPrincipalSource(query -> CompletableFuture.completedFuture(joe), Map.of("type", "static"));
        router.core.bindAuthenticator(
                request -> request.principals()
                        .find(new PrincipalQuery("ticket", "joe", Map.of(), any -> false, request))
                        .thenApply(found ->
                                new AuthResult.Accept(found.authid(), found.authrole(), "static", found.extra())),
                Map.of("method", "ticket", "principals", true));

        FakePeer peer = peer("ticket").send(hello("ticket"));

        assertEquals("joe", peer.next(Welcome.class).details().text("authid"));
    }

    @Test
    void methodWithoutItsSourceIsNotOffered() {
        router.core.bindAuthenticator(
                request -> done(accept("anonymous")), Map.of("method", "ticket", "principals", true));

        FakePeer peer = peer("ticket").send(hello("ticket"));

        assertEquals(Reason.NO_MATCHING_AUTH_METHOD, peer.next(Abort.class).reason());
    }

    @Test
    void realmThatTheMethodAssignsIsJoined() throws ProtocolViolation {
        router.core.open("realm2", Set.of("anonymous"), false);
        router.core.bindAuthenticator(
                request -> done(new AuthResult.Accept("joe", "anonymous", "dynamic", Options.EMPTY, "realm2")),
                Map.of("method", "ticket"));

        FakePeer peer = peer("ticket").send(hello("ticket"));

        assertEquals("realm2", peer.next(Welcome.class).details().text("realm"));
    }

    @Test
    void sessionEndsWhenWhatItLoggedInWithExpires() {
        Duration minute = Duration.ofMinutes(1);
        router.core.bindAuthenticator(
                request -> done(new AuthResult.Accept("joe", "anonymous", "jwt", Options.EMPTY, null, null, minute)),
                Map.of("method", "ticket"));
        FakePeer peer = peer("ticket").send(hello("ticket"));
        peer.next(Welcome.class);

        router.time.pass(minute.toMillis() - 1);
        peer.nothing();
        router.time.pass(1);

        assertEquals(Reason.KILLED, peer.next(Goodbye.class).reason());
    }

    @Test
    void whatHelloSaidForAuthenticationIsNotKept() throws ProtocolViolation {
        Options details = TestRouter.hello().details().with("authextra", Map.of("token", "secret"));
        router.connect().send(new Hello(TestRouter.REALM, details)).next(Welcome.class);

        Options kept = router.core.sessions(TestRouter.REALM).get(0).hello();

        assertEquals(Set.of("roles"), kept.keys());
    }

    private FakePeer peer(String... methods) {
        Map<String, Map<String, ?>> auth = new HashMap<>();
        for (String method : methods) {
            auth.put(method, Map.of("secret", "open sesame"));
        }
        Listener listener = new Listener("test", Map.copyOf(auth), Listener.RequestIds.STRICT);
        return new FakePeer(TestRouter.JSON, listener).connect(router.core);
    }

    private static Hello hello(String... methods) {
        return new Hello(TestRouter.REALM, TestRouter.hello().details().with("authmethods", List.of(methods)));
    }

    private static AuthResult accept(String role) {
        return new AuthResult.Accept("joe", role, "file", Options.EMPTY);
    }

    private static CompletableFuture<AuthResult> done(AuthResult result) {
        return CompletableFuture.completedFuture(result);
    }

    @Test
    void authenticatorIsAskedWithoutALockWhenWhatWasMissingComes() {
        DrivenTimer time = new DrivenTimer();
        RouterCore core = new RouterCore(TestRouter.LIMITS, time, time);
        core.bindSerializer(TestRouter.JSON, Map.of("service.bundleid", 7L));
        Authenticator slow = request -> {
            CompletableFuture<Void> other = CompletableFuture.runAsync(
                    () -> core.bindAuthorizer(TestRouter.ALLOW_ALL, Map.of("realm", "other")));
            other.orTimeout(10, TimeUnit.SECONDS).join();
            return TestRouter.ANONYMOUS.begin(request);
        };
        core.bindAuthenticator(slow, Map.of("method", "anonymous"));
        FakePeer early = new FakePeer(TestRouter.JSON).connect(core).send(TestRouter.hello());

        core.open(TestRouter.REALM, Set.of("anonymous"), false);

        early.next(Welcome.class);
    }

    private static void assertRefused(FakePeer peer, String reason) {
        assertEquals(reason, peer.next(Abort.class).reason());
        peer.nothing();
        assertEquals(CloseReason.NORMAL, peer.closed());
    }
}
