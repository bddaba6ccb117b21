package org.junctor.serializer.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.ValueBuilder;
import org.junit.jupiter.api.Test;

/** Takes and refuses what an established parser does: the same texts, damaged at random, go through both. */
final class PeerParserTest {
    private static final int ROUNDS = 100_000;
    private static final String[] TEXTS = {
        "[\"plain\",\"with \\\"escapes\\\" \\\\ \\/ \\b\\f\\n\\r\\t \\u0041\\uD83D\\ude00\",\"grüße \u4e16 \ud83d\ude00\"]",
        "[0,-0,1,-12,3.25,-0.5e+10,1E-7,123456789012345678901234567890,true,false,null]",
        "{\"a\":{\"b\":[],\"c\":{}},\"d\":[[1],[2,[3]]],\"a long key with \\u00e9\":[{\"x\":null}]}",
        " [ 1 ,\t{ \"k\" : \"v\" } ,\r\n[ ] ] "
    };
    private static final String ALPHABET = "\"\\{}[],:0123456789+-.eEtrufalsn /bx\u0000\u0001\u001f\u007f \t\n";

    private final JsonFactory jackson = new JsonFactory();
    private final Random random = new Random(20260102);

    @Test
    void skippingTakesAndRefusesWhatJacksonDoes() {
        int taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] octets = damaged(TEXTS[round % TEXTS.length]);

            boolean expected = jacksonTakes(octets);

            assertEquals(expected, skipped(octets), () -> new String(octets, StandardCharsets.UTF_8));
            taken += expected ? 1 : 0;
        }
        assertTrue(taken > ROUNDS / 20 && taken < ROUNDS / 2, taken + " of " + ROUNDS + " were good JSON");
    }

    @Test
    void decodingTakesWhatSkippingDoes() {
        int taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] octets = damaged(TEXTS[round % TEXTS.length]);
            if (skipped(octets)) {
                taken += decoded(octets) ? 1 : 0;
            } else {
                assertTrue(!decoded(octets), () -> new String(octets, StandardCharsets.UTF_8));
            }
        }
        assertTrue(taken > ROUNDS / 20, taken + " of " + ROUNDS + " were decoded");
    }

    private byte[] damaged(String text) {
        StringBuilder copy = new StringBuilder(text).append(' ');
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = random.nextInt(Math.max(1, copy.length() - 1));
            char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> copy.deleteCharAt(at).append(' ');
                case 1 -> copy.insert(at, c);
                case 2 -> copy.setLength(at + 1);
                default -> copy.setCharAt(at, c);
            }
        }
        return copy.toString().getBytes(StandardCharsets.UTF_8);
    }

    private boolean jacksonTakes(byte[] octets) {
        try (JsonParser parser = jackson.createParser(octets)) {
            if (parser.nextToken() == null) {
                return false;
            }
            int depth = 0;
            do {
                depth += parser.currentToken().isStructStart()
                        ? 1
                        : parser.currentToken().isStructEnd() ? -1 : 0;
                if (!fits(parser)) {
                    return false;
                }
            } while (depth > 0 && parser.nextToken() != null);
            return depth == 0 && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** What this serializer refuses beyond the grammar of JSON. */
    private static boolean fits(JsonParser parser) throws IOException {
        String text = parser.getText();
        return switch (parser.currentToken()) {
            case FIELD_NAME, VALUE_STRING ->
                text.equals(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
            case VALUE_NUMBER_FLOAT -> !text.matches(".*[eE][+-]?\\d{4,}") && Double.isFinite(Double.parseDouble(text));
            default -> true;
        };
    }

    private static boolean skipped(byte[] octets) {
        JsonReader reader = new JsonReader(octets, 0, octets.length, 64);
        try {
            reader.skipValue();
            reader.end();
            return true;
        } catch (ProtocolViolation e) {
            return false;
        }
    }

    private static boolean decoded(byte[] octets) {
        JsonReader reader = new JsonReader(octets, 0, octets.length, 64);
        try {
            new JsonValues(reader, 100).value(new ValueBuilder());
            reader.end();
            return true;
        } catch (ProtocolViolation e) {
            return false;
        }
    }
}
