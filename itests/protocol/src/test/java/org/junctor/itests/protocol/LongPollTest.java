package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only long-poll can get wrong (spec: "HTTP Longpoll Transport"). */
@ExtendWith(RouterExtension.class)
final class LongPollTest {
    private static final String HELLO = "[1,\"realm1\",{\"roles\":{\"subscriber\":{}}}]";

    private static HttpResponse<byte[]> post(URI base, String path, String body) {
        return LongPollPeer.post(URI.create(base + path), body.getBytes(StandardCharsets.UTF_8));
    }

    /** Where a transport that speaks this protocol has been opened. */
    private static URI opened(Router router, String protocol) {
        HttpResponse<byte[]> answer =
                post(router.file().longPollUrl(), "/open", "{\"protocols\":[\"" + protocol + "\"]}");
        assertEquals(200, answer.statusCode());
        JsonNode body = Json.tree(text(answer));
        assertEquals(protocol, body.path("protocol").asText());
        return URI.create(
                router.file().longPollUrl() + "/" + body.path("transport").asText());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static void done(HttpResponse<byte[]> answer) {
        assertTrue(List.of(202, 204).contains(answer.statusCode()), () -> "status " + answer.statusCode());
    }

    @Test
    void X15_theFirstProtocolThatIsKnownIsTaken(Router router) {
        HttpResponse<byte[]> answer = post(
                router.file().longPollUrl(),
                "/open",
                "{\"protocols\":[\"wamp.9.morse\",\"wamp.2.cbor\",\"wamp.2.json\"]}");

        assertEquals(200, answer.statusCode());
        assertEquals("wamp.2.cbor", Json.tree(text(answer)).path("protocol").asText());
    }

    @Test
    void X15_openWithoutACommonProtocolIsRefused(Router router) {
        for (String body : List.of("{\"protocols\":[\"wamp.9.morse\"]}", "{\"protocols\":[]}", "{}", "no json", "")) {
            int status = post(router.file().longPollUrl(), "/open", body).statusCode();
            assertEquals(400, status, body);
        }
    }

    @Test
    void X15_eachAnswerHasOneMessage(Router router) {
        URI transport = opened(router, "wamp.2.json");
        done(post(transport, "/send", HELLO));
        assertTrue(text(post(transport, "/receive", "")).startsWith("[2,"));

        done(post(transport, "/send", "[32,1,{},\"org.junctor.test.x15.a\"]"));
        done(post(transport, "/send", "[32,2,{},\"org.junctor.test.x15.b\"]"));
        HttpResponse<byte[]> first = post(transport, "/receive", "");
        HttpResponse<byte[]> second = post(transport, "/receive", "");

        assertEquals(200, first.statusCode());
        assertTrue(text(first).startsWith("[33,1,") && Json.tree(text(first)).size() == 3, () -> text(first));
        assertTrue(text(second).startsWith("[33,2,"), () -> text(second));
        done(post(transport, "/close", ""));
        assertEquals(404, post(transport, "/receive", "").statusCode());
    }

    @Test
    void X15_aBatchHasAllThatWaits(Router router) {
        URI transport = opened(router, "wamp.2.json.batched");
        done(post(transport, "/send", HELLO + "\u001e"));
        assertTrue(text(post(transport, "/receive", "")).endsWith("\u001e"));

        done(post(
                transport,
                "/send",
                "[32,1,{},\"org.junctor.test.x15.c\"]\u001e[32,2,{},\"org.junctor.test.x15.d\"]\u001e"));
        String batch = text(post(transport, "/receive", ""));

        assertEquals(
                2,
                Batch.split(Codec.JSON, batch.getBytes(StandardCharsets.UTF_8)).size(),
                batch);
        done(post(transport, "/close", ""));
    }

    @Test
    void X15_anUnknownTransportIsNotFound(Router router) {
        for (String action : List.of("/send", "/receive", "/close")) {
            int status = post(router.file().longPollUrl(), "/no-such-transport" + action, "[]")
                    .statusCode();
            assertEquals(404, status, action);
        }
    }

    @Test
    void X16_aBodyThatIsNoMessageIsRefused(Router router) {
        Session bystander = router.join(Wire.WEBSOCKET);
        for (String body : List.of("no json", "", "[]", "[1,2")) {
            URI transport = opened(router, "wamp.2.json");
            done(post(transport, "/send", HELLO));
            assertEquals(400, post(transport, "/send", body).statusCode(), body);
        }
        bystander.expectAlive();
    }

    @Test
    void X16_theParameterXMeansNothing(Router router) {
        HttpResponse<byte[]> answer =
                post(router.file().longPollUrl(), "/open?x=4711", "{\"protocols\":[\"wamp.2.json\"]}");
        URI transport = URI.create(router.file().longPollUrl() + "/"
                + Json.tree(text(answer)).path("transport").asText());

        done(post(transport, "/send?x=1", HELLO));

        assertTrue(text(post(transport, "/receive?x=2", "")).startsWith("[2,"));
        done(post(transport, "/close?x=3", ""));
    }
}
