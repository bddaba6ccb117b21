package org.junctor.itests.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A peer over HTTP long-poll: one request waits for messages, others send them. */
final class LongPollPeer extends Peer {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI transport;
    private final AtomicBoolean cut = new AtomicBoolean();

    private LongPollPeer(URI transport, Wire wire) {
        super(wire);
        this.transport = transport;
    }

    /** Opens a transport at this path, and receives from now on. */
    static LongPollPeer connect(URI base, Wire wire) {
        LongPollPeer peer = new LongPollPeer(opened(base, wire), wire);
        Thread receiving = new Thread(peer::receiveAll, "longpoll-receiver");
        receiving.setDaemon(true);
        receiving.start();
        return peer;
    }

    /** Opens a transport at this path, and answers where it is. */
    static URI opened(URI base, Wire wire) {
        byte[] offer =
                Json.text(Map.of("protocols", List.of(wire.subprotocol()))).getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> opened = post(URI.create(base + "/open"), offer);
        if (opened.statusCode() != 200) {
            throw new AssertionError("no long-poll transport at " + base + ": " + opened.statusCode());
        }
        JsonNode answer = Json.tree(new String(opened.body(), StandardCharsets.UTF_8));
        if (!answer.path("protocol").asText().equals(wire.subprotocol())) {
            throw new AssertionError("the router did not take the protocol: " + answer);
        }
        return URI.create(base + "/" + answer.path("transport").asText());
    }

    @Override
    boolean sendOctets(byte[] octets) {
        int status = post(URI.create(transport + "/send"), octets).statusCode();
        return status >= 200 && status < 300;
    }

    @Override
    void cut() {
        if (!cut.getAndSet(true)) {
            post(URI.create(transport + "/close"), new byte[0]);
        }
    }

    /** An answer to a POST of these octets. */
    static HttpResponse<byte[]> post(URI url, byte[] octets) {
        try {
            return CLIENT.send(
                    HttpRequest.newBuilder(url)
                            .timeout(Duration.ofSeconds(15))
                            .POST(BodyPublishers.ofByteArray(octets))
                            .build(),
                    BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError("no answer from " + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void receiveAll() {
        int status = 200;
        while (status == 200 || status == 204) {
            HttpResponse<byte[]> answer;
            try {
                answer = post(URI.create(transport + "/receive"), new byte[0]);
            } catch (AssertionError e) {
                ended(0, String.valueOf(e.getMessage()));
                return;
            }
            status = answer.statusCode();
            if (status == 200 && answer.body().length > 0) {
                arrived(answer.body());
            }
        }
        ended(status, "HTTP " + status);
    }
}
