package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junctor.api.message.Event;
import org.junctor.api.message.Format;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Result;
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junctor.api.serializer.Serializer;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads at once, while serializers and authorizers come and go and peers are slow: nothing is lost, doubled or reordered. */
@Timeout(60)
final class ConcurrencyTest {
    private static final int CALLERS = 3;
    private static final int CALLEES = 2;
    private static final int PUBLISHERS = 2;
    private static final int SUBSCRIBERS = 3;
    private static final int EACH = 5000;
    private static final int IN_FLIGHT = 16;
    private static final String TOPIC = "com.example.topic";

    private final Clockwork clockwork = new Clockwork();
    private final RouterCore core =
            new RouterCore(TestRouter.limits(20_000_000, SlowPolicy.DISCONNECT), clockwork, clockwork);
    private final Serializer second = new RenamedSerializer("json2", TestRouter.JSON);
    private final List<FakePeer> peers = new ArrayList<>();
    private final AtomicBoolean finished = new AtomicBoolean();

    @Test
    void nothingIsLostDoubledOrReordered() throws Exception {
        core.bindSerializer(TestRouter.JSON, Map.of());
        core.bindSerializer(second, Map.of());
        core.bindAuthenticator(TestRouter.ANONYMOUS, Map.of("method", "anonymous"));
        core.bindAuthorizer(TestRouter.ALLOW_ALL, Map.of());
        core.open(TestRouter.REALM, Set.of("anonymous"), false);
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < CALLEES; i++) {
            FakePeer callee = join();
            TestRouter.register(callee, 1, "com.example.procedure" + i);
            work.add(() -> answer(callee));
        }
        for (int i = 0; i < SUBSCRIBERS; i++) {
            FakePeer subscriber = join();
            TestRouter.subscribe(subscriber, 1, TOPIC);
            work.add(() -> listen(subscriber));
        }
        for (int i = 0; i < CALLERS; i++) {
            FakePeer caller = join();
            int number = i;
            work.add(() -> call(caller, number));
        }
        for (int i = 0; i < PUBLISHERS; i++) {
            FakePeer publisher = join();
            int number = i;
            work.add(() -> publish(publisher, number));
        }

        run(work);

        for (FakePeer peer : peers) {
            assertNull(peer.closed(), peer.closeText());
        }
        assertEquals(0, core.callsInFlight());
        core.stop();
        clockwork.stop();
    }

    private void run(List<Callable<Integer>> work) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        Future<Integer> chaos = threads.submit(this::disturb);
        List<Future<Integer>> results = new ArrayList<>();
        for (Callable<Integer> task : work) {
            results.add(threads.submit(task));
        }
        for (int i = CALLEES; i < results.size(); i++) {
            results.get(i).get(60, TimeUnit.SECONDS);
        }
        finished.set(true);
        int answered = 0;
        for (int i = 0; i < CALLEES; i++) {
            answered += results.get(i).get(10, TimeUnit.SECONDS);
        }
        assertEquals(CALLERS * EACH, answered);
        assertTrue(chaos.get(10, TimeUnit.SECONDS) > 0, "nothing was disturbed");
        threads.shutdownNow();
    }

    private FakePeer join() {
        FakePeer peer = new FakePeer(peers.size() % 3 == 2 ? second : TestRouter.JSON);
        peers.add(peer);
        peer.connect(core).send(TestRouter.hello());
        peer.next(Welcome.class);
        return peer;
    }

    private int call(FakePeer caller, int number) {
        int sent = 0;
        int answered = 0;
        Set<Long> open = new HashSet<>();
        while (answered < EACH) {
            while (sent < EACH && sent - answered < IN_FLIGHT) {
                sent++;
                open.add((long) sent);
                send(caller, TestRouter.call(sent, "com.example.procedure" + sent % CALLEES, number, sent));
            }
            Message message = await(caller);
            Result result = assertInstanceOf(Result.class, message, message::toString);
            assertTrue(open.remove(result.request()), "answered twice, or never asked");
            assertEquals(result.request(), number(result.payload(), 1));
            answered++;
        }
        return answered;
    }

    private int answer(FakePeer callee) {
        int answered = 0;
        Map<Long, Long> last = new HashMap<>();
        while (!finished.get()) {
            Message message = callee.poll();
            if (message == null) {
                LockSupport.parkNanos(20_000);
                continue;
            }
            Invocation invocation = assertInstanceOf(Invocation.class, message);
            assertEquals(++answered, invocation.request());
            long caller = number(invocation.payload(), 0);
            long call = number(invocation.payload(), 1);
            assertTrue(last.getOrDefault(caller, 0L) < call, "calls of one caller out of order");
            last.put(caller, call);
            send(callee, new Yield(invocation.request(), Options.EMPTY, invocation.payload()));
        }
        return answered;
    }

    private int publish(FakePeer publisher, int number) {
        for (int i = 1; i <= EACH; i++) {
            send(publisher, TestRouter.publish(i, TOPIC, number, i));
            if (i % 50 == 0) {
                LockSupport.parkNanos(500_000);
            }
        }
        return EACH;
    }

    private int listen(FakePeer subscriber) {
        long[] last = new long[PUBLISHERS];
        for (int i = 0; i < PUBLISHERS * EACH; i++) {
            Event event = assertInstanceOf(Event.class, await(subscriber));
            int publisher = (int) number(event.payload(), 0);
            assertEquals(++last[publisher], number(event.payload(), 1), "an event is lost or out of order");
        }
        return PUBLISHERS * EACH;
    }

    /** Sends with the payload in the peer's own format. */
    private static void send(FakePeer peer, Message message) {
        Payload payload = Payloads.of(message);
        peer.send(
                Payloads.with(message, peer.serializer().equals("json2") ? as("json2", payload) : as("json", payload)));
    }

    private static long number(Payload payload, int index) {
        return (Long)
                Objects.requireNonNull(TestRouter.arguments(as("json", payload)).get(index));
    }

    private static Payload as(String format, Payload payload) {
        return Payload.of(Format.of(format), payload.items(), payload.octets(), payload.offset(), payload.length());
    }

    private static Message await(FakePeer peer) {
        Message message = peer.poll();
        while (message == null) {
            LockSupport.parkNanos(20_000);
            message = peer.poll();
        }
        return message;
    }

    /** What goes wrong meanwhile; how often. */
    private int disturb() {
        Random random = new Random(3);
        int disturbed = 0;
        while (!finished.get()) {
            FakePeer slow = peers.get(random.nextInt(peers.size()));
            slow.takeOnly(random.nextInt(20));
            Serializer gone = random.nextBoolean() ? TestRouter.JSON : second;
            core.unbindSerializer(gone);
            LockSupport.parkNanos(random.nextInt(1_000_000));
            core.unbindAuthorizer(TestRouter.ALLOW_ALL);
            core.bindSerializer(gone, Map.of());
            LockSupport.parkNanos(random.nextInt(1_000_000));
            core.bindAuthorizer(TestRouter.ALLOW_ALL, Map.of());
            slow.takeAll();
            LockSupport.parkNanos(random.nextInt(2_000_000));
            disturbed++;
        }
        return disturbed;
    }
}
