package org.junctor.web.basic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.operation.Part;
import org.junctor.api.operation.Router;
import org.junctor.api.security.SessionInfo;
import org.junctor.api.transport.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

@Timeout(30)
final class NodeInfoPathTest {
    private final NodeInfoPath service = new NodeInfoPath("9.8.7");
    private final List<PathServer> servers = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (PathServer server : servers) {
            server.stop();
        }
    }

    private HttpResponse<String> page() throws Exception {
        PathServer server = new PathServer(service, Map.of());
        servers.add(server);
        return server.send("GET", "/it/");
    }

    @Test
    void thePageShowsRealmsPartsAndCounters() throws Exception {
        service.router = new FakeRouter("realm1");
        service.parts = held(
                new FakePart("org.junctor.transport.http~t1", "transport", "running", Map.of("connections", 3)),
                new FakePart("org.junctor.core.realm~r1", "realm", "running", Map.of()));

        HttpResponse<String> answer = page();

        assertEquals(200, answer.statusCode());
        assertEquals("text/html; charset=utf-8", PathServer.header(answer, "content-type"));
        assertEquals("no-store", PathServer.header(answer, "cache-control"));
        String text = answer.body().replaceAll("<style>[^<]*</style>", "").replaceAll("<[^>]*>", " ");
        String words = text.replaceAll("\\s+", " ");
        assertTrue(words.contains("State running Version 9.8.7"), words);
        assertTrue(words.contains("realm1 2 1 0"), words);
        assertTrue(words.contains("r1 realm running"), words);
        assertTrue(words.contains("t1 transport running connections 3"), words);
        assertTrue(words.contains("events.dropped 12\u202f345 2 others are 0."), words);
    }

    @Test
    void thePolicyAllowsTheStyleAndNothingElse() throws Exception {
        HttpResponse<String> answer = page();

        String style = answer.body().split("<style>", -1)[1].split("</style>", -1)[0];
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
        String policy = PathServer.header(answer, "content-security-policy");
        assertTrue(policy.contains("default-src 'none'"), policy);
        assertTrue(policy.contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertFalse(answer.body().contains("<script"));
        assertFalse(answer.body().contains("style=\""));
    }

    @Test
    void namesAreEscaped() throws Exception {
        service.router = new FakeRouter("<img src=x onerror=alert(1)>");
        service.parts = held(new FakePart("p~<b>&\"", "kind<", "state<", Map.of("figure<", 1)));

        String body = page().body();

        assertFalse(body.contains("<img"));
        assertTrue(body.contains("&lt;img src=x onerror=alert(1)&gt;"));
        assertTrue(body.contains("&lt;b&gt;&amp;&quot;"));
        assertTrue(body.contains("kind&lt;"));
        assertTrue(body.contains("state&lt;"));
        assertTrue(body.contains("figure&lt; 1"));
    }

    @Test
    void onlyFiguresOfAPartAreShown() throws Exception {
        service.parts = held(new FakePart(
                "org.junctor.host.container~w2",
                "worker",
                "running",
                Map.of(
                        "restarts",
                        4,
                        "pid",
                        4711L,
                        "session",
                        4712L,
                        "address",
                        "unix:/secret/place",
                        "token",
                        "secret")));

        String body = page().body();

        assertTrue(body.contains("restarts 4"));
        assertFalse(body.contains("secret"));
        assertFalse(body.contains("471"));
    }

    @Test
    void aNodeWithoutItsCoreSaysSo() throws Exception {
        HttpResponse<String> answer = page();

        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("without router core"));
    }

    @Test
    void aFailedPartIsSeenInTheState() throws Exception {
        service.router = new FakeRouter("realm1");
        service.parts = held(new FakePart("x~c1", "component", "failed", Map.of()));

        assertTrue(page().body().contains("<dd class=\"bad\">running, with parts that failed</dd>"));
    }

    @Test
    void thePageIsMadeOnceASecondAtMost() throws Exception {
        FakeRouter router = new FakeRouter("realm1");
        service.router = router;
        PathServer server = new PathServer(service, Map.of());
        servers.add(server);

        long start = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            server.send("GET", "/it/");
        }
        long seconds = (System.nanoTime() - start) / 1_000_000_000 + 1;

        assertTrue(router.asked.get() <= seconds + 1, router.asked + " times in " + seconds + " s");
    }

    @Test
    void thereIsNothingBelowIt() throws Exception {
        PathServer server = new PathServer(service, Map.of());
        servers.add(server);

        assertEquals(404, server.send("GET", "/it/x").statusCode());
        assertEquals(405, server.send("DELETE", "/it/").statusCode());
    }

    @Test
    void aPartThatHasGoneIsLeftOut() throws Exception {
        service.parts = List.of(new Held(null));

        assertEquals(200, page().statusCode());
    }

    @Test
    void partsAreGivenBack() throws Exception {
        Held held = new Held(new FakePart("x~c1", "component", "running", Map.of()));
        service.parts = List.of(held);

        page();

        assertEquals(0, held.taken.get());
    }

    private static List<ComponentServiceObjects<Part>> held(Part... parts) {
        List<ComponentServiceObjects<Part>> held = new ArrayList<>();
        for (Part part : parts) {
            held.add(new Held(part));
        }
        return held;
    }

    /** What a framework has a reference to, and counts. */
    private static final class Held implements ComponentServiceObjects<Part> {
        private final @Nullable Part part;
        private final AtomicInteger taken = new AtomicInteger();

        Held(@Nullable Part part) {
            this.part = part;
        }

        @Override
        public @Nullable Part getService() {
            if (part != null) {
                taken.incrementAndGet();
            }
            return part;
        }

        @Override
        public void ungetService(Part service) {
            taken.decrementAndGet();
        }

        @Override
        public ServiceReference<Part> getServiceReference() {
            throw new UnsupportedOperationException();
        }
    }

    /** A part in a given state. */
    private record FakePart(String pid, String kind, String state, Map<String, Object> details) implements Part {
        @Override
        public CompletionStage<String> started() {
            return CompletableFuture.completedFuture("started");
        }
    }

    /** A router with one realm, two sessions and one registration. */
    private static final class FakeRouter implements Router {
        private final String realm;
        private final AtomicInteger asked = new AtomicInteger();

        FakeRouter(String realm) {
            this.realm = realm;
        }

        @Override
        public List<String> realms() {
            return List.of(realm);
        }

        @Override
        public List<SessionInfo> sessions(String name) {
            asked.incrementAndGet();
            SessionInfo session = new SessionInfo(
                    1,
                    name,
                    "joe",
                    "role",
                    "anonymous",
                    "static",
                    Options.EMPTY,
                    Options.EMPTY,
                    Peer.of("local", "local"));
            return List.of(session, session);
        }

        @Override
        public List<Entry> registrations(String name) {
            return List.of(new Entry(1, "com.a", "exact", List.of(1L)));
        }

        @Override
        public List<Entry> subscriptions(String name) {
            return List.of();
        }

        @Override
        public boolean kill(long session, String reason, String message) {
            return false;
        }

        @Override
        public Map<String, Long> counters() {
            return Map.of("events.dropped", 12345L, "failures", 0L, "parked", 0L);
        }

        @Override
        public void shutdown() {}

        @Override
        public void drain() {}

        @Override
        public int callsInFlight() {
            return 0;
        }
    }
}
