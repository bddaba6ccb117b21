package org.junctor.itests.protocol;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Octets that are no message in a serialization, for want of form, not of meaning. */
final class Undecodable {
    private static final List<String> JSON = List.of(
            "[16,1,{},\"org.junctor.test\"",
            "[16,1,{},\"org.junctor.test\"] []",
            "[16,1,{},\"org.junctor.test\"][]",
            "[16,1,{},'org.junctor.test']",
            "[16,1,{},\"org.junctor.test\",[1,]]",
            "[16,1,{},\"org.junctor.test\",[NaN]]",
            "[16,1,{},\"org.junctor.test\",[Infinity]]",
            "[16,1,{},\"org.junctor.test\",[01]]",
            "[16,1,{},\"org.junctor.test\",[+1]]",
            "[16,1,{},\"org.junctor.test\",[1.]]",
            "[16,1,{},\"org.junctor.test\",[0x10]]",
            "[16,1,{},\"org.junctor.test\",[\"\\x\"]]",
            "[16,1,{},\"org.junctor.test\",[\"tab\there\"]]",
            "[16,1,{},\"org.junctor.test\",[tru]]",
            "[16,1,{},\"org.junctor.test\"/* a comment */]",
            "[16,1,{a:1},\"org.junctor.test\"]",
            "\ufeff[16,1,{},\"org.junctor.test\"]",
            "nonsense",
            "",
            " ",
            "[16,1,{},\"org.junctor.test\"," + "[".repeat(5000) + "]".repeat(5000) + "]");

    /** What begins the PUBLISH that the others go on with: type 16, request 1, no options, topic "a.b". */
    private static final String MSGPACK = "95100180a3612e62";

    private static final List<String> MSGPACK_TAILS = List.of(
            "", // cut off
            "90c0", // something behind it
            "91c1", // a marker that there is not
            "ddffffffff", // four thousand million items
            "dc7fff",
            "91dfffffffff",
            "91db7fffffff", // a string that is longer than the message
            "91c67fffffff",
            "91a2c328", // a string that is no UTF-8
            "91a1ff",
            "9181c0", // a dict without its value
            "91d9");

    private static final String CBOR = "851001a063612e62";

    private static final List<String> CBOR_TAILS = List.of(
            "",
            "80f6",
            "811c", // a length that is reserved
            "819f01", // a list that never ends
            "81ff", // a break where nothing is open
            "9b7fffffffffffffff",
            "817b7fffffffffffffff",
            "815bffffffffffffffff",
            "8162c328",
            "8161ff",
            "81bbffffffffffffffff",
            "81f8");

    private static final String UBJSON = "5b551055017b7d535503612e62";

    private static final List<String> UBJSON_TAILS = List.of(
            "",
            "5d5d",
            "5b58", // a marker that there is not
            "5b5349ff7f5d5d", // a string that is longer than the message
            "5b5369ff5d5d", // a negative length
            "5b2455234cffffffffffffff7f5d", // more octets than there are
            "5b2355ff5d",
            "5b535502c3285d5d",
            "5b7b6901535d5d");

    private Undecodable() {}

    /** Some for this serialization. */
    static List<byte[]> of(Codec codec) {
        return switch (codec) {
            case JSON ->
                JSON.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
            case MSGPACK -> binary(MSGPACK, MSGPACK_TAILS);
            case CBOR -> binary(CBOR, CBOR_TAILS);
            case UBJSON -> binary(UBJSON, UBJSON_TAILS);
        };
    }

    private static List<byte[]> binary(String head, List<String> tails) {
        return Stream.concat(Stream.of(""), tails.stream().map(tail -> head + tail))
                .map(HexFormat.of()::parseHex)
                .toList();
    }
}
