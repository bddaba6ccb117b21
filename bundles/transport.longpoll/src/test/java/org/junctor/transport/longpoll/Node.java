package org.junctor.transport.longpoll;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junctor.http.api.PathService;
import org.junctor.transport.http.Engine;
import org.junctor.transport.http.HttpListener;

/** One listener with the long-poll path type, no framework around it, and what speaks to it. */
final class Node implements AutoCloseable {
    private static final Pattern OPENED =
            Pattern.compile("\\{\"protocol\":\"([a-z0-9.]+)\",\"transport\":\"([0-9a-f]{32})\"}");

    final Engine engine = new Engine();
    final LongPollPath path = new LongPollPath();
    final TestRouter router = new TestRouter();
    final HttpListener listener;
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param options the members of {@code options}, as JSON */
    Node(String options) {
        this(options, "{}");
    }

    /** @param listenerOptions those of the listener, as JSON */
    Node(String options, String listenerOptions) {
        listener = new HttpListener(
                engine,
                Map.of(
                        "id", "t1",
                        "service.pid", "org.junctor.transport.http~t1",
                        "type", "web",
                        "options", listenerOptions,
                        "endpoint", "{\"type\":\"tcp\",\"port\":0,\"interface\":\"127.0.0.1\"}",
                        "paths", "{\"lp\":{\"type\":\"longpoll\",\"options\":{" + options + "}}}"));
        path.setAcceptor(router);
        listener.addPathService(path, Map.of(PathService.TYPE, "longpoll"));
    }

    int port() throws Exception {
        String line = listener.started().toCompletableFuture().get(5, TimeUnit.SECONDS);
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    /** A request to {@code /lp/…}; headers are names and values in turn. */
    HttpRequest.Builder request(String path, String... headers) throws Exception {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/lp" + path));
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> begin(String path, String body, String... headers) throws Exception {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Posts, and waits for the answer. */
    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return answer(begin(path, body, headers));
    }

    static HttpResponse<String> answer(CompletableFuture<HttpResponse<String>> begun) throws Exception {
        return begun.get(10, TimeUnit.SECONDS);
    }

    /** Opens a transport that speaks one of these protocols, and answers {@code /<id>}. */
    String open(String... protocols) throws Exception {
        HttpResponse<String> answer = post("/open", "{\"protocols\":[\"" + String.join("\",\"", protocols) + "\"]}");
        Matcher opened = OPENED.matcher(answer.body());
        if (answer.statusCode() != 200 || !opened.matches()) {
            throw new AssertionError("not opened: " + answer.statusCode() + " " + answer.body());
        }
        return "/" + opened.group(2);
    }

    String open() throws Exception {
        return open("wamp.2.json");
    }

    /** What is there for this transport. */
    String receive(String transport) throws Exception {
        HttpResponse<String> answer = post(transport + "/receive", "");
        if (answer.statusCode() != 200) {
            throw new AssertionError("status " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    /** A connection from 127.0.0.{@code last}, with this written on it. */
    Socket raw(int last, String text) throws Exception {
        Socket socket = new Socket(loopback(1), port(), loopback(last), 0);
        socket.setSoTimeout(5000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static InetAddress loopback(int last) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    /** All that comes until the connection ends. */
    static String rest(Socket socket) throws IOException {
        try (socket) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        listener.stop();
        engine.stop();
    }
}
