package org.junctor.serializer.cbor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Unsubscribe;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;
import org.junctor.api.wire.WriteBuffer;
import org.junctor.testing.SerializerContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what only CBOR has. */
final class CborSerializerTest implements SerializerContract {
    private static final String PUBLISH = "851001a06161";

    private final CborSerializer cbor = new CborSerializer();

    @Override
    public Serializer serializer() {
        return cbor;
    }

    @Test
    void serviceLoaderFindsIt() {
        assertTrue(ServiceLoader.load(Serializer.class).stream()
                .anyMatch(provider -> provider.type() == CborSerializer.class));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "23, 17",
        "24, 1818",
        "255, 18ff",
        "256, 190100",
        "65535, 19ffff",
        "65536, 1a00010000",
        "4294967295, 1affffffff",
        "4294967296, 1b0000000100000000",
        "9223372036854775807, 1b7fffffffffffffff",
        "9223372036854775808, 1b8000000000000000",
        "18446744073709551615, 1bffffffffffffffff",
        "-1, 20",
        "-24, 37",
        "-25, 3818",
        "-256, 38ff",
        "-257, 390100",
        "-9223372036854775808, 3b7fffffffffffffff"
    })
    void integersTakeAsFewOctetsAsTheyCan(BigInteger value, String hex) throws ProtocolViolation {
        assertEquals(hex, written(value));
        assertEquals(String.valueOf(value), String.valueOf(argument(hex)));
    }

    @ParameterizedTest
    @CsvSource({"0, 80, a0", "23, 97, b7", "24, 9818, b818", "256, 990100, b90100", "65536, 9a00010000, ba00010000"})
    void listsAndDictsHaveTheSmallestHeader(int size, String list, String dict) {
        assertTrue(written(Collections.nCopies(size, 1)).startsWith(list + (size > 0 ? "01" : "")));
        Map<String, Integer> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put("k" + i, i);
        }
        assertTrue(written(map).startsWith(dict + (size > 0 ? "626b30" : "")));
    }

    @ParameterizedTest
    @CsvSource({"0, 60, 40", "23, 77, 57", "24, 7818, 5818", "256, 790100, 590100", "65536, 7a00010000, 5a00010000"})
    void stringsAndBinaryValuesHaveTheSmallestHeader(int length, String text, String binary) {
        assertEquals(text + "61".repeat(length), written("a".repeat(length)));
        assertEquals(binary + "00".repeat(length), written(new byte[length]));
    }

    @Test
    void otherSpellingsAreReadTheSame() throws ProtocolViolation {
        for (String five : List.of("05", "1805", "190005", "1a00000005", "1b0000000000000005", "c24105", "c2420005")) {
            assertEquals(5L, argument(five));
        }
        for (String text :
                List.of("6161", "780161", "7f6161ff", "7f606161ff", "7b000000000000000161", "d820" + "6161")) {
            assertEquals("a", argument(text));
        }
        assertArrayEquals(new byte[] {1, 2}, (byte[]) argument("5f41014102ff"));
        assertEquals(List.of(1L), argument("9f01ff"));
        assertEquals(List.of(), argument("9fff"));
        assertEquals(Map.of("a", 1L), argument("bf616101ff"));
        assertEquals("[null, null, true]", String.valueOf(argument("83f6f7f5")));
        assertEquals(-6L, argument("c34105"));
    }

    @ParameterizedTest
    @CsvSource({
        "f90000, 0.0",
        "f98000, -0.0",
        "f93c00, 1.0",
        "f97bff, 65504.0",
        "f90001, 5.960464477539063E-8",
        "f90400, 0.00006103515625",
        "f9c400, -4.0",
        "f97c00, Infinity",
        "f97e00, NaN",
        "f9fc00, -Infinity",
        "fa47c35000, 100000.0",
        "fb3ff199999999999a, 1.1"
    })
    void floatsOfEveryWidthAreRead(String hex, double value) throws ProtocolViolation {
        assertEquals(value, argument(hex));
    }

    @Test
    void messagesMayHaveIndefiniteLengths() throws ProtocolViolation {
        byte[] octets = HexFormat.of()
                .parseHex("9f" + "10" + "01" + "bf6178f5ff" + "7f61616162ff" + "9f01ff" + "bf616b02ff" + "ff");

        Publish publish = (Publish) cbor.decode(octets, 0, octets.length);

        assertEquals(Options.of("x", true), publish.options());
        assertEquals("ab", publish.topic());
        assertEquals(List.of(List.of(1L), Map.of("k", 2L)), Values.decode(publish.payload(), cbor));
        assertEquals(
                "9f01ffbf616b02ff",
                HexFormat.of().formatHex(publish.payload().keep().octets()));
    }

    @Test
    void wholeFloatsMayBeIds() throws ProtocolViolation {
        byte[] octets = HexFormat.of().parseHex("831822" + "fb4008000000000000" + "f94400");

        assertEquals(new Unsubscribe(3, 4, Options.EMPTY), cbor.decode(octets, 0, octets.length));
    }

    @Test
    void wholeFloatsCountAsIntegersInOptions() throws ProtocolViolation {
        byte[] octets = HexFormat.of()
                .parseHex(
                        "851001a2" + "676578636c75646581fb4330000000000001" + "6774696d656f7574fa40000000" + "616180");

        Options options = ((Publish) cbor.decode(octets, 0, octets.length)).options();

        assertEquals(List.of((1L << 52) + 1), options.integers("exclude"));
        assertEquals(2, options.integer("timeout", 0));
        assertThrows(ProtocolViolation.class, () -> Options.of("timeout", 0.5).integer("timeout", 0));
        assertThrows(ProtocolViolation.class, () -> Options.of("timeout", 1e300).integer("timeout", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f93e00",
                "f90000",
                "fb4340000000000001",
                "f97e00",
                "f97c00",
                "f9bc00",
                "c24101",
                "1bffffffffffffffff",
                "20"
            })
    void otherNumbersAreNoIds(String hex) {
        assertTrue(refusal("831822" + hex + "01").startsWith("element 2 of UNSUBSCRIBE (Request) must be an"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            9b7fffffffffffffff | malformed CBOR at octet 16: a list or dict has more elements than there are octets
            9bffffffffffffffff | malformed CBOR at octet 16: a list or dict has more elements than there are octets
            bb4000000000000000 | malformed CBOR at octet 16: a list or dict has more elements than there are octets
            a1                 | malformed CBOR at octet 8: a list or dict has more elements than there are octets
            5b7fffffffffffffff | malformed CBOR at octet 16: a string is longer than what is there
            7bffffffffffffffff | malformed CBOR at octet 16: a string is longer than what is there
            62c080             | malformed CBOR at octet 8: a string is not UTF-8
            63eda080           | malformed CBOR at octet 8: a string is not UTF-8
            7f61c361a9ff       | malformed CBOR at octet 9: a string is not UTF-8
            7f4161ff           | malformed CBOR at octet 8: a part of a string is of another type
            7f7fffff           | malformed CBOR at octet 8: octet 0x7f begins nothing here
            5f6161ff           | malformed CBOR at octet 8: a part of a string is of another type
            9f                 | malformed CBOR at octet 8: it ends where a value should be
            5f                 | malformed CBOR at octet 8: it ends where a value should be
            bf6161ff           | malformed CBOR at octet 10: octet 0xff begins nothing here
            ff                 | malformed CBOR at octet 7: octet 0xff begins nothing here
            1c                 | malformed CBOR at octet 7: octet 0x1c begins nothing here
            1f                 | malformed CBOR at octet 7: octet 0x1f begins nothing here
            df                 | malformed CBOR at octet 7: octet 0xdf begins nothing here
            fc                 | malformed CBOR at octet 7: octet 0xfc begins nothing here
            f818               | malformed CBOR at octet 9: a simple value below 32 has a second octet
            1a0000             | malformed CBOR at octet 7: it ends where a value should be
            c2                 | malformed CBOR at octet 8: it ends where a value should be
            """)
    void malformedPayloadIsRefused(String value, String reason) {
        assertEquals(reason, refusal(PUBLISH + "81" + value));
    }

    @Test
    void depthIsCountedFromTheMessageAndTagsCount() throws ProtocolViolation {
        CborSerializer four = new CborSerializer(4);
        byte[] fits = HexFormat.of().parseHex(PUBLISH + "81" + "8180");
        four.decode(fits, 0, fits.length);

        for (String value : List.of("8181a0", "81c1c100", "9f9f9fffffff")) {
            byte[] tooDeep = HexFormat.of().parseHex(PUBLISH + "81" + value);
            ProtocolViolation violation =
                    assertThrows(ProtocolViolation.class, () -> four.decode(tooDeep, 0, tooDeep.length));
            assertEquals("lists, dicts and tags are nested deeper than 4", violation.getMessage());
        }
        assertEquals(
                "lists, dicts and tags are nested deeper than 64",
                refusal(PUBLISH + "81" + "c1".repeat(50_000) + "00"));
        assertEquals("lists, dicts and tags are nested deeper than 64", refusal(PUBLISH + "81" + "9f".repeat(50_000)));
    }

    @ParameterizedTest
    @CsvSource({
        "c4820101, a value with tag 4 of CBOR cannot be converted",
        "d81c01, a value with tag 28 of CBOR cannot be converted",
        "d81d00, a value with tag 29 of CBOR cannot be converted",
        "dbffffffffffffffff00, a value with tag 18446744073709551615 of CBOR cannot be converted",
        "c26161, a big integer of CBOR is no binary value",
        "c249010000000000000000, an integer below -2^63 or above 2^64-1 cannot be converted",
        "c3488000000000000000, an integer below -2^63 or above 2^64-1 cannot be converted",
        "3b8000000000000000, an integer below -2^63 or above 2^64-1 cannot be converted",
        "f0, a simple value of CBOR's cannot be converted",
        "f8ff, a simple value of CBOR's cannot be converted",
        "a10102, a dict has a key that is no string",
        "a1416102, a dict has a key that is no string",
        "a1c1616102, a dict has a key that is no string",
        "a2616101616102, key 'a' stands twice in a dict"
    })
    void whatOthersDoNotHaveIsPassedOnButNotConverted(String hex, String reason) throws ProtocolViolation {
        Payload payload = payload("81" + hex);

        assertEquals("81" + hex, HexFormat.of().formatHex(payload.keep().octets()));
        assertEquals(
                reason,
                assertThrows(ProtocolViolation.class, () -> Values.decode(payload, cbor))
                        .getMessage());
        assertEquals(reason, refusal("841001a16178" + hex + "6161"));
    }

    @Test
    void arrayOfOctetsIsABinaryValue() throws ProtocolViolation {
        for (String tag : List.of("d840", "d844")) {
            Payload payload = payload("81" + tag + "4200ff");

            List<?> arguments = (List<?>) Values.decode(payload, cbor).get(0);

            assertEquals("00ff", HexFormat.of().formatHex((byte[]) arguments.get(0)));
        }
    }

    @Test
    void taggedMessagesAndElementsAreRefused() {
        assertEquals("a message must be a list", refusal("d9d9f7" + PUBLISH + "80"));
        assertEquals("element 4 of PUBLISH (Topic) must be a string", refusal("841001a0d8206161"));
        assertTrue(refusal(PUBLISH + "c180").startsWith("element 5 of PUBLISH (Arguments) must be a list"));
    }

    @Test
    void payloadOfAnotherFormatIsABugOfTheCaller() {
        Payload foreign = Payload.of(Format.of("json"), 1, new byte[] {'[', ']'}, 0, 2);

        assertThrows(
                IllegalArgumentException.class,
                () -> cbor.encode(new Publish(1, Options.EMPTY, "a", foreign), new WriteBuffer(8)));
    }

    private Object argument(String hex) throws ProtocolViolation {
        List<?> arguments = (List<?>) Values.decode(payload("81" + hex), cbor).get(0);
        return arguments.get(0);
    }

    private Payload payload(String hex) throws ProtocolViolation {
        byte[] octets = HexFormat.of().parseHex(PUBLISH + hex);
        return ((Publish) cbor.decode(octets, 0, octets.length)).payload();
    }

    private String refusal(String hex) {
        byte[] octets = HexFormat.of().parseHex(hex);
        return String.valueOf(assertThrows(ProtocolViolation.class, () -> cbor.decode(octets, 0, octets.length))
                .getMessage());
    }

    private String written(Object value) {
        WriteBuffer out = new WriteBuffer(8);
        Values.write(value, cbor.writer(out));
        return HexFormat.of().formatHex(out.toByteArray());
    }
}
