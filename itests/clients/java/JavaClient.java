import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junctor.api.client.ClientConfig;
import org.junctor.api.client.ClientFactory;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.ClientSession.CallStream;
import org.junctor.api.client.ClientSession.EventMessage;
import org.junctor.api.client.ClientSession.Handle;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.client.Credential;
import org.junctor.api.client.KeptSession;
import org.junctor.api.client.Reconnect;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Options;

/**
 * The project's own client against a router that runs: {@code JavaClient NAME SERIALIZERS URL…}. The serializers are separated by
 * commas; a URL that ends with {@code #secure} is of a router whose realm "secure" knows the user peter. Prints each case that failed,
 * and an account.
 */
public final class JavaClient {
    private static final Options NONE = Options.EMPTY;
    private static final Map<String, Object> NO_KEYWORDS = Map.of();

    private final ClientFactory factory;
    private final ClientConfig config;
    private final String prefix;

    private JavaClient(ClientFactory factory, ClientConfig config, String prefix) {
        this.factory = factory;
        this.config = config;
        this.prefix = prefix;
    }

    /** A case, which throws if it fails. */
    private interface Case {
        void run() throws Exception;
    }

    public static void main(String[] arguments) {
        ClientFactory factory = java.util.ServiceLoader.load(ClientFactory.class).findFirst().orElseThrow();
        int passed = 0;
        List<String> failures = new ArrayList<>();
        for (int i = 2; i < arguments.length; i++) {
            for (String serializer : arguments[1].split(",")) {
                URI url = URI.create(arguments[i].replace("#secure", ""));
                ClientConfig config = new ClientConfig(url, "realm1", serializer);
                JavaClient client = new JavaClient(factory, config, "test.c" + i + "." + serializer + ".");
                Map<String, Case> cases = client.cases(arguments[i].endsWith("#secure"));
                for (Map.Entry<String, Case> each : cases.entrySet()) {
                    try {
                        each.getValue().run();
                        passed++;
                    } catch (Exception | AssertionError e) {
                        failures.add(each.getKey() + " over " + url + " in " + serializer + ": " + e);
                    }
                }
            }
        }
        failures.forEach(System.out::println);
        System.out.println(arguments[0] + ": " + passed + " passed, " + failures.size() + " failed");
        System.exit(failures.isEmpty() ? 0 : 1);
    }

    private Map<String, Case> cases(boolean secure) {
        Map<String, Case> cases = new java.util.LinkedHashMap<>();
        cases.put("events keep their arguments", this::events);
        cases.put("calls keep their arguments", this::calls);
        cases.put("errors reach the caller", this::errors);
        cases.put("progressive results come in order", this::progressiveResults);
        cases.put("calls can be cancelled", this::cancel);
        cases.put("arguments may follow one another", this::progressiveCalls);
        cases.put("patterns match topics", this::patterns);
        cases.put("payload is passed through", this::passthru);
        cases.put("meta procedures answer", this::meta);
        cases.put("a session that is killed is followed by another", this::reconnect);
        if (secure) {
            cases.put("a ticket logs in", () -> login(Credential.ticket("secret!!!")));
            cases.put("WAMP-CRA logs in", () -> login(Credential.wampcra("secret!!!")));
            cases.put("a wrong secret does not", this::wrongSecret);
        }
        return cases;
    }

    private ClientSession join() throws Exception {
        return get(factory.open(config));
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        try {
            return stage.toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(5, TimeUnit.SECONDS), "nothing came within 5 s");
    }

    private static void same(Object expected, Object actual) {
        if (!text(expected).equals(text(actual))) {
            throw new AssertionError("expected " + text(expected) + ", got " + text(actual));
        }
    }

    /** Values as text, so that equal octets and numbers of different types are equal. */
    private static String text(Object value) {
        if (value instanceof byte[] octets) {
            return "octets " + java.util.HexFormat.of().formatHex(octets);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(JavaClient::text).toList().toString();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, String> sorted = new java.util.TreeMap<>();
            map.forEach((key, each) -> sorted.put(String.valueOf(key), text(each)));
            return sorted.toString();
        }
        return String.valueOf(value);
    }

    private static List<Object> samples() {
        return List.of(
                1L, -7L, 1L << 40, 1.5, true, "ünï ☃ 𝄞", "", new byte[] {0, 1, -1}, List.of(), Map.of(),
                List.of(List.of(2L), Map.of("k", List.of("v"))));
    }

    private void events() throws Exception {
        ClientSession publisher = join();
        ClientSession subscriber = join();
        BlockingQueue<EventMessage> events = new LinkedBlockingQueue<>();
        Handle handle = get(subscriber.subscribe(prefix + "topic", NONE, events::add));
        for (int i = 0; i < 3; i++) {
            get(publisher.publish(prefix + "topic", samples(), Map.of("n", (long) i), Options.of("acknowledge", true)));
        }
        for (long i = 0; i < 3; i++) {
            EventMessage event = next(events);
            same(samples(), event.arguments());
            same(Map.of("n", i), event.keywords());
        }
        get(handle.close());
        get(publisher.publish(prefix + "topic", List.of(), NO_KEYWORDS, Options.of("acknowledge", true)));
        get(subscriber.call("wamp.session.count", List.of(), NO_KEYWORDS));
        same(0, events.size());
        leave(publisher, subscriber);
    }

    private static void leave(ClientSession... sessions) throws Exception {
        for (ClientSession session : sessions) {
            get(session.leave("wamp.close.normal"));
        }
    }

    private void calls() throws Exception {
        ClientSession session = join();
        get(session.register(prefix + "echo", NONE, (call, progress) -> CompletableFuture.completedFuture(call)));
        Invoked result = get(session.call(prefix + "echo", samples(), Map.of("a", Map.of("b", 2L))));
        same(samples(), result.arguments());
        same(Map.of("a", Map.of("b", 2L)), result.keywords());
        leave(session);
    }

    private void errors() throws Exception {
        ClientSession session = join();
        get(session.register(prefix + "fail", NONE, (call, progress) -> {
            throw new WampException("com.example.no", List.of("because", 7L), Map.of("k", "v"));
        }));
        WampException error = refused(session.call(prefix + "fail", List.of(), NO_KEYWORDS));
        same("com.example.no", error.error());
        same(List.of("because", 7L), error.arguments());
        same(Map.of("k", "v"), error.keywords());
        same("wamp.error.no_such_procedure", refused(session.call(prefix + "nobody", List.of(), NO_KEYWORDS)).error());
        leave(session);
    }

    private static WampException refused(CompletionStage<?> stage) throws Exception {
        try {
            get(stage);
        } catch (WampException e) {
            return e;
        }
        throw new AssertionError("no error");
    }

    private void progressiveResults() throws Exception {
        ClientSession session = join();
        get(session.register(prefix + "count", NONE, (call, progress) -> {
            for (long i = 0; i < 5; i++) {
                progress.accept(List.of(i));
            }
            return CompletableFuture.completedFuture("done");
        }));
        BlockingQueue<Object> parts = new LinkedBlockingQueue<>();
        Invoked result = get(session.call(
                prefix + "count", List.of(), NO_KEYWORDS, NONE, part -> parts.add(part.arguments().get(0))));
        same(List.of("done"), result.arguments());
        same(List.of(0L, 1L, 2L, 3L, 4L), List.copyOf(parts));
        leave(session);
    }

    private void cancel() throws Exception {
        ClientSession session = join();
        CompletableFuture<Object> running = new CompletableFuture<>();
        BlockingQueue<String> begun = new LinkedBlockingQueue<>();
        get(session.register(prefix + "slow", NONE, (call, progress) -> {
            begun.add("begun");
            return running;
        }));
        CompletableFuture<Invoked> call = session.call(prefix + "slow", List.of(), NO_KEYWORDS, NONE, null);
        next(begun);
        call.cancel(true);
        try {
            running.get(5, TimeUnit.SECONDS);
            throw new AssertionError("the handler was not cancelled");
        } catch (java.util.concurrent.CancellationException e) {
            // what was wanted
        }
        leave(session);
    }

    private void progressiveCalls() throws Exception {
        ClientSession session = join();
        get(session.registerStream(prefix + "sum", NONE, (parts, progress) -> {
            CompletableFuture<Object> result = new CompletableFuture<>();
            List<Long> numbers = new ArrayList<>();
            parts.forEach((part, last) -> {
                numbers.add((Long) part.arguments().get(0));
                if (last) {
                    result.complete(numbers.stream().mapToLong(each -> each).sum());
                }
            });
            return result;
        }));
        CallStream stream = session.stream(prefix + "sum", NONE, null);
        for (long i = 1; i < 10; i++) {
            stream.send(List.of(i), NO_KEYWORDS);
        }
        same(List.of(55L), get(stream.finish(List.of(10L), NO_KEYWORDS)).arguments());
        leave(session);
    }

    private void patterns() throws Exception {
        ClientSession publisher = join();
        ClientSession subscriber = join();
        BlockingQueue<Object> topics = new LinkedBlockingQueue<>();
        get(subscriber.subscribe(prefix + "pre", Options.of("match", "prefix"), event -> topics.add(topic(event))));
        get(subscriber.subscribe(
                prefix + ".wild", Options.of("match", "wildcard"), event -> topics.add(topic(event))));
        get(publisher.publish(prefix + "prefix.x", List.of(), NO_KEYWORDS, Options.of("acknowledge", true)));
        get(publisher.publish(prefix + "y.wild", List.of(), NO_KEYWORDS, Options.of("acknowledge", true)));
        same(prefix + "prefix.x", next(topics));
        same(prefix + "y.wild", next(topics));
        leave(publisher, subscriber);
    }

    private static Object topic(EventMessage event) {
        return event.details().entries().get("topic");
    }

    private void passthru() throws Exception {
        ClientSession session = join();
        byte[] packed = {1, 2, 3, 0, -1};
        get(session.register(prefix + "pass", NONE, (call, progress) -> CompletableFuture.completedFuture(
                new Invoked(call.arguments(), Map.of(), Options.of("ignored", true)))));
        BlockingQueue<EventMessage> events = new LinkedBlockingQueue<>();
        get(session.subscribe(prefix + "sealed", NONE, events::add));
        Options scheme = Options.of("ppt_scheme", "x_test").with("ppt_serializer", "cbor");
        same(List.of(packed), get(session.call(prefix + "pass", List.of(packed), NO_KEYWORDS, scheme, null)).arguments());
        get(session.publish(
                prefix + "sealed", List.of(packed), NO_KEYWORDS, scheme.with("exclude_me", false).with("acknowledge", true)));
        EventMessage event = next(events);
        same(List.of(packed), event.arguments());
        same("x_test", event.details().entries().get("ppt_scheme"));
        leave(session);
    }

    private void meta() throws Exception {
        ClientSession session = join();
        Invoked count = get(session.call("wamp.session.count", List.of(), NO_KEYWORDS));
        if (!(count.arguments().get(0) instanceof Long number) || number < 1) {
            throw new AssertionError("wamp.session.count says " + count.arguments());
        }
        leave(session);
    }

    private void reconnect() throws Exception {
        ClientSession other = join();
        BlockingQueue<Long> sessions = new LinkedBlockingQueue<>();
        KeptSession kept = factory.keep(config, Reconnect.doubling(10, 1_000), session -> {
            sessions.add(session.id());
            return CompletableFuture.completedFuture(null);
        });
        long first = next(sessions);
        get(other.call("wamp.session.kill", List.of(first), Map.of("reason", "com.example.go")));
        long second = next(sessions);
        if (first == second) {
            throw new AssertionError("the session has the same id " + first);
        }
        get(kept.leave("wamp.close.normal"));
        same("wamp.close.normal", get(kept.ended()));
        leave(other);
    }

    private void login(Credential credential) throws Exception {
        ClientConfig secure = new ClientConfig(config.url(), "secure", config.serializer()).as("peter", credential);
        ClientSession session = get(factory.open(secure));
        same(credential.method(), session.welcome().entries().get("authmethod"));
        same("peter", session.welcome().entries().get("authid"));
        leave(session);
    }

    private void wrongSecret() throws Exception {
        ClientConfig secure = new ClientConfig(config.url(), "secure", config.serializer());
        notLetIn(secure.as("peter", Credential.ticket("wrong")));
        notLetIn(secure.as("peter", Credential.wampcra("wrong")));
    }

    /** nexus may close a RawSocket before it has sent the ABORT that it made: it drops what its writer had not taken. */
    private void notLetIn(ClientConfig stranger) throws Exception {
        for (int i = 0; i < 10; i++) {
            try {
                refused(factory.open(stranger));
                return;
            } catch (IOException e) {
                // The connection was lost, so nothing is known of the ABORT.
            }
        }
        throw new AssertionError("no ABORT in ten attempts");
    }
}
