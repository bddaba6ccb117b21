package org.junctor.client;

import static org.junctor.client.SessionTest.assertSays;
import static org.junctor.client.SessionTest.failure;
import static org.junctor.client.SessionTest.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.Credential;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Abort;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Welcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a session proves who it is. */
@Timeout(20)
final class LoginTest {
    private static final String CHALLENGE = "{ \"nonce\": \"LHRTC9zeOIrt_9U3\", \"authprovider\": \"userdb\", "
            + "\"authid\": \"peter\", \"timestamp\": \"2014-06-22T16:36:25.448Z\", \"authrole\": \"user\", "
            + "\"authmethod\": \"wampcra\", \"session\": 3251278072152162}";

    private final FakeRouter router = new FakeRouter();

    private CompletionStage<ClientSession> open(Credential... credentials) {
        return router.clients().open(FakeRouter.CONFIG.as("peter", credentials));
    }

    private String signature(String secret, Options extra) throws Exception {
        open(Credential.wampcra(secret));
        router.take(Hello.class);
        router.say(new Challenge("wampcra", extra));
        return router.take(Authenticate.class).signature();
    }

    @Test
    void helloNamesWhoAndTheMethodsInOrder() throws Exception {
        open(Credential.wampcra("x"), Credential.ticket("y"));

        Hello hello = router.take(Hello.class);

        assertEquals("peter", hello.details().text("authid"));
        assertEquals(List.of("wampcra", "ticket"), hello.details().texts("authmethods"));
        assertFalse(hello.details().has("authextra"));
    }

    @Test
    void ticketIsSentWhenAskedFor() throws Exception {
        CompletionStage<ClientSession> opened = open(Credential.ticket("secret!!!"));
        router.take(Hello.class);

        router.say(new Challenge("ticket", Options.EMPTY));

        assertEquals("secret!!!", router.take(Authenticate.class).signature());
        router.say(new Welcome(7, FakeRouter.FEATURES));
        assertEquals(7, get(opened).id());
    }

    @Test
    void challengeIsSignedWithThePlainSecret() throws Exception {
        assertEquals(
                "nebG34h0FTFarzopdi/mmsn+hb5MLa8E34Dos01EFgk=",
                signature("secret123", Options.of("challenge", CHALLENGE)));
    }

    @Test
    void challengeIsSignedWithTheSaltedSecret() throws Exception {
        Options extra = Options.of("challenge", CHALLENGE)
                .with("salt", "salt123")
                .with("iterations", 1000L)
                .with("keylen", 32L);

        assertEquals("R3tYrgJ8lA166Nm1x5Bb9FCzDla0FaocOcLRQVBjWSU=", signature("L3L1YUE8Txlw", extra));
    }

    @Test
    void absurdChallengesAreRefused() throws Exception {
        CompletionStage<ClientSession> opened = open(Credential.wampcra("x"));
        router.take(Hello.class);

        router.say(new Challenge(
                "wampcra", Options.of("challenge", "{}").with("salt", "s").with("iterations", 1L << 50)));

        assertEquals("wamp.error.cannot_authenticate", router.take(Abort.class).reason());
        assertSays("iterations", failure(WampException.class, opened));
    }

    @Test
    void methodsThatTheClientDoesNotHaveAreRefused() throws Exception {
        CompletionStage<ClientSession> opened = open(Credential.ticket("x"));
        router.take(Hello.class);

        router.say(new Challenge("wampcra", Options.EMPTY));

        assertEquals(Reason.NO_MATCHING_AUTH_METHOD, router.take(Abort.class).reason());
        assertSays("wampcra", failure(WampException.class, opened));
    }

    @Test
    void routerThatProvesNothingIsLeft() throws Exception {
        CompletionStage<ClientSession> opened = open(new Mutual());
        Hello hello = router.take(Hello.class);
        assertEquals("fresh", hello.details().dict("authextra").text("nonce"));
        router.say(new Challenge("mutual", Options.EMPTY));
        router.take(Authenticate.class);

        router.say(new Welcome(7, FakeRouter.FEATURES));

        assertEquals("com.example.wrong_router", router.take(Abort.class).reason());
        assertEquals(
                "com.example.wrong_router", failure(WampException.class, opened).error());
    }

    /** A method in which the router must prove something too, and never does. */
    private static final class Mutual implements Credential {
        @Override
        public String method() {
            return "mutual";
        }

        @Override
        public Proof begin(@Nullable String authid) {
            return new Proof() {
                @Override
                public Options extra() {
                    return Options.of("nonce", "fresh");
                }

                @Override
                public CompletionStage<Authenticate> answer(Challenge challenge) {
                    return CompletableFuture.completedFuture(new Authenticate("s", Options.EMPTY));
                }

                @Override
                public void accepted(Options welcome) throws WampException {
                    throw new WampException("com.example.wrong_router", "it has the wrong key");
                }
            };
        }
    }
}
