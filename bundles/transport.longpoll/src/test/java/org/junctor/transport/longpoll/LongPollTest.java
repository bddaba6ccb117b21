package org.junctor.transport.longpoll;

import static org.junctor.transport.longpoll.TestRouter.next;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junctor.api.transport.Connection;
import org.junctor.api.transport.Listener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients that keep to the rules see (spec: "HTTP Longpoll Transport"). */
@Timeout(30)
final class LongPollTest {

    @Test
    void theFirstProtocolThatIsSpokenIsTaken() throws Exception {
        try (Node node = new Node("")) {
            HttpResponse<String> answer =
                    node.post("/open", "{\"protocols\":[\"wamp.2.cbor\",\"wamp.2.msgpack.batched\",\"wamp.2.json\"]}");

            assertEquals(200, answer.statusCode());
            assertEquals(
                    "application/json",
                    answer.headers().firstValue("Content-Type").orElse(""));
            assertTrue(answer.body().startsWith("{\"protocol\":\"wamp.2.msgpack.batched\",\"transport\":\""));
            Connection opened = next(node.router.connections);
            assertEquals("msgpack", opened.serializer());
            assertEquals("longpoll", opened.peer().transport());
            assertEquals(Listener.RequestIds.OFF, opened.listener().requestIds());
            assertNotEquals(node.open(), node.open());
        }
    }

    @Test
    void oneAnswerHasOneMessage() throws Exception {
        try (Node node = new Node("")) {
            String transport = node.open();
            Connection connection = next(node.router.connections);
            TestRouter.say(connection, "[1]");
            TestRouter.say(connection, "[2]");

            HttpResponse<String> first = node.post(transport + "/receive", "");

            assertEquals("[1]", first.body());
            assertEquals(
                    "application/json;charset=utf-8",
                    first.headers().firstValue("Content-Type").orElse(""));
            assertEquals("no-store", first.headers().firstValue("Cache-Control").orElse(""));
            assertEquals("[2]", node.receive(transport));
        }
    }

    @Test
    void aRequestWaitsUntilThereIsSomething() throws Exception {
        try (Node node = new Node("")) {
            String transport = node.open();
            CompletableFuture<HttpResponse<String>> waiting = node.begin(transport + "/receive", "");

            HttpResponse<String> sent = node.post(transport + "/send", "[3]");

            assertEquals(204, sent.statusCode());
            assertEquals("[3]", Node.answer(waiting).body());
        }
    }

    @Test
    void aBatchHasAllThatWaits() throws Exception {
        try (Node node = new Node("")) {
            String transport = node.open("wamp.2.json.batched");

            assertEquals(
                    204, node.post(transport + "/send", "[1]\u001e[2]\u001e").statusCode());
            assertEquals("[1]\u001e[2]\u001e", node.receive(transport));

            assertEquals(204, node.post(transport + "/send", "[3]\u0018").statusCode());
            assertEquals("[3]\u0018", node.receive(transport), "told apart as the client does it");
        }
    }

    @Test
    void lengthsComeBeforeTheMessagesOfABinaryBatch() throws Exception {
        try (Node node = new Node("")) {
            String transport = node.open("wamp.2.msgpack.batched");

            assertEquals(
                    204, node.post(transport + "/send", "\0\0\0\1a\0\0\0\2bc").statusCode());

            assertEquals("\0\0\0\1a\0\0\0\2bc", node.receive(transport));
            assertEquals("a", next(node.router.messages));
            assertEquals("bc", next(node.router.messages));
        }
    }

    @Test
    void theQueryIsIgnored() throws Exception {
        try (Node node = new Node("")) {
            assertEquals(
                    200,
                    node.post("/open?x=1", "{\"protocols\":[\"wamp.2.json\"]}").statusCode());
            String transport = node.open();

            assertEquals(204, node.post(transport + "/send?x=17&x=a/b", "[1]").statusCode());
            assertEquals("[1]", node.post(transport + "/receive?x=%00", "").body());
            assertEquals(204, node.post(transport + "/close?x", "").statusCode());
        }
    }

    @Test
    void anAnswerMayBeAsTheSpecificationHasIt() throws Exception {
        try (Node node = new Node("\"success_status\":202")) {
            String transport = node.open();

            assertEquals(202, node.post(transport + "/send", "[1]").statusCode());
            assertEquals(202, node.post(transport + "/close", "").statusCode());
        }
    }

    @Test
    void aRequestIsAnsweredWithNothingWhenItsTimeIsOver() throws Exception {
        try (Node node = new Node("\"request_timeout\":1")) {
            String transport = node.open();

            long began = System.nanoTime();
            HttpResponse<String> answer = node.post(transport + "/receive", "");
            long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);

            assertEquals(204, answer.statusCode());
            assertTrue(ms > 500 && ms < 3000, ms + " ms");
            node.post(transport + "/send", "[1]");
            assertEquals("[1]", node.receive(transport));
        }
    }

    @Test
    void aRequestThatWaitsIsNotIdle() throws Exception {
        try (Node node = new Node("\"request_timeout\":3", "{\"client_timeout\":1}")) {
            String transport = node.open();

            assertEquals(204, node.post(transport + "/receive", "").statusCode());
        }
    }

    @Test
    void closingEndsTheSessionOnce() throws Exception {
        try (Node node = new Node("")) {
            String transport = node.open();
            CompletableFuture<HttpResponse<String>> waiting = node.begin(transport + "/receive", "");
            node.post(transport + "/send", "silence");

            assertEquals(204, node.post(transport + "/close", "").statusCode());

            assertEquals("closed by the client", next(node.router.closed));
            int status = Node.answer(waiting).statusCode();
            assertTrue(status == 204 || status == 404, () -> "404 only if it came behind the close: " + status);
            assertEquals(404, node.post(transport + "/receive", "").statusCode());
            assertEquals(404, node.post(transport + "/send", "[1]").statusCode());
            assertEquals(404, node.post(transport + "/close", "").statusCode());
            assertNull(node.router.closed.poll());
        }
    }

    @Test
    void whatTheRouterSaysLastIsStillReceived() throws Exception {
        try (Node node = new Node("")) {
            String transport = node.open();

            assertEquals(204, node.post(transport + "/send", "leave").statusCode());
            assertNull(node.router.closed.poll(), "not before the client has been told");
            assertEquals("left", node.receive(transport));

            assertEquals("left", next(node.router.closed));
            HttpResponse<String> over = node.post(transport + "/receive", "");
            assertEquals(404, over.statusCode());
            assertEquals("This transport is over: left\n", over.body());
            assertEquals(404, node.post(transport + "/send", "[1]").statusCode());
            assertEquals(204, node.post(transport + "/close", "").statusCode(), "autobahn-js closes after an ABORT");
        }
    }

    @Test
    void sendsThatOverlapAllArrive() throws Exception {
        try (Node node = new Node("\"max_message_size\":64,\"queue_limit_messages\":1000")) {
            String transport = node.open();
            List<CompletableFuture<HttpResponse<String>>> sends = new ArrayList<>();
            Set<String> expected = new TreeSet<>();
            for (int i = 0; i < 50; i++) {
                expected.add("[" + i + "]");
                sends.add(node.begin(transport + "/send", "[" + i + "]"));
            }

            for (CompletableFuture<HttpResponse<String>> send : sends) {
                assertEquals(204, Node.answer(send).statusCode());
            }

            Set<String> received = new TreeSet<>();
            for (int i = 0; i < 50; i++) {
                received.add(node.receive(transport));
            }
            assertEquals(expected, received);
        }
    }

    @Test
    void aSessionThatIsNotReadPushesBack() throws Exception {
        try (Node node = new Node("")) {
            String transport = node.open();
            Connection connection = next(node.router.connections);

            CompletableFuture<HttpResponse<String>> paused = node.begin(transport + "/send", "pause");
            assertEquals("pause", next(node.router.messages));
            CompletableFuture<HttpResponse<String>> next = node.begin(transport + "/send", "[1]");
            assertNull(node.router.messages.poll(200, TimeUnit.MILLISECONDS));
            assertFalse(paused.isDone() || next.isDone());
            connection.resume();

            assertEquals(204, Node.answer(paused).statusCode());
            assertEquals(204, Node.answer(next).statusCode());
            assertEquals("[1]", next(node.router.messages));
        }
    }

    @Test
    void theRouterHearsOfRoomOnceAfterItWasRefused() throws Exception {
        try (Node node = new Node("\"queue_limit_messages\":4")) {
            String transport = node.open();
            Connection connection = next(node.router.connections);
            for (int i = 0; i < 4; i++) {
                assertTrue(TestRouter.say(connection, "[" + i + "]"));
            }
            assertFalse(TestRouter.say(connection, "[4]"));

            for (int i = 0; i < 4; i++) {
                assertEquals("[" + i + "]", node.receive(transport));
            }

            assertEquals(204, node.post(transport + "/send", "silence").statusCode());
            assertEquals(1, node.router.writable.get());
        }
    }

    @Test
    void whatCouldNotBeWrittenIsSentAgain() throws Exception {
        try (Node node = new Node("")) {
            String transport = node.open();
            Connection connection = next(node.router.connections);
            Socket gone = node.raw(1, receiveRequest(transport));
            while (!((LongPollConnection) connection).listening()) {
                Thread.onSpinWait();
            }
            assertEquals(409, node.post(transport + "/receive", "").statusCode());
            gone.setSoLinger(true, 0);
            gone.close();

            TestRouter.say(connection, "[1]");

            assertEquals("[1]", node.receive(transport));
        }
    }

    @Test
    void aClientThatVanishesWhileItWaitsMayComeBack() throws Exception {
        try (Node node = new Node("\"request_timeout\":1")) {
            String transport = node.open();
            Connection connection = next(node.router.connections);
            node.raw(1, receiveRequest(transport)).close();

            HttpResponse<String> answer = node.post(transport + "/receive", "");
            while (answer.statusCode() == 409) { // until the time of the other is over
                answer = node.post(transport + "/receive", "");
            }
            TestRouter.say(connection, "[1]");

            assertEquals("[1]", node.receive(transport));
        }
    }

    private static String receiveRequest(String transport) {
        return "POST /lp" + transport + "/receive HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
    }

    @Test
    void olderHttpWorksToo() throws Exception {
        try (Node node = new Node("")) {
            String body = "{\"protocols\":[\"wamp.2.json\"]}";

            String answer = Node.rest(
                    node.raw(1, "POST /lp/open HTTP/1.0\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));

            assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
            assertTrue(answer.contains("\"protocol\":\"wamp.2.json\""), answer);
        }
    }

    @Test
    void aSessionStaysWhileTheRouterCoreIsUpdated() throws Exception {
        try (Node node = new Node("")) {
            String transport = node.open();
            Connection connection = next(node.router.connections);
            node.path.unsetAcceptor(node.router);
            connection.detach();
            assertEquals(
                    503, node.post("/open", "{\"protocols\":[\"wamp.2.json\"]}").statusCode());
            CompletableFuture<HttpResponse<String>> send = node.begin(transport + "/send", "[1]");
            assertNull(node.router.messages.poll(200, TimeUnit.MILLISECONDS));

            node.path.setAcceptor(new TestRouter());

            assertEquals(204, Node.answer(send).statusCode());
            assertEquals("[1]", node.receive(transport));
        }
    }

    @Test
    void whoListensIsToldThatThePathGoes() throws Exception {
        String reason = "the long-poll transport is being stopped";
        try (Node node = new Node("")) {
            String listening = node.open();
            String away = node.open();
            CompletableFuture<HttpResponse<String>> waiting = node.begin(listening + "/receive", "");
            CompletableFuture<HttpResponse<String>> second = node.begin(listening + "/receive", "");
            CompletableFuture.anyOf(waiting, second).get(10, TimeUnit.SECONDS); // the other one waits

            node.listener.removePathService(node.path);

            List<String> answers =
                    List.of(Node.answer(waiting).body(), Node.answer(second).body());
            assertTrue(answers.contains(reason), answers.toString());
            assertEquals(reason, next(node.router.closed));
            assertEquals(reason, next(node.router.closed));
            assertEquals(503, node.post(away + "/receive", "").statusCode());
        }
    }
}
