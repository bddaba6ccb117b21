package org.junctor.web.basic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.PathConfig;
import org.junctor.http.api.PathService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class SimplePathsTest {
    private final List<PathServer> servers = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (PathServer server : servers) {
            server.stop();
        }
    }

    private PathServer serve(PathService service, Map<String, ?> keys) throws Exception {
        PathServer server = new PathServer(service, keys);
        servers.add(server);
        return server;
    }

    private static String refused(PathService service, Map<String, ?> keys) {
        PartFailure failure =
                assertThrows(PartFailure.class, () -> service.create(new PathConfig("t1/it", keys, Path.of("node"))));
        assertEquals(PartFailure.Cause.CONFIGURATION, failure.kind());
        return String.valueOf(failure.getMessage());
    }

    @Test
    void aValueIsSentAsJson() throws Exception {
        PathServer server = serve(new JsonPath(), Map.of("value", Map.of("name", "Zoë", "list", List.of(1, true))));

        HttpResponse<String> answer = server.send("GET", "/it/");

        assertEquals(200, answer.statusCode());
        assertEquals("application/json", PathServer.header(answer, "content-type"));
        assertEquals("nosniff", PathServer.header(answer, "x-content-type-options"));
        assertEquals("*", PathServer.header(answer, "access-control-allow-origin"));
        assertEquals("", PathServer.header(answer, "cache-control"));
        assertTrue(answer.body().contains("\"name\":\"Zoë\""), answer.body());
        assertEquals(404, server.send("GET", "/it/more").statusCode());
        assertEquals(405, server.send("POST", "/it/").statusCode());
    }

    @Test
    void theOptionsOfJsonAreHonoured() throws Exception {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("b", 1);
        value.put("a", 2);
        PathServer server = serve(
                new JsonPath(),
                Map.of(
                        "value",
                        value,
                        "options",
                        Map.of("prettify", true, "allow_cross_origin", false, "discourage_caching", true)));

        HttpResponse<String> answer = server.send("GET", "/it/");

        assertEquals("{\n  \"a\" : 2,\n  \"b\" : 1\n}", answer.body());
        assertEquals("", PathServer.header(answer, "access-control-allow-origin"));
        assertEquals("no-store, max-age=0", PathServer.header(answer, "cache-control"));
    }

    @Test
    void nothingIsAValueToo() throws Exception {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("value", null);

        assertEquals("null", serve(new JsonPath(), keys).send("GET", "/it/").body());
        assertTrue(refused(new JsonPath(), Map.of()).contains("\"value\" is missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/a?b=c#d", "/info", "../other", "//example.org/"})
    void clientsAreSentToTheAddress(String url) throws Exception {
        PathServer server = serve(new RedirectPath(), Map.of("url", url));

        HttpResponse<String> answer = server.send("GET", "/it/and/more");

        assertEquals(302, answer.statusCode());
        assertEquals(url, PathServer.header(answer, "location"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "https://example.org/\r\nSet-Cookie: a=b",
                "/a\nb",
                "javascript:alert(1)",
                "data:text/html,x",
                "a b"
            })
    void anAddressThatIsNoneIsRefused(String url) {
        assertTrue(refused(new RedirectPath(), Map.of("url", url)).contains("the key \"url\""));
    }

    @Test
    void aRedirectNeedsAnAddress() {
        assertTrue(refused(new RedirectPath(), Map.of()).contains("is missing"));
    }

    @Test
    void noneIsNothing() throws Exception {
        PathServer server = serve(new NonePath(), Map.of());

        assertEquals(404, server.send("GET", "/it/").statusCode());
        assertEquals(404, server.send("POST", "/it/more").statusCode());
    }
}
