package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Call;
import org.junctor.api.message.Event;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Register;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Welcome;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Authenticator;
import org.junctor.api.security.Authorizer;
import org.junctor.api.security.Decision;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;
import org.junctor.serializer.json.JsonSerializer;
import org.junctor.testing.FakePeer;

/** A core with one realm, anonymous access and an authorizer that allows all, on driven time; and words to talk to it. */
final class TestRouter {
    static final String REALM = "realm1";
    static final Serializer JSON = new JsonSerializer();
    static final PubSubLimits PUB_SUB = new PubSubLimits(8, 4, 1000, 5, 5000, 0, 10, List.of("Deaf/"));
    static final CallLimits CALL_LIMITS =
            new CallLimits(1000, 1 << 20, 0, 0, 10000, 10000, 255, 32, false, false, 1000, 256 << 10);
    static final Quotas QUOTAS = new Quotas(0, 0, 0, 0, 70, 85);
    static final AuthLimits AUTH = new AuthLimits(20, 60, 3, 1000, 50);
    static final Limits LIMITS = limits(8 << 20, SlowPolicy.DISCONNECT);
    static final Authenticator ANONYMOUS = request ->
            CompletableFuture.completedFuture(new AuthResult.Accept("somebody", "anonymous", "static", Options.EMPTY));
    static final CompletionStage<Decision> ALLOW = Decision.ALLOW.now();
    static final Authorizer ALLOW_ALL = (session, action, uri, match, options) -> ALLOW;

    final DrivenTimer time = new DrivenTimer();
    final RouterCore core;
    final Realm realm;

    TestRouter() {
        this(LIMITS);
    }

    TestRouter(Limits limits) {
        this(limits, null);
    }

    /** With memory of the test. */
    TestRouter(Limits limits, @Nullable Memory memory) {
        core = new RouterCore(limits, time, time, memory);
        core.bindSerializer(JSON, Map.of("service.bundleid", 7L));
        core.bindAuthenticator(ANONYMOUS, Map.of("method", "anonymous"));
        core.bindAuthorizer(ALLOW_ALL, Map.of());
        realm = Objects.requireNonNull(core.open(REALM, Set.of("anonymous"), false));
        time.pass(LIMITS.settleMs());
    }

    static Limits limits(CallLimits calls) {
        return limits(8 << 20, SlowPolicy.DISCONNECT, calls);
    }

    static Limits limits(long outboxMaxBytes, SlowPolicy policy) {
        return limits(outboxMaxBytes, policy, CALL_LIMITS);
    }

    static Limits limits(Quotas quotas) {
        PubSubLimits many = new PubSubLimits(10000, 4, 1000, 5, 5000, 0, 10, List.of());
        return limits(outbox(8 << 20, 0, SlowPolicy.DISCONNECT), many, CALL_LIMITS, quotas);
    }

    private static Limits limits(long outboxMaxBytes, SlowPolicy policy, CallLimits calls) {
        return limits(outboxMaxBytes, 0, policy, calls);
    }

    static Limits limits(long outboxMaxBytes, long outboxTotalBytes, SlowPolicy policy, CallLimits calls) {
        return limits(outbox(outboxMaxBytes, outboxTotalBytes, policy), PUB_SUB, calls, QUOTAS);
    }

    static Limits limits(OutboxLimits outbox, CallLimits calls) {
        return limits(outbox, PUB_SUB, calls, QUOTAS);
    }

    private static OutboxLimits outbox(long maxBytes, long totalBytes, SlowPolicy policy) {
        return new OutboxLimits(maxBytes, 1_000_000, maxBytes * 4, totalBytes, 10000, 10240, policy, 5000);
    }

    private static Limits limits(OutboxLimits outbox, PubSubLimits pubSub, CallLimits calls, Quotas quotas) {
        return new Limits(
                5000, 10000, 10000, 10000, 2000, 5000, 256 << 10, 1 << 20, 4096, outbox, pubSub, calls, quotas, AUTH);
    }

    /** A connection without a session. */
    FakePeer connect() {
        return new FakePeer(JSON).connect(core);
    }

    /** A client with all roles that can be interrupted, and an open session. */
    FakePeer join() {
        return join(new FakePeer(JSON));
    }

    FakePeer join(FakePeer peer) {
        peer.connect(core).send(hello());
        peer.next(Welcome.class);
        return peer;
    }

    static Hello hello() {
        Map<String, Object> callee =
                Map.of("features", Map.of("call_canceling", true, "progressive_call_results", true));
        return hello(Map.of("publisher", Map.of(), "subscriber", Map.of(), "caller", Map.of(), "callee", callee));
    }

    static Hello hello(Map<String, Object> roles) {
        return new Hello(REALM, Options.of("roles", roles));
    }

    static Payload payload(Object... arguments) {
        return Values.payload(JSON, List.of(arguments), Map.of());
    }

    /** All arguments. */
    static List<?> arguments(Payload payload) {
        try {
            return (List<?>) Objects.requireNonNull(Values.decode(payload, JSON).get(0));
        } catch (ProtocolViolation e) {
            throw new AssertionError(e);
        }
    }

    /** The first argument. */
    static Object argument(Payload payload) {
        return Objects.requireNonNull(arguments(payload).get(0));
    }

    static Object argument(Message message) {
        return argument(
                message instanceof Event event
                        ? event.payload()
                        : message instanceof Invocation invocation
                                ? invocation.payload()
                                : ((Result) message).payload());
    }

    static long subscribe(FakePeer peer, long request, String topic) {
        peer.send(new Subscribe(request, Options.EMPTY, topic));
        return peer.next(Subscribed.class).subscription();
    }

    /** The same, where other messages may come before the answer. */
    static void subscribeAfter(FakePeer peer, long request, String topic) {
        peer.send(new Subscribe(request, Options.EMPTY, topic));
        assertTrue(peer.all().stream().anyMatch(Subscribed.class::isInstance));
    }

    static long register(FakePeer peer, long request, String procedure) {
        peer.send(new Register(request, Options.EMPTY, procedure));
        return peer.next(Registered.class).registration();
    }

    static Call call(long request, String procedure, Object... arguments) {
        return new Call(request, Options.EMPTY, procedure, payload(arguments));
    }

    static Publish publish(long request, String topic, Object... arguments) {
        return new Publish(request, Options.EMPTY, topic, payload(arguments));
    }

    long counter(String name) {
        return Objects.requireNonNull(core.counters().get(name), name);
    }
}
