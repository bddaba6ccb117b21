package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junctor.api.message.Call;
import org.junctor.api.message.Cancel;
import org.junctor.api.message.Error;
import org.junctor.api.message.Interrupt;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Register;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Result;
import org.junctor.api.message.Unregister;
import org.junctor.api.message.Unregistered;
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junctor.api.security.Match;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many callers of few callees, who pass calls on, fail, come and go, while calls are canceled and time out: each is answered once. */
@Timeout(60)
final class SharedConcurrencyTest {
    private static final int CALLERS = 3;
    private static final int CALLEES = 3;
    private static final int EACH = 2000;
    private static final int IN_FLIGHT = 12;
    private static final String PROCEDURE = "com.example.procedure";

    private final Clockwork clockwork = new Clockwork();
    private final RouterCore core = new RouterCore(TestRouter.LIMITS, clockwork, clockwork);
    private final List<FakePeer> peers = new ArrayList<>();
    private final AtomicBoolean finished = new AtomicBoolean();

    @ParameterizedTest
    @ValueSource(strings = {"roundrobin", "least", "sticky", "first"})
    void everyCallIsAnsweredOnce(String policy) throws Exception {
        core.bindSerializer(TestRouter.JSON, Map.of());
        core.bindAuthenticator(TestRouter.ANONYMOUS, Map.of("method", "anonymous"));
        core.bindAuthorizer(TestRouter.ALLOW_ALL, Map.of());
        Realm realm = Objects.requireNonNull(core.open(TestRouter.REALM, Set.of("anonymous"), false));
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<?>> callees = new ArrayList<>();
        List<Future<?>> callers = new ArrayList<>();
        for (long concurrency = 1; concurrency <= CALLEES; concurrency++) {
            FakePeer callee = join();
            boolean restless = concurrency == 2;
            callee.send(register(1, policy, concurrency));
            callee.next(Registered.class);
            callees.add(threads.submit(() -> answer(callee, policy, restless)));
        }
        for (int i = 0; i < CALLERS; i++) {
            FakePeer caller = join();
            long seed = i;
            callers.add(threads.submit(() -> call(caller, new Random(seed))));
        }

        for (Future<?> caller : callers) {
            caller.get(50, TimeUnit.SECONDS);
        }
        finished.set(true);
        for (Future<?> callee : callees) {
            callee.get(10, TimeUnit.SECONDS);
        }

        nothingIsLeft(realm);
        core.stop();
        clockwork.stop();
        threads.shutdownNow();
    }

    private void nothingIsLeft(Realm realm) {
        for (FakePeer peer : peers) {
            assertNull(peer.closed(), peer.closeText());
        }
        assertEquals(0, core.callsInFlight());
        for (Callee callee : Objects.requireNonNull(realm.dealer.registration(Match.EXACT, PROCEDURE))
                .callees()) {
            assertEquals(0, callee.running.get());
        }
    }

    private FakePeer join() {
        Map<String, Object> features = Map.of("features", Map.of("call_canceling", true, "call_reroute", true));
        FakePeer peer = new FakePeer(TestRouter.JSON).connect(core);
        peer.send(TestRouter.hello(Map.of("caller", Map.of(), "callee", features)));
        peer.next(Welcome.class);
        peers.add(peer);
        return peer;
    }

    private static Register register(long request, String policy, long concurrency) {
        return new Register(request, Options.of(Map.of("invoke", policy, "concurrency", concurrency)), PROCEDURE);
    }

    private void call(FakePeer caller, Random random) {
        String[] modes = {"skip", "kill", "killnowait"};
        long sent = 0;
        int answered = 0;
        Set<Long> open = new HashSet<>();
        while (answered < EACH) {
            while (sent < EACH && open.size() < IN_FLIGHT) {
                sent++;
                open.add(sent);
                Options options = Options.of("rkey", "key" + random.nextInt(8));
                options = random.nextInt(4) == 0 ? options.with("timeout", 1L + random.nextInt(3)) : options;
                caller.send(new Call(sent, options, PROCEDURE, TestRouter.payload(sent)));
                if (random.nextInt(4) == 0) {
                    caller.send(new Cancel(sent, Options.of("mode", modes[random.nextInt(3)])));
                }
            }
            Message message = await(caller);
            long request = message instanceof Result result
                    ? result.request()
                    : assertInstanceOf(Error.class, message).request();
            assertTrue(open.remove(request), () -> "answered twice, or never asked: " + message);
            answered++;
        }
    }

    /** Answers until all is done; {@code restless} to unregister and register again now and then. */
    private void answer(FakePeer callee, String policy, boolean restless) {
        Random random = new Random(callee.hashCode());
        List<Long> asked = new ArrayList<>();
        long requests = 1;
        long registration = 1;
        while (!finished.get() || !asked.isEmpty()) {
            Message message = callee.poll();
            if (message instanceof Invocation invocation) {
                asked.add(invocation.request());
            } else if (message instanceof Registered registered) {
                registration = registered.registration();
            } else if (message != null && !(message instanceof Unregistered)) {
                assertInstanceOf(Interrupt.class, message); // it answers anyway
            }
            if (restless && random.nextInt(200) == 0) {
                callee.send(new Unregister(++requests, registration, Options.EMPTY));
                callee.send(register(++requests, policy, 2));
            }
            if (!asked.isEmpty() && (message == null || random.nextInt(3) == 0)) {
                answer(callee, asked.remove(random.nextInt(asked.size())), random);
            } else if (message == null) {
                LockSupport.parkNanos(20_000);
            }
        }
    }

    private static void answer(FakePeer callee, long invocation, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> callee.send(error(invocation, Reason.UNAVAILABLE));
            case 1 -> callee.send(error(invocation, "com.example.failed"));
            default -> callee.send(new Yield(invocation, Options.EMPTY, Payload.EMPTY));
        }
    }

    private static Error error(long invocation, String uri) {
        return new Error(Invocation.TYPE, invocation, Options.EMPTY, uri, Payload.EMPTY);
    }

    private static Message await(FakePeer peer) {
        Message message = peer.poll();
        while (message == null) {
            LockSupport.parkNanos(20_000);
            message = peer.poll();
        }
        return message;
    }
}
