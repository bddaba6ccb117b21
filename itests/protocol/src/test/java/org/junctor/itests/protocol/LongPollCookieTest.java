package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser that cannot have WebSocket is known again by its cookie, too. */
final class LongPollCookieTest {
    private static final String CBTID = "cbtid=";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @TempDir
    Path folder = Path.of(".");

    private NodeFile file = NodeFile.plain(folder);
    private Node node = Node.NONE;

    @BeforeEach
    void start() throws IOException {
        Map<String, Object> joe = Map.of("ticket", "joes-ticket", "role", "anonymous");
        Map<String, Object> guarded = Map.of(
                "type", "longpoll",
                "cookie", Map.of("max_age", 600),
                "auth",
                        Map.of(
                                "cookie",
                                Map.of(),
                                "ticket",
                                Map.of("type", "static", "principals", Map.of("joe", joe))));
        Map<String, Object> paths = Map.of("/", Map.of("type", "nodeinfo"), "lp", guarded);
        file = NodeFile.plain(folder);
        file.transport("web", "web", NodeFile.tcp(file.webPort()), Map.of("paths", paths))
                .write();
        node = Node.in(folder).start();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    /** One page with its transport: it shows the cookie when it opens, and is known by the id of the transport behind that. */
    private final class Page {
        final String setCookie;
        private final String transport;

        Page(String cookie) {
            HttpResponse<String> opened =
                    post("/lp/open", Json.text(Map.of("protocols", List.of("wamp.2.json"))), cookie);
            assertEquals(200, opened.statusCode(), opened::body);
            setCookie = opened.headers().firstValue("set-cookie").orElse("");
            transport = "/lp/" + Json.tree(opened.body()).path("transport").asText();
        }

        String cookie() {
            return setCookie.substring(CBTID.length(), setCookie.indexOf(';'));
        }

        void send(Object... message) {
            assertEquals(
                    204,
                    post(transport + "/send", Json.text(List.of(message)), "").statusCode());
        }

        void hello(String... methods) {
            Map<String, Object> details =
                    Map.of("roles", Session.PLAIN_ROLES, "authid", "joe", "authmethods", List.of(methods));
            send(Type.HELLO, Router.OPEN, details);
        }

        JsonNode receive(int type) {
            String body = post(transport + "/receive", "", "").body();
            JsonNode message = Json.tree(body);
            assertEquals(type, message.path(0).asInt(), body);
            return message;
        }
    }

    private HttpResponse<String> post(String path, String body, String cookie) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + file.webPort() + path))
                .timeout(Duration.ofSeconds(15))
                .POST(BodyPublishers.ofString(body));
        if (!cookie.isEmpty()) {
            request.header("Cookie", CBTID + cookie);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer from " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Test
    void whoHasLoggedInIsKnownByTheCookieUntilTheLogout() {
        Page first = new Page("");
        assertTrue(first.setCookie.contains("HttpOnly"), first.setCookie);
        first.hello("cookie", "ticket");
        first.receive(Type.CHALLENGE);
        first.send(Type.AUTHENTICATE, "joes-ticket", Map.of());
        assertEquals("joe", first.receive(Type.WELCOME).get(2).path("authid").asText());

        Page again = new Page(first.cookie());
        again.hello("cookie");
        JsonNode welcome = again.receive(Type.WELCOME).get(2);
        assertEquals("", again.setCookie);
        assertEquals("joe", welcome.path("authid").asText());
        assertEquals("cookie", welcome.path("authprovider").asText());

        again.send(Type.GOODBYE, Map.of(), "wamp.close.logout");
        again.receive(Type.GOODBYE);
        Page late = new Page(first.cookie());
        late.hello("cookie");
        late.receive(Type.ABORT);
    }

    @Test
    void aForgedCookieIsWorthNothingAndReplaced() {
        Page forged = new Page("AAAAAAAAAAAAAAAAAAAAAAAA");

        forged.hello("cookie");

        assertEquals(
                "wamp.error.no_matching_auth_method",
                forged.receive(Type.ABORT).get(2).asText());
        assertTrue(forged.cookie().length() >= 22 && !forged.cookie().startsWith("AAAA"), forged.setCookie);
    }
}
