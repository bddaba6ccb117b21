package org.junctor.serializer.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junctor.api.message.Format;
import org.junctor.api.message.Message;
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
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what only JSON has. */
final class JsonSerializerTest implements SerializerContract {
    private final JsonSerializer json = new JsonSerializer();

    @Override
    public Serializer serializer() {
        return json;
    }

    @Test
    void serviceLoaderFindsIt() {
        List<String> names = ServiceLoader.load(Serializer.class).stream()
                .map(provider -> provider.get().type().name())
                .toList();

        assertEquals(List.of("json"), names);
    }

    @Test
    void headsAreCompact() throws ProtocolViolation {
        String text = "[16,1,{\"acknowledge\":true,\"exclude\":[1,2],\"x\":{\"y\":null,\"z\":-0.5}},\"com.example\"]";

        assertEquals(text, again(text));
    }

    @Test
    void payloadKeepsItsWhiteSpaceNumbersAndOrder() throws ProtocolViolation {
        String payload = "[ 1.0, 1e2,\t\"\\u0041\" ] , {\"b\":1, \"a\":123456789012345678901234567890}";

        assertEquals("[16,1,{},\"a\"," + payload + "]", again(" [ 16 , 1 , { } , \"a\" , " + payload + " \n]\r\n"));
    }

    @Test
    void binaryValuesAreBase64BehindU0000() throws ProtocolViolation {
        byte[] octets = HexFormat.of().parseHex("10e3ff9053075c526f5fc06d4fe37cdb"); // the specification's example
        Payload payload = Values.payload(json, List.of(octets), Map.of());

        assertEquals("[\"\\u0000EOP/kFMHXFJvX8BtT+N82w==\"]", text(payload));
        List<?> arguments = (List<?>) Values.decode(payload, json).get(0);
        assertEquals(HexFormat.of().formatHex(octets), HexFormat.of().formatHex((byte[]) arguments.get(0)));
    }

    @Test
    void badBase64PassesThroughButIsNotConverted() throws ProtocolViolation {
        for (String value : List.of("?", "A", "AA", "AA=", "AAE=x", "AA\\u0000=")) {
            Payload payload =
                    publish("[16,1,{},\"a\",[[\"\\u0000" + value + "\"]]]").payload();

            String reason = assertThrows(ProtocolViolation.class, () -> Values.decode(payload, json))
                    .getMessage();
            assertTrue(String.valueOf(reason).contains("base64"), reason);
        }
    }

    @Test
    void badBase64IsRefusedInTheHead() {
        assertEquals(
                "a binary value (a string that begins with \\u0000) is not base64: Illegal base64 character 3f",
                refusal("[16,1,{\"x\":\"\\u0000????\"},\"a\"]"));
    }

    @Test
    void halfASurrogatePairIsNoText() {
        for (String half : List.of("\\ud800", "\\udc00", "\\ud800x", "\\udc00\\ud800", "x\\ud83d\\ud83d\\ude00")) {
            for (String message :
                    List.of("[16,1,{},\"%s\"]", "[16,1,{},\"a\",[\"%s\"]]", "[16,1,{},\"a\",[{\"%s\":1}]]")) {
                assertEquals("a string holds half of a surrogate pair", refusal(message.formatted(half)));
            }
        }
    }

    @Test
    void escapesInTheHeadAreDecoded() throws ProtocolViolation {
        String topic = publish("[16,1,{},\"\\u0061\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00é\"]")
                .topic();

        assertEquals("a\"\\/\b\f\n\r\té\ud83d\ude00é", topic);
    }

    @Test
    void halfASurrogatePairIsWrittenAsTheReplacementCharacter() {
        WriteBuffer out = new WriteBuffer(8);
        json.writer(out).text("a\ud800b\udc00");

        assertEquals("\"a\ufffdb\ufffd\"", new String(out.toByteArray(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c080", "c1bf", "e08080", "e09fbf", "f0808080", "f08fbfbf", "eda080", "edbfbf", "f4908080", "f5808080",
                "ff", "fe", "80", "bf", "c3", "e282", "f09f98", "c328", "e28228", "f09f9828"
            })
    void whatIsNotUtf8IsRefused(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        for (String frame : List.of("[16,1,{},\"%\"]", "[16,1,{},\"a\",[\"%\"]]", "[16,1,{\"%\":1},\"a\"]", "%")) {
            for (int padding = 0; padding < 9; padding++) {
                String start = " ".repeat(padding) + frame.substring(0, frame.indexOf('%'));
                String end = frame.substring(frame.indexOf('%') + 1);
                byte[] octets = concat(bytes(start), bad, bytes(end));

                ProtocolViolation violation =
                        assertThrows(ProtocolViolation.class, () -> json.decode(octets, 0, octets.length));

                assertEquals("not UTF-8 at octet " + start.length(), violation.getMessage());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
    void otherEncodingsAreRefused(String charset) {
        byte[] octets = "[1,\"realm1\",{}]".getBytes(Charset.forName(charset));

        assertThrows(ProtocolViolation.class, () -> json.decode(octets, 0, octets.length));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            [16,1,{},"a",[NaN]]   | malformed JSON at octet 14: 'N' where a value should be
            [16,1,{},"a",[01]]    | malformed JSON at octet 15: '1' where ',' or ']' should be
            [16,1,{},"a",[1.]]    | malformed JSON at octet 16: ']' where a digit should be
            [16,1,{},"a",[-]]     | malformed JSON at octet 15: ']' where a digit should be
            [16,1,{},"a",[1e]]    | malformed JSON at octet 16: ']' where a digit should be
            [16,1,{},"a",[+1]]    | malformed JSON at octet 14: '+' where a value should be
            [16,1,{},"a",[.5]]    | malformed JSON at octet 14: '.' where a value should be
            [16,1,{},"a",[1,]]    | malformed JSON at octet 16: ']' where a value should be
            [16,1,{},"a",[1 2]]   | malformed JSON at octet 16: '2' where ',' or ']' should be
            [16,1,{},"a",[tru]]   | malformed JSON at octet 17: ']' where a value should be
            [16,1,{},"a",[True]]  | malformed JSON at octet 14: 'T' where a value should be
            [16,1,{},"a",["\\x"]] | malformed JSON at octet 16: 'x' where the letter of an escape should be
            [16,1,{},"a",["\\u12g4"]] | malformed JSON at octet 19: 'g' where a hexadecimal digit should be
            [16,1,{},"a",['b']]   | malformed JSON at octet 14: ''' where a value should be
            [16,1,{},"a",[],{a:1}] | malformed JSON at octet 17: 'a' where '"' should be
            [16,1,{},"a",[],{"a"}] | malformed JSON at octet 20: '}' where ':' should be
            [16,1,{},"a",[],{"a":}] | malformed JSON at octet 21: '}' where a value should be
            [16,1,{},"a" /* */]   | malformed JSON at octet 13: '/' where ',' or ']' should be
            [16,1,{},"a"]x        | malformed JSON at octet 13: 'x' where the end should be
            [16,1,{},"a"][16,1,{},"a"] | malformed JSON at octet 13: '[' where the end should be
            [16,1,{},"a"          | malformed JSON at octet 12: the text ends where ',' or ']' should be
            {"16":1}              | malformed JSON at octet 0: '{' where '[' should be
            [16,1,{"a":1,"a":2},"a"] | key 'a' stands twice in a dict
            [16,1,[],"a"]         | element 3 of PUBLISH (Options) must be a dict
            [16,1,{},"a","b"]     | element 5 of PUBLISH (Arguments) must be a list (or one binary value in its place)
            [16,1,{},"\\u0000AA=="] | element 4 of PUBLISH (Topic) must be a string, not binary
            [16,1,{}]             | element 4 of PUBLISH (Topic) is missing
            [16,0,{},"a"]         | element 2 of PUBLISH (Request) must be an id of 1 to 2^53
            [16,1.0,{},"a"]       | element 2 of PUBLISH (Request) must be an integer
            [16,1,{},"a",[],{},1] | PUBLISH has too many elements
            []                    | element 1 of a message (Type) is missing
            [300]                 | unknown message type 300
            """)
    void reasonsNamePlaceAndProblem(String text, String reason) {
        assertEquals(reason, refusal(text));
    }

    @Test
    void controlCharactersAreRefusedInStrings() {
        for (char c = 0; c < ' '; c++) {
            assertEquals(
                    "malformed JSON at octet 17: a control character in a string",
                    refusal("[16,1,{},\"a\",[\"ab" + c + "\"]]"));
        }
    }

    @Test
    void byteOrderMarkIsRefused() {
        assertEquals("malformed JSON at octet 0: octet 0xef where '[' should be", refusal("\ufeff[16,1,{},\"a\"]"));
    }

    @Test
    void depthIsCountedFromTheMessage() throws ProtocolViolation {
        JsonSerializer four = new JsonSerializer(4);
        byte[] fits = bytes("[16,1,{},\"a\",[[[]]]]");
        byte[] tooDeep = bytes("[16,1,{},\"a\",[[[{}]]]]");

        four.decode(fits, 0, fits.length);
        ProtocolViolation violation =
                assertThrows(ProtocolViolation.class, () -> four.decode(tooDeep, 0, tooDeep.length));

        assertEquals("lists and dicts are nested deeper than 4", violation.getMessage());
    }

    @Test
    void numbersHaveFortyCharactersAtMost() throws ProtocolViolation {
        String forty = "1".repeat(40);

        assertEquals(
                "[" + forty + "]",
                text(publish("[16,1,{},\"a\",[" + forty + "]]").payload()));
        assertEquals("a number has more than 40 characters", refusal("[16,1,{},\"a\",[" + forty + "1]]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e309", "-1e309", "123456789e301", "1e999999999", "1e-9999", "0e1000", "1.5E+0001"})
    void numberThatDoesNotFitADoubleIsRefused(String number) {
        assertEquals("number " + number + " does not fit a double", refusal("[16,1,{},\"a\",[" + number + "]]"));
        assertEquals("number " + number + " does not fit a double", refusal("[16,1,{\"x\":" + number + "},\"a\"]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e308", "-1.7976931348623157e308", "1e-999", "0e999", "0.001e310"})
    void numberThatFitsADoubleIsPassedOn(String number) throws ProtocolViolation {
        assertEquals("[16,1,{},\"a\",[" + number + "]]", again("[16,1,{},\"a\",[" + number + "]]"));
    }

    @Test
    void integersBeyond64BitsArePassedOnButNotConverted() throws ProtocolViolation {
        for (String number : List.of("18446744073709551616", "-9223372036854775809", "9".repeat(40))) {
            Payload payload = publish("[16,1,{},\"a\",[" + number + "]]").payload();

            ProtocolViolation violation = assertThrows(ProtocolViolation.class, () -> Values.decode(payload, json));

            assertEquals("an integer below -2^63 or above 2^64-1 cannot be converted", violation.getMessage());
        }
    }

    @Test
    void textThatBeginsWithU0000WouldBeReadAsBinary() {
        WriteBuffer out = new WriteBuffer(8);
        Values.write(List.of("\u0000AAAA", "a\u0000", Map.of("\u0000", 1)), json.writer(out));

        assertEquals("[null,\"a\\u0000\",{\"\\u0000\":1}]", new String(out.toByteArray(), StandardCharsets.UTF_8));
    }

    @Test
    void payloadOfAnotherFormatIsABugOfTheCaller() {
        Payload foreign = Payload.of(Format.of("cbor"), 1, new byte[] {(byte) 0x80}, 0, 1);

        assertThrows(
                IllegalArgumentException.class,
                () -> json.encode(new Publish(1, Options.EMPTY, "a", foreign), new WriteBuffer(8)));
    }

    private String refusal(String text) {
        byte[] octets = bytes(text);
        return String.valueOf(assertThrows(ProtocolViolation.class, () -> json.decode(octets, 0, octets.length))
                .getMessage());
    }

    private String again(String text) throws ProtocolViolation {
        WriteBuffer out = new WriteBuffer(8);
        json.encode(publish(text), out);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    private Publish publish(String text) throws ProtocolViolation {
        byte[] octets = bytes(text);
        Message message = json.decode(octets, 0, octets.length);
        return (Publish) message;
    }

    private static String text(Payload payload) {
        return new String(payload.octets(), payload.offset(), payload.length(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[]... parts) {
        WriteBuffer out = new WriteBuffer(64);
        for (byte[] part : parts) {
            out.put(part, 0, part.length);
        }
        return out.toByteArray();
    }
}
