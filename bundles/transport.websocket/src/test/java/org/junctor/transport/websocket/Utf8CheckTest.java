package org.junctor.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junctor.api.wire.Utf8;
import org.junit.jupiter.api.Test;

final class Utf8CheckTest {

    private static boolean decodes(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(octets))
                            .hasRemaining()
                    || octets.length == 0;
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }

    private static void compare(byte[] octets) {
        boolean expected = decodes(octets);
        String hex = HexFormat.of().formatHex(octets);
        assertEquals(expected, Utf8.invalid(octets, 0, octets.length) < 0, hex);
        for (int cut = 0; cut <= octets.length; cut++) {
            Utf8Check check = new Utf8Check();
            boolean accepted = check.accepts(octets, 0, cut) && check.accepts(octets, cut, octets.length - cut);
            assertEquals(expected, accepted && check.complete(), hex + " cut at " + cut);
        }
    }

    @Test
    void agreesWithTheJdkOnAllShortSequences() {
        for (int first = 0; first < 256; first++) {
            compare(new byte[] {(byte) first});
            for (int second = 0; second < 256; second++) {
                compare(new byte[] {(byte) first, (byte) second});
            }
        }
    }

    @Test
    void agreesWithTheJdkOnTheEdgesOfLongSequences() {
        int[] octets = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5};
        for (int first : octets) {
            for (int second : octets) {
                for (int third : octets) {
                    compare(new byte[] {(byte) first, (byte) second, (byte) third});
                    for (int fourth : octets) {
                        compare(new byte[] {(byte) first, (byte) second, (byte) third, (byte) fourth});
                    }
                }
            }
        }
    }

    @Test
    void agreesWithTheJdkOnLongTextsWithOneWrongOctet() {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 40; i++) {
                text.appendCodePoint("aaaaaaaaaaaä€😀".codePoints().toArray()[random.nextInt(14)]);
            }
            byte[] octets = text.toString().getBytes(StandardCharsets.UTF_8);
            compare(octets);
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            compare(octets);
        }
    }

    @Test
    void failsAsSoonAsItMust() {
        Utf8Check check = new Utf8Check();

        assertTrue(check.accepts(new byte[] {(byte) 0xF4}, 0, 1));
        assertFalse(check.accepts(new byte[] {(byte) 0x90}, 0, 1));
    }
}
