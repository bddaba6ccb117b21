package org.junctor.serializer.flatbuffers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junctor.api.message.Abort;
import org.junctor.api.message.Call;
import org.junctor.api.message.Cancel;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Format;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Register;
import org.junctor.api.message.Result;
import org.junctor.api.message.Unregistered;
import org.junctor.api.message.Unsubscribe;
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;
import org.junctor.api.wire.WriteBuffer;
import org.junctor.testing.SerializerVectors;
import org.junit.jupiter.api.Test;

/** The vectors, and what else this encoding carries. */
final class FlatBuffersSerializerTest implements SerializerVectors {
    private final FlatBuffersSerializer flatbuffers = new FlatBuffersSerializer();

    @Override
    public Serializer serializer() {
        return flatbuffers;
    }

    /** The reference client leaves them out. */
    @Override
    public Object roles(long type, Object listed) {
        return type == Hello.TYPE
                ? Map.of("publisher", Map.of(), "subscriber", Map.of(), "caller", Map.of(), "callee", Map.of())
                : Map.of("broker", Map.of(), "dealer", Map.of());
    }

    @Test
    void serviceLoaderFindsIt() {
        assertTrue(ServiceLoader.load(Serializer.class).stream()
                .anyMatch(provider -> provider.type() == FlatBuffersSerializer.class));
    }

    @Test
    void payloadIsThatOfCborAndMessagesComeOneByOne() {
        assertSame(Format.of("cbor"), flatbuffers.format());
        assertFalse(flatbuffers.type().batched());
    }

    @Test
    void everyOptionOfPublishThatTheSchemaHasSurvives() throws ProtocolViolation {
        Map<String, Object> publish = new LinkedHashMap<>();
        publish.put("acknowledge", true);
        publish.put("exclude_me", false);
        publish.put("exclude", List.of(1L, 1L << 53));
        publish.put("exclude_authid", List.of("a", "ü"));
        publish.put("exclude_authrole", List.of("b"));
        publish.put("eligible", List.of());
        publish.put("eligible_authid", List.of());
        publish.put("eligible_authrole", List.of("c", ""));
        publish.put("retain", true);
        publish.put("transaction_hash", "0x1");
        publish.put(
                "forward_for", List.of(Map.of("session", 7L, "authid", "x"), Map.of("session", 8L, "authrole", "y")));

        assertSurvives(new Publish(1, Options.of(publish), "com.example", arguments()));
    }

    @Test
    void everyOtherOptionThatTheSchemaHasSurvives() throws ProtocolViolation {
        assertSurvives(new Register(
                2,
                options("match", "wildcard", "invoke", "random", "concurrency", 3L, "force_reregister", true),
                "com..x"));
        assertSurvives(new Call(3, options("timeout", 500L, "receive_progress", true), "a", arguments()));
        assertSurvives(new Yield(4, options("progress", true), arguments()));
        assertSurvives(new Cancel(5, options("mode", "killnowait")));
        assertSurvives(new Unregistered(0, options("registration", 9L, "reason", "wamp.close.x")));
        assertSurvives(new Error(Call.TYPE, 6, Options.EMPTY, "com.example.error", arguments()));
        assertSurvives(new Challenge("ticket", Options.EMPTY));
        assertSurvives(new Unsubscribe(7, 8, Options.EMPTY));
        assertSurvives(new Invocation(
                8,
                9,
                options("procedure", "a.b", "caller", 1L, "caller_authid", "i", "caller_authrole", "r", "timeout", 1L),
                arguments()));
        assertSurvives(new Event(
                1,
                2,
                options("publisher", 5L, "publisher_authid", "p", "topic", "a.b", "retained", true),
                arguments()));
    }

    @Test
    void rolesAndTheirFeaturesSurvive() throws ProtocolViolation {
        Map<String, Object> broker = Map.of("features", Map.of("event_retention", true));
        Map<String, Object> dealer = Map.of("features", Map.of("call_canceling", true, "testament_meta_api", true));
        Map<String, Object> callee = Map.of("features", Map.of("shared_registration", true));

        assertSurvives(new Welcome(
                1,
                options(
                        "roles",
                        Map.of("broker", broker, "dealer", dealer),
                        "realm",
                        "r",
                        "authid",
                        "i",
                        "authmethod",
                        "ticket")));
        assertSurvives(new Hello(
                "r", options("roles", Map.of("callee", callee), "authmethods", List.of("ticket", "cryptosign"))));
    }

    @Test
    void passthruKeepsItsForm() throws ProtocolViolation {
        WriteBuffer out = new WriteBuffer(8);
        flatbuffers.writer(out).binary(new byte[] {1, 2, 3});
        Payload binary = Payload.of(flatbuffers.format(), 1, out.array(), out.start(), out.length());

        assertSurvives(new Publish(1, options("enc_algo", "cryptobox", "enc_key", "k"), "a", binary));
        assertSurvives(new Publish(
                1,
                options("ppt_scheme", "mqtt", "ppt_serializer", "json", "ppt_cipher", "aes256gcm", "ppt_keyid", "k"),
                "a",
                arguments()));
    }

    @Test
    void argumentsAloneAreASliceOfTheMessage() throws ProtocolViolation {
        byte[] octets = encoded(new Result(1, Options.EMPTY, Values.payload(flatbuffers, List.of("a"), Map.of())));

        Result result = (Result) flatbuffers.decode(octets, 0, octets.length);

        assertSame(octets, result.payload().octets());
    }

    @Test
    void keywordsWithoutArgumentsHaveAnEmptyListBeforeThem() throws ProtocolViolation {
        byte[] kwargs = {(byte) 0xa1, 0x61, 'k', 1};
        FlatBuilder builder = new FlatBuilder();
        int vector = builder.octets(kwargs, 0, kwargs.length);
        builder.startTable(14);
        builder.number(1, 7, Long.BYTES, 0);
        builder.reference(3, vector);
        byte[] octets = Crafted.message(builder, Result.TYPE, builder.endTable());

        Result result = (Result) flatbuffers.decode(octets, 0, octets.length);

        assertEquals(List.of(List.of(), Map.of("k", 1L)), Values.decode(result.payload(), flatbuffers));
    }

    @Test
    void largePayloadSurvives() throws ProtocolViolation {
        Payload payload = Values.payload(
                flatbuffers, List.of("x".repeat(70_000), List.of(1, -1, 1.5, true)), Map.of("k", new byte[300]));

        assertSurvives(new Call(1, Options.EMPTY, "a", payload));
    }

    @Test
    void messageMayStandAnywhereInTheArray() throws ProtocolViolation {
        byte[] octets = encoded(new Call(1, options("timeout", 5L), "com.example", arguments()));
        byte[] array = new byte[octets.length + 7];
        Arrays.fill(array, (byte) 0xff);
        System.arraycopy(octets, 0, array, 3, octets.length);

        Call call = (Call) flatbuffers.decode(array, 3, octets.length);

        assertEquals("com.example", call.procedure());
        assertEquals(List.of(List.of("a"), Map.of("k", 1L)), Values.decode(call.payload(), flatbuffers));
    }

    @Test
    void whatTheSchemaDoesNotHaveIsLeftOut() throws ProtocolViolation {
        byte[] event = encoded(new Event(1, 2, options("trustlevel", 3L, "publisher", "no id"), Payload.EMPTY));
        byte[] abort = encoded(new Abort(options("message", "no"), "wamp.error.x", arguments()));

        assertEquals(Options.EMPTY, ((Event) flatbuffers.decode(event, 0, event.length)).details());
        assertSame(Payload.EMPTY, ((Abort) flatbuffers.decode(abort, 0, abort.length)).payload());
    }

    @Test
    void payloadOfAnotherFormatIsABugOfTheCaller() {
        Payload foreign = Payload.of(Format.of("json"), 1, new byte[] {'[', ']'}, 0, 2);

        assertThrows(
                IllegalArgumentException.class,
                () -> flatbuffers.encode(new Publish(1, Options.EMPTY, "a", foreign), new WriteBuffer(8)));
    }

    private void assertSurvives(Message message) throws ProtocolViolation {
        byte[] octets = encoded(message);

        Message decoded = flatbuffers.decode(octets, 0, octets.length);

        assertEquals(text(message), text(decoded));
    }

    /** A message as text, with the values of its payload. */
    private String text(Message message) {
        List<Object> elements = new ArrayList<>();
        message.write(new ElementList(elements, flatbuffers));
        return message.type() + " " + elements;
    }

    private Payload arguments() {
        return Values.payload(flatbuffers, List.of("a"), Map.of("k", 1));
    }

    private byte[] encoded(Message message) {
        WriteBuffer out = new WriteBuffer(8);
        flatbuffers.encode(message, out);
        return out.toByteArray();
    }

    private static Options options(Object... keysAndValues) {
        Map<String, Object> options = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            options.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return Options.of(options);
    }
}
