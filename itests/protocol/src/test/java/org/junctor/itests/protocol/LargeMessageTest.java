package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junctor.itests.protocol.Wire.Transport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Large messages do not hold up others: a bystander's calls are answered meanwhile, and the figures are printed. */
final class LargeMessageTest {
    private static final String PROCEDURE = "org.junctor.large.take";
    private static final int TIMES = 3;
    private static final int LARGEST = (16 << 20) - 100_000; // what codecs add to it must fit in the frame, too
    private static final int ARRAYS = 350_000;
    private static final int KEYS = 80_000;

    private static Node node;
    private static NodeFile file;

    @BeforeAll
    static void start() throws IOException {
        Path folder = Files.createTempDirectory("junctor-large");
        file = NodeFile.ofPolicies(folder, Map.of(), "disconnect");
        node = Node.in(folder).start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void longStringsHoldUpNobody(Codec codec) {
        String text = "x".repeat(LARGEST);

        JsonNode arrived = send(codec, codec, "16 MiB", Json.node(List.of(text)), Map.of());

        assertEquals(text.length(), arrived.get(4).get(0).asText().length());
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void manyArraysHoldUpNobody(Codec codec) {
        ArrayNode arrays = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < ARRAYS; i++) {
            arrays.addArray();
        }

        JsonNode arrived = send(codec, other(codec), "1 MB of arrays", Json.node(List.of(arrays)), Map.of());

        assertEquals(ARRAYS, arrived.get(4).get(0).size());
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void manyKeysHoldUpNobody(Codec codec) {
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < KEYS; i++) {
            keys.put("key" + i, i);
        }

        JsonNode arrived = send(codec, other(codec), "80,000 keys", Json.node(List.of()), keys);

        assertEquals(KEYS, arrived.get(5).size());
    }

    /** A codec that the payload must be converted to. */
    private static Codec other(Codec codec) {
        return codec == Codec.JSON ? Codec.CBOR : Codec.JSON;
    }

    /** The INVOCATION of calls with these arguments. What is sent is made before the bystander looks at its watch. */
    private static JsonNode send(Codec caller, Codec callee, String what, JsonNode arguments, Object keywords) {
        List<byte[]> calls = new ArrayList<>();
        for (int request = 1; request <= TIMES; request++) {
            List<Object> call = List.of(Type.CALL, request, Map.of(), PROCEDURE, arguments, keywords);
            calls.add(caller.encode(Json.node(call)));
        }
        Session asked = join(callee);
        Session asking = join(caller);
        JsonNode invocation = Json.node(List.of());
        Bystander bystander = Bystander.of(file.webUrl("/ws"), what + ", " + caller + " to " + callee);
        try {
            asked.register(PROCEDURE);
            for (byte[] call : calls) {
                asking.peer().sendMessage(call);
                invocation = asked.receive(Type.INVOCATION);
                asked.yieldTo(invocation, "taken");
                asking.receive(Type.RESULT);
            }
        } finally {
            asked.close();
            asking.close();
            bystander.close();
        }
        return invocation;
    }

    private static Session join(Codec codec) {
        UnixDomainSocketAddress socket =
                UnixDomainSocketAddress.of(node.folder().resolve("disconnect.sock"));
        return Session.join(RawSocketPeer.connect(socket, Wire.of(Transport.RAWSOCKET_UNIX, codec)), Router.OPEN);
    }
}
