package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junctor.itests.protocol.Wire.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions of any two serializers understand each other: each value arrives as it was sent. */
@ExtendWith(RouterExtension.class)
@ParameterizedClass(name = "{0} to {1}")
@MethodSource("pairs")
record ConversionTest(Codec from, Codec to) {
    static Stream<Arguments> pairs() {
        return Stream.of(Codec.values())
                .flatMap(from -> Stream.of(Codec.values()).map(to -> Arguments.of(from, to)));
    }

    private static final byte[] ALL_OCTETS = new byte[256];

    static {
        for (int i = 0; i < 256; i++) {
            ALL_OCTETS[i] = (byte) i;
        }
    }

    /** Where encodings change their length. */
    private static final List<Long> INTEGERS = LongStream.of(
                    0,
                    1,
                    -1,
                    23,
                    24,
                    127,
                    128,
                    255,
                    256,
                    -24,
                    -25,
                    -32,
                    -33,
                    -128,
                    -129,
                    32767,
                    32768,
                    65535,
                    65536,
                    -32769,
                    Integer.MAX_VALUE,
                    Integer.MIN_VALUE,
                    1L << 31,
                    (1L << 32) - 1,
                    1L << 32,
                    1L << 53,
                    (1L << 53) + 1,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE)
            .boxed()
            .toList();

    /** One of each kind that every serializer has (docs/serializers.md). */
    private static ArrayNode values() {
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        values.addNull().add(true).add(false);
        INTEGERS.forEach(values::add);
        values.add(new BigInteger("18446744073709551615"));
        values.add(0.5).add(-2.5).add(1e300).add(Double.MIN_VALUE).add(3.141592653589793);
        values.add("")
                .add("text")
                .add("ü ß 日本 😀 \" \\ / \b\f\n\r\t \u0001 \u007f \u2028")
                .add("x".repeat(70_000));
        values.add(new byte[0]).add(ALL_OCTETS);
        values.addArray();
        values.addObject();
        ArrayNode deep = values.addArray();
        for (int i = 0; i < 40; i++) {
            deep = deep.addArray();
        }
        values.addObject()
                .putArray("list")
                .addObject()
                .put("octets", ALL_OCTETS)
                .putNull("nothing");
        return values;
    }

    private static ObjectNode keywords() {
        ObjectNode keywords = JsonNodeFactory.instance.objectNode();
        keywords.put("octets", ALL_OCTETS).put("ключ", 1).put("", "empty key");
        keywords.set("values", values());
        return keywords;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private Session join(Router router, Codec codec) {
        return router.join(Wire.of(Transport.WEBSOCKET, codec));
    }

    @Test
    void X03_eventsKeepEveryValueWithOctetsAmongThem(Router router) {
        Session publisher = join(router, from);
        Session subscriber = join(router, to);
        long subscription = subscriber.subscribe("org.junctor.test.x03");

        publisher.request(Type.PUBLISH, Map.of(), "org.junctor.test.x03", values(), keywords());

        JsonNode event = subscriber.event(subscription);
        assertEquals(Values.normal(values()), event.get(4));
        assertEquals(Values.normal(keywords()), event.get(5));
        assertEquals(names(keywords()), names(event.get(5)), "the order of keys");
    }

    @Test
    void X17_callsResultsAndErrorsKeepEveryValue(Router router) {
        Session caller = join(router, from);
        Session callee = router.join(Wire.of(Transport.RAWSOCKET, to));
        callee.register("org.junctor.test.x17");

        long call = caller.request(Type.CALL, Map.of(), "org.junctor.test.x17", values(), keywords());
        JsonNode invocation = callee.receive(Type.INVOCATION);
        long id = invocation.get(1).asLong();
        callee.peer().send(Type.YIELD, id, Map.of(), values(), keywords());
        JsonNode result = caller.answer(Type.RESULT, call);
        long failing = caller.call("org.junctor.test.x17");
        long next = callee.receive(Type.INVOCATION).get(1).asLong();
        callee.peer().send(Type.ERROR, Type.INVOCATION, next, Map.of(), "org.junctor.error.full", values(), keywords());
        JsonNode error = caller.error(Type.CALL, failing, "org.junctor.error.full");

        assertEquals(Values.normal(values()), invocation.get(4));
        assertEquals(Values.normal(keywords()), invocation.get(5));
        assertEquals(Values.normal(values()), result.get(3));
        assertEquals(Values.normal(keywords()), result.get(4));
        assertEquals(Values.normal(values()), error.get(5));
        assertEquals(Values.normal(keywords()), error.get(6));
    }

    @Test
    void X17_messagesWithoutArgumentsStayWithout(Router router) {
        Session publisher = join(router, from);
        Session subscriber = join(router, to);
        long subscription = subscriber.subscribe("org.junctor.test.x17b");

        publisher.request(Type.PUBLISH, Map.of(), "org.junctor.test.x17b");
        publisher.request(Type.PUBLISH, Map.of(), "org.junctor.test.x17b", List.of());
        publisher.request(Type.PUBLISH, Map.of(), "org.junctor.test.x17b", List.of(), Map.of("k", 1));

        for (int i = 0; i < 2; i++) {
            JsonNode bare = subscriber.event(subscription);
            assertEquals(0, bare.path(4).size() + bare.path(5).size(), bare::toString);
        }
        assertEquals(1, subscriber.event(subscription).get(5).get("k").asInt());
    }
}
