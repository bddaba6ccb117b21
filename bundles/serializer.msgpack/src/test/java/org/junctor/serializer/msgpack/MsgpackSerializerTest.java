package org.junctor.serializer.msgpack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junctor.api.message.Format;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Unsubscribe;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;
import org.junctor.api.wire.WriteBuffer;
import org.junctor.testing.SerializerContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what only MessagePack has. */
final class MsgpackSerializerTest implements SerializerContract {
    private final MsgpackSerializer msgpack = new MsgpackSerializer();

    @Override
    public Serializer serializer() {
        return msgpack;
    }

    @Test
    void serviceLoaderFindsIt() {
        assertTrue(ServiceLoader.load(Serializer.class).stream()
                .anyMatch(provider -> provider.type() == MsgpackSerializer.class));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "127, 7f",
        "128, cc80",
        "255, ccff",
        "256, cd0100",
        "65535, cdffff",
        "65536, ce00010000",
        "4294967295, ceffffffff",
        "4294967296, cf0000000100000000",
        "9223372036854775807, cf7fffffffffffffff",
        "-1, ff",
        "-32, e0",
        "-33, d0df",
        "-128, d080",
        "-129, d1ff7f",
        "-32768, d18000",
        "-32769, d2ffff7fff",
        "-2147483648, d280000000",
        "-2147483649, d3ffffffff7fffffff",
        "-9223372036854775808, d38000000000000000",
        "9223372036854775808, cf8000000000000000",
        "18446744073709551615, cfffffffffffffffff"
    })
    void integersTakeAsFewOctetsAsTheyCan(BigInteger value, String hex) throws ProtocolViolation {
        assertEquals(hex, written(value));
        assertEquals(String.valueOf(value), String.valueOf(argument(hex)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 90, 80",
        "15, 9f, 8f",
        "16, dc0010, de0010",
        "65535, dcffff, deffff",
        "65536, dd00010000, df00010000"
    })
    void listsAndDictsHaveTheSmallestHeader(int size, String list, String dict) {
        assertTrue(written(Collections.nCopies(size, 1)).startsWith(list + (size > 0 ? "01" : "")));
        Map<String, Integer> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put("k" + i, i);
        }
        assertTrue(written(map).startsWith(dict + (size > 0 ? "a26b30" : "")));
    }

    @ParameterizedTest
    @CsvSource({"0, a0, c400", "31, bf, c41f", "32, d920, c420", "256, da0100, c50100", "65536, db00010000, c600010000"
    })
    void stringsAndBinaryValuesHaveTheSmallestHeader(int length, String text, String binary) {
        assertEquals(text + "61".repeat(length), written("a".repeat(length)));
        assertEquals(binary + "00".repeat(length), written(new byte[length]));
    }

    @Test
    void otherWidthsAreReadTheSame() throws ProtocolViolation {
        for (String five :
                List.of("05", "cc05", "cd0005", "ce00000005", "cf0000000000000005", "d005", "d10005", "d200000005")) {
            assertEquals(5L, argument(five));
        }
        assertEquals("a", argument("d90161"));
        assertEquals(List.of(1L), argument("dd0000000101"));
        assertEquals(Map.of("a", 1L), argument("de0001a16101"));
        assertEquals(0.5, argument("ca3f000000"));
    }

    @Test
    void wholeFloatsMayBeIds() throws ProtocolViolation {
        byte[] octets = HexFormat.of().parseHex("9322" + "cb4008000000000000" + "ca40800000");

        assertEquals(new Unsubscribe(3, 4, Options.EMPTY), msgpack.decode(octets, 0, octets.length));
    }

    @Test
    void wholeFloatsCountAsIntegersInOptions() throws ProtocolViolation {
        byte[] octets = HexFormat.of()
                .parseHex(
                        "95100182" + "a76578636c75646591cb4330000000000001" + "a774696d656f7574ca40000000" + "a16190");

        Options options = ((Publish) msgpack.decode(octets, 0, octets.length)).options();

        assertEquals(List.of((1L << 52) + 1), options.integers("exclude"));
        assertEquals(2, options.integer("timeout", 0));
        assertThrows(ProtocolViolation.class, () -> Options.of("timeout", 0.5).integer("timeout", 0));
        assertThrows(ProtocolViolation.class, () -> Options.of("timeout", 1e300).integer("timeout", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cb3ff8000000000000",
                "cb0000000000000000",
                "cb4340000000000001",
                "cb7ff8000000000000",
                "cbbff0000000000000"
            })
    void otherFloatsAreNoIds(String hex) {
        assertTrue(refusal("9322" + hex + "01").startsWith("element 2 of UNSUBSCRIBE (Request) must be an"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            c1               | malformed MessagePack at octet 7: octet 0xc1 begins nothing
            dcffff           | malformed MessagePack at octet 10: it ends where 65535 more octets are announced
            ddffffffff       | malformed MessagePack at octet 12: it ends where 4294967295 more octets are announced
            dfffffffff       | malformed MessagePack at octet 12: it ends where 8589934590 more octets are announced
            df40ff40f7       | malformed MessagePack at octet 12: it ends where 2180940270 more octets are announced
            db7fffffff       | malformed MessagePack at octet 12: it ends where 2147483647 more octets are announced
            c6ffffffff       | malformed MessagePack at octet 12: it ends where 4294967295 more octets are announced
            c9ffffffff01     | malformed MessagePack at octet 12: it ends where 4294967296 more octets are announced
            d80100           | malformed MessagePack at octet 8: it ends where 17 more octets are announced
            cb00             | malformed MessagePack at octet 8: it ends where 8 more octets are announced
            d9               | malformed MessagePack at octet 7: it ends where 2 more octets are announced
            a2c080           | malformed MessagePack at octet 8: a string is not UTF-8
            a3eda080         | malformed MessagePack at octet 8: a string is not UTF-8
            a1ff             | malformed MessagePack at octet 8: a string is not UTF-8
            81a2c08001       | malformed MessagePack at octet 9: a string is not UTF-8
            """)
    void malformedPayloadIsRefused(String value, String reason) {
        assertEquals(reason, refusal("95100180a16191" + value));
    }

    @Test
    void undefinedOfJavaScriptIsNull() throws ProtocolViolation {
        byte[] subscribe = HexFormat.of().parseHex("94200181a56d61746368d40000a161");

        Message message = serializer().decode(subscribe, 0, subscribe.length);

        assertNull(((Subscribe) message).options().text("match"));
        assertEquals("null", String.valueOf(argument("d40000")));
    }

    @Test
    void depthIsCountedFromTheMessage() throws ProtocolViolation {
        MsgpackSerializer four = new MsgpackSerializer(4);
        byte[] fits = HexFormat.of().parseHex("95100180a16191" + "9190");
        byte[] tooDeep = HexFormat.of().parseHex("95100180a16191" + "919180");

        four.decode(fits, 0, fits.length);
        ProtocolViolation violation =
                assertThrows(ProtocolViolation.class, () -> four.decode(tooDeep, 0, tooDeep.length));

        assertEquals("lists and dicts are nested deeper than 4", violation.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "d40100, an extension type of MessagePack cannot be converted",
        "d6ff00000000, an extension type of MessagePack cannot be converted",
        "c70005, an extension type of MessagePack cannot be converted",
        "810102, a dict has a key that is no string",
        "81c4016102, a dict has a key that is no string",
        "81910102, a dict has a key that is no string",
        "82a16101a16102, key 'a' stands twice in a dict"
    })
    void whatOthersDoNotHaveIsPassedOnButNotConverted(String hex, String reason) throws ProtocolViolation {

        Payload payload = payload("91" + hex);

        assertEquals("91" + hex, HexFormat.of().formatHex(payload.keep().octets()));
        assertEquals(
                reason,
                assertThrows(ProtocolViolation.class, () -> Values.decode(payload, msgpack))
                        .getMessage());
        assertEquals(reason, refusal("94100181a178" + hex + "a161"));
    }

    @Test
    void halfASurrogatePairIsWrittenAsTheReplacementCharacter() {
        assertEquals("a461efbfbd", written("a\ud800"));
        assertEquals("a7efbfbdf09f9880", written("\udc00\ud83d\ude00"));
    }

    @Test
    void payloadOfAnotherFormatIsABugOfTheCaller() {
        Payload foreign = Payload.of(Format.of("json"), 1, new byte[] {'[', ']'}, 0, 2);

        assertThrows(
                IllegalArgumentException.class,
                () -> msgpack.encode(new Publish(1, Options.EMPTY, "a", foreign), new WriteBuffer(8)));
    }

    private Object argument(String hex) throws ProtocolViolation {
        List<?> arguments =
                (List<?>) Values.decode(payload("91" + hex), msgpack).get(0);
        return arguments.get(0);
    }

    private Payload payload(String hex) throws ProtocolViolation {
        byte[] octets = HexFormat.of().parseHex("95100180a161" + hex);
        return ((Publish) msgpack.decode(octets, 0, octets.length)).payload();
    }

    private String refusal(String hex) {
        byte[] octets = HexFormat.of().parseHex(hex);
        return String.valueOf(assertThrows(ProtocolViolation.class, () -> msgpack.decode(octets, 0, octets.length))
                .getMessage());
    }

    private String written(Object value) {
        WriteBuffer out = new WriteBuffer(8);
        Values.write(value, msgpack.writer(out));
        return HexFormat.of().formatHex(out.toByteArray());
    }
}
