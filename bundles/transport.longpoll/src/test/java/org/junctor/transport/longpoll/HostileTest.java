package org.junctor.transport.longpoll;

import static org.junctor.transport.longpoll.TestRouter.next;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients that break the rules get. */
@Timeout(30)
final class HostileTest {
    private static final String OPEN_JSON = "{\"protocols\":[\"wamp.2.json\"]}";

    @Test
    void aBodyThatIsNoListOfProtocolsGets400() throws Exception {
        try (Node node = new Node("")) {
            for (String body : List.of(
                    "",
                    "x",
                    "[]",
                    "{}",
                    "null",
                    "{\"protocols\":\"wamp.2.json\"}",
                    "{\"protocols\":[1]}",
                    "{\"protocols\":[]}",
                    "{\"protocols\":[\"wamp.2.cbor\",\"wamp.2.flatbuffers.batched\"]}",
                    OPEN_JSON + OPEN_JSON,
                    "[".repeat(10_000))) {
                HttpResponse<String> answer = node.post("/open", body);
                assertEquals(400, answer.statusCode(), body);
                assertTrue(
                        answer.body()
                                .endsWith("Protocols: wamp.2.json, wamp.2.json.batched, wamp.2.msgpack,"
                                        + " wamp.2.msgpack.batched, wamp.2.flatbuffers\n"),
                        answer.body());
            }
            assertNull(node.router.connections.poll());
        }
    }

    @Test
    void aBodyOfOpenIsShort() throws Exception {
        try (Node node = new Node("")) {
            assertEquals(413, node.post("/open", " ".repeat(20_000)).statusCode());
        }
    }

    @Test
    void whoIsAnsweredBeforeItsBodyHasComeIsToldThatTheConnectionEnds() throws Exception {
        try (Node node = new Node("")) {
            Socket early = node.raw(
                    1, "POST /lp/" + "0".repeat(32) + "/send HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n");

            String answer = Node.rest(early);

            assertTrue(answer.startsWith("HTTP/1.1 404"), answer);
            assertTrue(answer.contains("Connection: close"), answer);
        }
    }

    @Test
    void H6_anIdThatWasNotGivenGets404() throws Exception {
        try (Node node = new Node("")) {
            String transport = node.open();
            String guess = "/" + "0".repeat(32);

            for (String path : List.of(
                    guess + "/receive",
                    guess + "/send",
                    guess + "/close",
                    transport.toUpperCase(Locale.ROOT) + "0/receive",
                    "/receive",
                    transport,
                    transport + "/",
                    transport + "/open",
                    transport + "/receive/",
                    transport + "/send/x",
                    "/",
                    "")) {
                assertEquals(404, node.post(path, "[1]").statusCode(), path);
            }
        }
    }

    @Test
    void H6_anotherAddressDoesNotHaveTheTransportIfItIsBound() throws Exception {
        for (boolean bound : List.of(true, false)) {
            try (Node node = new Node("\"bind_address\":" + bound)) {
                String transport = node.open();
                TestRouter.say(next(node.router.connections), "[1]");

                String answer = Node.rest(node.raw(
                        2,
                        "POST /lp" + transport
                                + "/receive HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));

                assertTrue(answer.startsWith(bound ? "HTTP/1.1 404 " : "HTTP/1.1 200 "), answer);
                if (bound) {
                    assertEquals("[1]", node.receive(transport));
                }
            }
        }
    }

    @Test
    void H6_aSecondRequestToReceiveGets409() throws Exception {
        try (Node node = new Node("")) {
            String transport = node.open();
            CompletableFuture<HttpResponse<String>> one = node.begin(transport + "/receive", "");
            CompletableFuture<HttpResponse<String>> two = node.begin(transport + "/receive", "");

            HttpResponse<?> refused =
                    (HttpResponse<?>) CompletableFuture.anyOf(one, two).get(10, TimeUnit.SECONDS);
            assertEquals(409, refused.statusCode());
            TestRouter.say(next(node.router.connections), "[1]");

            assertEquals(
                    200 + 409, Node.answer(one).statusCode() + Node.answer(two).statusCode());
        }
    }

    @Test
    void X16_whatIsNoMessageGets400AndItsSessionIsTold() throws Exception {
        try (Node node = new Node("")) {
            String transport = node.open();

            HttpResponse<String> bad = node.post(transport + "/send", "violate");

            assertEquals(400, bad.statusCode());
            assertEquals("that is no message\n", bad.body());
            assertEquals("that is no message", node.receive(transport));
            assertEquals("that is no message", next(node.router.closed));
            assertEquals(404, node.post(transport + "/receive", "").statusCode());
        }
    }

    @Test
    void S12_aBrokenBatchGets400AndNothingOfItIsTaken() throws Exception {
        try (Node node = new Node("\"max_batch_messages\":2")) {
            for (String[] bad : new String[][] {
                {"wamp.2.json.batched", "", "the batch is empty"},
                {"wamp.2.json.batched", "[1]\u001e[2]", "the batch does not end"},
                {"wamp.2.json.batched", "[1]\u001e\u001e", "the batch has an empty message"},
                {"wamp.2.json.batched", "[1]\u001e[1]\u001e[1]\u001e", "the batch has more than 2 messages"},
                {"wamp.2.msgpack.batched", "\0\0\0\1a\0\0\0\2b", "the batch ends within a message"},
                {"wamp.2.msgpack.batched", "\u007f\u007f\u007f\u007fa", "the batch ends within a message"},
                {"wamp.2.msgpack.batched", "\0\0\0", "the batch ends within a message"}
            }) {
                String transport = node.open(bad[0]);

                HttpResponse<String> answer = node.post(transport + "/send", bad[1]);

                assertEquals(400, answer.statusCode(), bad[2]);
                assertTrue(answer.body().startsWith(bad[2]), answer.body());
                assertTrue(node.receive(transport).contains(bad[2]));
                assertNull(node.router.messages.poll());
            }
        }
    }

    @Test
    void H6_aBodyOverTheLimitGets413AndTheSessionLives() throws Exception {
        try (Node node = new Node("\"max_message_size\":1000")) {
            String transport = node.open();

            assertEquals(413, node.post(transport + "/send", "x".repeat(1001)).statusCode());
            HttpRequest.BodyPublisher chunked =
                    HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString("x".repeat(5000)));
            assertEquals(
                    413,
                    Node.answer(node.send(node.request(transport + "/send").POST(chunked)))
                            .statusCode());
            String claim = Node.rest(node.raw(
                    1, "POST /lp" + transport + "/send HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n"));
            assertTrue(claim.startsWith("HTTP/1.1 413 "), claim);

            assertEquals(204, node.post(transport + "/send", "x".repeat(1000)).statusCode());
            assertEquals(1000, node.receive(transport).length());
            assertNull(node.router.closed.poll());
        }
    }

    @Test
    void aSendThatBreaksOffLeavesRoomForOthers() throws Exception {
        try (Node node = new Node("\"max_message_size\":100")) {
            String transport = node.open();
            Socket half =
                    node.raw(1, "POST /lp" + transport + "/send HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc");
            CompletableFuture<HttpResponse<String>> other = node.begin(transport + "/send", "x".repeat(100));

            half.close();

            assertEquals(204, Node.answer(other).statusCode());
            assertEquals(100, next(node.router.messages).length());
        }
    }

    @Test
    void compressedBodiesAreNotTaken() throws Exception {
        try (Node node = new Node("")) {
            assertEquals(
                    415,
                    node.post("/open", OPEN_JSON, "Content-Encoding", "gzip").statusCode());
            String transport = node.open();
            assertEquals(
                    415,
                    node.post(transport + "/send", "[1]", "Content-Encoding", "gzip")
                            .statusCode());
        }
    }

    @Test
    void H6_whoDoesNotReceiveIsLetGoOnce() throws Exception {
        try (Node node = new Node("\"session_timeout\":1")) {
            String transport = node.open();
            TestRouter.say(next(node.router.connections), "[1]");

            assertEquals("the client does not ask for messages", next(node.router.closed));

            assertEquals(404, node.post(transport + "/receive", "").statusCode());
            assertEquals(404, node.post(transport + "/send", "[1]").statusCode());
            assertNull(node.router.closed.poll());
        }
    }

    @Test
    void thereAreOnlySoManyTransports() throws Exception {
        try (Node node = new Node("\"max_transports\":2")) {
            String one = node.open();
            node.open();

            HttpResponse<String> third = node.post("/open", OPEN_JSON);
            assertEquals(503, third.statusCode());
            assertEquals(Optional.of("5"), third.headers().firstValue("Retry-After"));

            node.post(one + "/close", "");
            node.open();
            assertEquals(2, node.listener.details().get("/lp transports"));
            assertEquals(3L, node.listener.details().get("/lp transports.opened"));
            assertEquals(1L, node.listener.details().get("/lp transports.refused"));
        }
    }

    @Test
    void aFailureOfTheRouterCostsThisTransportOnly() throws Exception {
        try (Node node = new Node("")) {
            String bystander = node.open();
            String transport = node.open();

            node.post(transport + "/send", "fail");

            assertEquals("the router failed", next(node.router.closed));
            assertEquals(404, node.post(transport + "/receive", "").statusCode());
            node.post(bystander + "/send", "[1]");
            assertEquals("[1]", node.receive(bystander));
        }
    }

    @Test
    void otherMethodsAreToldWhatThisIs() throws Exception {
        try (Node node = new Node("")) {
            HttpResponse<String> get =
                    Node.answer(node.send(node.request("/open").GET()));

            assertEquals(405, get.statusCode());
            assertEquals(Optional.of("POST, OPTIONS"), get.headers().firstValue("Allow"));
            assertTrue(get.body().startsWith("This is a WAMP router: connect with HTTP long-poll."), get.body());
        }
    }

    @Test
    void H7_onlyOriginsThatAreNamedAreRepeated() throws Exception {
        try (Node node = new Node("\"allowed_origins\":[\"https://*.example.com\"],\"allow_null_origin\":false")) {
            HttpResponse<String> named = node.post("/open", OPEN_JSON, "Origin", "https://a.example.com");
            assertEquals(200, named.statusCode());
            assertEquals(
                    Optional.of("https://a.example.com"), named.headers().firstValue("Access-Control-Allow-Origin"));
            assertEquals(Optional.of("true"), named.headers().firstValue("Access-Control-Allow-Credentials"));
            assertEquals(Optional.of("Origin"), named.headers().firstValue("Vary"));

            for (String evil :
                    List.of("null", "https://evil.org", "https://example.com.evil.org", "https://aXexample.com", "x")) {
                HttpResponse<String> refused = node.post("/open", OPEN_JSON, "Origin", evil);
                assertEquals(403, refused.statusCode(), evil);
                assertFalse(
                        refused.headers()
                                .firstValue("Access-Control-Allow-Origin")
                                .isPresent(),
                        evil);
                assertEquals(Optional.of("Origin"), refused.headers().firstValue("Vary"));
            }
            HttpResponse<String> noBrowser = node.post("/open", OPEN_JSON);
            assertEquals(200, noBrowser.statusCode());
            assertEquals(Optional.of("Origin"), noBrowser.headers().firstValue("Vary"), "or caches mix them up");
        }
    }

    @Test
    void H7_whereAllMayConnectNobodySendsCookies() throws Exception {
        try (Node node = new Node("")) {
            for (String origin : List.of("https://anywhere.org", "null")) {
                HttpResponse<String> answer = node.post("/open", OPEN_JSON, "Origin", origin);
                assertEquals(200, answer.statusCode());
                assertEquals(Optional.of("*"), answer.headers().firstValue("Access-Control-Allow-Origin"));
                assertFalse(answer.headers()
                        .firstValue("Access-Control-Allow-Credentials")
                        .isPresent());
            }
        }
    }

    @Test
    void H7_browsersMayAskBeforeTheySend() throws Exception {
        try (Node node = new Node("\"allowed_origins\":[\"https://a.org\"]")) {
            HttpResponse<String> yes = preflight(node, "https://a.org");
            assertEquals(204, yes.statusCode());
            assertEquals(Optional.of("https://a.org"), yes.headers().firstValue("Access-Control-Allow-Origin"));
            assertEquals(Optional.of("true"), yes.headers().firstValue("Access-Control-Allow-Credentials"));
            assertEquals(Optional.of("POST"), yes.headers().firstValue("Access-Control-Allow-Methods"));
            assertEquals(Optional.of("Content-Type"), yes.headers().firstValue("Access-Control-Allow-Headers"));

            HttpResponse<String> no = preflight(node, "https://evil.org");
            assertEquals(403, no.statusCode());
            assertFalse(no.headers().firstValue("Access-Control-Allow-Origin").isPresent());
        }
    }

    private static HttpResponse<String> preflight(Node node, String origin) throws Exception {
        return Node.answer(node.send(node.request(
                        "/open",
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "content-type")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())));
    }
}
