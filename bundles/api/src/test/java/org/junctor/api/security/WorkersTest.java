package org.junctor.api.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work off the threads of the network. */
@Timeout(20)
final class WorkersTest {
    private final Workers subject = new Workers("test", 64);

    @AfterEach
    void close() {
        subject.close();
    }

    private CompletionStage<AuthResult> judge(Supplier<AuthResult> work) {
        return subject.run(work, AuthResult.Deny.BUSY);
    }

    private static AuthResult get(CompletionStage<AuthResult> answer) throws Exception {
        return answer.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void theCallerDoesNotDoTheWork() throws Exception {
        Supplier<AuthResult> who =
                () -> new AuthResult.Deny("thread", Thread.currentThread().getName());

        AuthResult answer = get(judge(who));

        assertNotEquals(who.get(), answer);
        assertEquals(new AuthResult.Deny("thread", "test-1"), answer);
    }

    @Test
    void tooManyAtOnceAreRefused() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        List<CompletionStage<AuthResult>> answers = new ArrayList<>();
        for (int i = 0; i < 66; i++) {
            answers.add(judge(() -> waitFor(enough)));
        }

        assertEquals(AuthResult.Deny.BUSY, get(judge(() -> waitFor(enough))));
        enough.countDown();
        for (CompletionStage<AuthResult> answer : answers) {
            assertEquals(AuthResult.Deny.CREDENTIALS, get(answer));
        }
    }

    @Test
    void whatGoesWrongFailsTheStage() {
        CompletionStage<AuthResult> answer = judge(() -> {
            throw new IllegalStateException("no");
        });

        assertInstanceOf(
                IllegalStateException.class,
                assertThrows(CompletionException.class, answer.toCompletableFuture()::join)
                        .getCause());
    }

    private static AuthResult waitFor(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody lets it go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return AuthResult.Deny.CREDENTIALS;
    }
}
