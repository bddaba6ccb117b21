package org.junctor.serializer.ubjson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junctor.api.message.Format;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;
import org.junctor.api.wire.WriteBuffer;
import org.junctor.testing.SerializerContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract, and what only UBJSON has. Octets are written as Latin-1 text, those that are not printable as {@code ~xx}. */
final class UbjsonSerializerTest implements SerializerContract {
    private final UbjsonSerializer bjdata = new UbjsonSerializer();
    private final UbjsonSerializer plain = new UbjsonSerializer(Dialect.UBJSON, 64);

    @Override
    public Serializer serializer() {
        return bjdata;
    }

    @Test
    void serviceLoaderFindsIt() {
        assertTrue(ServiceLoader.load(Serializer.class).stream()
                .anyMatch(provider -> provider.type() == UbjsonSerializer.class));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            0                    | U~00                       | U~00
            255                  | U~ff                       | U~ff
            -1                   | i~ff                       | i~ff
            -128                 | i~80                       | i~80
            -129                 | I~ff~7f                    | I~7f~ff
            256                  | I~01~00                    | u~00~01
            40000                | l~00~00~9c@              | u@~9c
            65536                | l~00~01~00~00              | m~00~00~01~00
            -70000               | l~ff~fe~ee~90              | l~90~ee~fe~ff
            2147483648           | L~00~00~00~00~80~00~00~00  | m~00~00~00~80
            9007199254740992     | L~00~20~00~00~00~00~00~00  | M~00~00~00~00~00~00~20~00
            -9223372036854775808 | L~80~00~00~00~00~00~00~00  | L~00~00~00~00~00~00~00~80
            """)
    void integersAreWrittenAsPeersOfEachDialectDo(long value, String inPlain, String inBjdata) {
        assertEquals("[" + inPlain + "]", shown(payload(plain, value)));
        assertEquals("[" + inBjdata + "]", shown(payload(bjdata, value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            Z                       | [null]
            NTNFN                   | [true, false]
            Ca                      | [a]
            SU~02~c3~a9             | [é]
            i~ffU~ff                | [-1, 255]
            HU~03-12                | [-12]
            HU~1418446744073709551615 | [18446744073709551615]
            HU~041.25               | [1.25]
            [#U~02U~01U~02          | [[1, 2]]
            [$i#U~02~01~ff          | [[1, -1]]
            [$C#U~02ab              | [[a, b]]
            [$S#U~02U~01aU~00       | [[a, ]]
            [$[#U~02U~01]]          | [[[1], []]]
            [#U~01[]                | [[[]]]
            {#U~01U~01aU~01         | [{a=1}]
            {$U#U~02U~01a~01U~01b~02 | [{a=1, b=2}]
            {NU~01aNU~01N}          | [{a=1}]
            """)
    void everyTypeIsDecodedInBothDialects(String octets, String values) throws ProtocolViolation {
        assertEquals(values, Values.decode(payload(plain, octets), plain).get(0).toString());
        assertEquals(
                values, Values.decode(payload(bjdata, octets), bjdata).get(0).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            u~00~01                    | [256]
            m~00~00~01~00              | [65536]
            M~00~00~00~00~00~00~00~80  | [9223372036854775808]
            B~07                       | [7]
            h~00~3e                    | [1.5]
            h~01~80                    | [-5.9604644775390625E-8]
            h~00~7c                    | [Infinity]
            d~00~00~c0~3f              | [1.5]
            D~00~00~00~00~00~00~f8~3f  | [1.5]
            [$u#U~02~00~01~01~00       | [[256, 1]]
            [$U#U~02~01~02             | [[1, 2]]
            I~ff~fe                    | [-257]
            """)
    void typesOfBjdataAreDecoded(String octets, String values) throws ProtocolViolation {
        assertEquals(
                values, Values.decode(payload(bjdata, octets), bjdata).get(0).toString());
    }

    @Test
    void binaryIsAListOfTheDialectsOwnType() throws ProtocolViolation {
        assertEquals("[[$B#U~02~01~02]", shown(payload(bjdata, new byte[] {1, 2})));
        assertEquals("[[$U#U~02~01~02]", shown(payload(plain, new byte[] {1, 2})));
        List<?> fromPlain =
                (List<?>) Values.decode(payload(plain, "[$U#U~02~01~02"), plain).get(0);
        assertEquals(2, ((byte[]) fromPlain.get(0)).length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            [U~10I~01~2c{}SU~01a[I~01~00]]                    | 300  | [256]
            [U~10u~2c~01{}SU~01a[u~00~01]]                    | 300  | [256]
            [U~10U~05{}SU~01a[l~00~01~00~00]]                 | 5    | [65536]
            [U~10U~05{}SU~01a[m~00~00~01~00]]                 | 5    | [65536]
            [U~10U~05{U~03keySI~00~04text}SU~01a[I~ff~fe]]    | 5    | [-2]
            [U~10u~2c~01{}SU~01a[I~01~00]]                    | 300  | [1]
            [U~10u~2c~01{}SU~01a[I~fe~ff]]                    | 300  | [-2]
            """)
    void dialectOfAMessageIsSeenByItsTypes(String octets, long request, String arguments) throws ProtocolViolation {
        for (UbjsonSerializer serializer : List.of(bjdata, plain)) {
            byte[] message = octets(octets);

            Publish publish = (Publish) serializer.decode(message, 0, message.length);

            assertEquals(request, publish.request());
            assertEquals(serializer.format(), publish.payload().format());
            assertEquals(
                    arguments,
                    Values.decode(publish.payload(), serializer).get(0).toString());
        }
    }

    @Test
    void messageThatShowsNothingIsOfTheDialectThatIsWritten() throws ProtocolViolation {
        byte[] message = octets("[U~10U~05{}SU~01a[I~ff~fe]]");

        Publish inPlain = (Publish) plain.decode(message, 0, message.length);
        Publish inBjdata = (Publish) bjdata.decode(message, 0, message.length);

        assertEquals(List.of(List.of(-2L)), Values.decode(inPlain.payload(), plain));
        assertEquals(List.of(List.of(-257L)), Values.decode(inBjdata.payload(), bjdata));
    }

    @Test
    void floatsWithoutAFractionAreIds() throws ProtocolViolation {
        assertEquals(1L, publish("[U~10D~00~00~00~00~00~00~f0~3f{}SU~01a]").request());
        assertEquals(
                "element 2 of PUBLISH (Request) must be an integer",
                refusal("[U~10D~00~00~00~00~00~00~f8~3f{}SU~01a]"));
        assertEquals(
                "element 2 of PUBLISH (Request) must be an id of 1 to 2^53",
                refusal("[U~10D~00~00~00~00~00~00~f0~bf{}SU~01a]"));
    }

    @Test
    void messageMaySayItsLengthInAdvance() throws ProtocolViolation {
        assertEquals("a", publish("[#U~05U~10U~01{#U~00SU~01a[#U~00").topic());
        assertEquals("element 4 of PUBLISH (Topic) is missing", refusal("[#U~03U~10U~01{}"));
        assertEquals("malformed BJDATA at octet 14: 1 octets behind the end", refusal("[#U~04U~10U~01{}SU~01a]"));
        assertEquals("a message must not be a list whose elements are all of one type", refusal("[$U#U~02~10~01"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            [SM~ff~ff~ff~ff~ff~ff~ff~7f]      | malformed BJDATA at octet 22: a length of 9223372036854775807 where 11 are left
            [SM~ff~ff~ff~ff~ff~ff~ff~ff]      | malformed BJDATA at octet 22: a length of 18446744073709551615 where 11 are left
            [Sm~ff~ff~ff~ff]                  | malformed BJDATA at octet 18: a length of 4294967295 where 7 are left
            [Si~ff]                           | malformed BJDATA at octet 15: a length of -1 where 4 are left
            [Sl~ff~ff~ff~ff]                  | malformed BJDATA at octet 18: a length of -1 where 7 are left
            [SD~00~00~00~00~00~00~00~00]      | malformed BJDATA at octet 13: no integer where a length should be
            [SSU~01a]                         | malformed BJDATA at octet 13: no integer where a length should be
            [[$Z#m~ff~ff~ff~7f]               | malformed BJDATA at octet 15: 'Z' as the type of all elements
            [[$T#m~ff~ff~ff~7f]               | malformed BJDATA at octet 15: 'T' as the type of all elements
            [[$N#m~ff~ff~ff~7f]               | malformed BJDATA at octet 15: 'N' as the type of all elements
            [[$U#m~ff~ff~ff~7f]               | malformed BJDATA at octet 21: a length of 2147483647 where 7 are left
            [[$M#U~05~00~00~00~00~00~00~00~00] | malformed BJDATA at octet 18: a length of 5 where 1 are left
            [[$L#M~ff~ff~ff~ff~ff~ff~ff~1f]   | malformed BJDATA at octet 25: a length of 2305843009213693951 where 1 are left
            [[#m~ff~ff~ff~7f]                 | malformed BJDATA at octet 19: a length of 2147483647 where 7 are left
            [{#m~ff~ff~ff~7f]                 | malformed BJDATA at octet 19: a length of 2147483647 where 7 are left
            [[$U#[U~02U~02]~01~02~03~04]      | malformed BJDATA at octet 16: an array of several dimensions
            [[$U]]                            | malformed BJDATA at octet 15: a type without '#' and a count
            [E]                               | malformed BJDATA at octet 12: 'E' where a value should be
            [~ff]                             | malformed BJDATA at octet 12: octet 0xff where a value should be
            [C~80]                            | not UTF-8 at octet 13
            [SU~02~c0~80]                     | not UTF-8 at octet 15
            [SU~03~ed~a0~80]                  | not UTF-8 at octet 15
            [SU~01~c3]                        | not UTF-8 at octet 15
            [{U~01~ffZ}]                      | not UTF-8 at octet 15
            [HU~011x]                         | malformed BJDATA at octet 16: 'x' where a value should be
            [HU~02+1]                         | malformed BJDATA at octet 17: no decimal number where one should be
            [HU~03NaN]                        | malformed BJDATA at octet 18: no decimal number where one should be
            [HU~0b1e999999999]                | number 1e999999999 is too large
            [HU~2911111111111111111111111111111111111111111] | a number has more than 40 characters
            [ddd]                             | malformed BJDATA at octet 17: the message ends where a value should be
            """)
    void hostilePayloadIsRefusedWithPlaceAndReason(String arguments, String reason) {
        assertEquals(reason, refusal("[U~10U~01{}SU~01a" + arguments + "]"));
    }

    @Test
    void nestingIsRefusedAtTheLimitHoweverItIsWritten() throws ProtocolViolation {
        UbjsonSerializer four = new UbjsonSerializer(Dialect.BJDATA, 4);
        byte[] fits = octets("[U~10U~01{}SU~01a[[#U~01[]]]");
        four.decode(fits, 0, fits.length);

        for (String deep :
                List.of("[[[[]]]]", "[[[{}]]]", "[[#U~01[#U~01[#U~00]", "[$[#U~01[$[#U~01]", "[{U~01a[{}]}]")) {
            byte[] tooDeep = octets("[U~10U~01{}SU~01a" + deep + "]");
            ProtocolViolation violation =
                    assertThrows(ProtocolViolation.class, () -> four.decode(tooDeep, 0, tooDeep.length), deep);
            assertEquals("lists and dicts are nested deeper than 4", violation.getMessage());
        }
    }

    @Test
    void decimalsBeyond64BitsPassThroughButAreNotConverted() throws ProtocolViolation {
        Payload payload = payload(bjdata, "HU~1418446744073709551616");

        ProtocolViolation violation = assertThrows(ProtocolViolation.class, () -> Values.decode(payload, bjdata));

        assertEquals("an integer below -2^63 or above 2^64-1 cannot be converted", violation.getMessage());
    }

    @Test
    void payloadOfAnotherFormatIsABugOfTheCaller() {
        Payload foreign = Payload.of(Format.of("json"), 1, new byte[] {'[', ']'}, 0, 2);

        assertThrows(
                IllegalArgumentException.class,
                () -> bjdata.encode(new Publish(1, Options.EMPTY, "a", foreign), new WriteBuffer(8)));
    }

    @Test
    void halfASurrogatePairIsWrittenAsU_FFFD() {
        assertEquals("[SU~05a~ef~bf~bdb]", shown(Values.payload(bjdata, List.of("a\ud800b"), Map.of())));
    }

    @Test
    void wrongDialectInTheConfigurationIsNamed() {
        IllegalArgumentException problem = assertThrows(IllegalArgumentException.class, () -> Dialect.of("BJData"));

        assertEquals(
                "org.junctor.serializer.ubjson: dialect must be bjdata or ubjson, not 'BJData'", problem.getMessage());
    }

    private String refusal(String text) {
        byte[] octets = octets(text);
        return String.valueOf(assertThrows(ProtocolViolation.class, () -> bjdata.decode(octets, 0, octets.length))
                .getMessage());
    }

    private Publish publish(String text) throws ProtocolViolation {
        byte[] octets = octets(text);
        return (Publish) bjdata.decode(octets, 0, octets.length);
    }

    private static Payload payload(UbjsonSerializer serializer, Object value) {
        return Values.payload(serializer, List.of(value), Map.of());
    }

    /** Arguments whose octets are in a list; they were not read yet. */
    private static Payload payload(UbjsonSerializer serializer, String text) {
        byte[] octets = octets("[" + text + "]");
        return Payload.of(serializer.format(), 1, octets, 0, octets.length);
    }

    private static byte[] octets(String text) {
        WriteBuffer out = new WriteBuffer(64);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '~') {
                out.put(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.put(text.charAt(i));
            }
        }
        return out.toByteArray();
    }

    private static String shown(Payload payload) {
        StringBuilder text = new StringBuilder();
        for (byte octet : Arrays.copyOfRange(payload.octets(), payload.offset(), payload.offset() + payload.length())) {
            text.append(octet > ' ' && octet < '~' ? String.valueOf((char) octet) : String.format("~%02x", octet));
        }
        return text.toString();
    }
}
