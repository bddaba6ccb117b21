package org.junctor.api.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class BatchTest {
    private static final int MAX = 3;

    @Test
    void whatIsFramedIsReadAgain() {
        for (BatchFraming framing : BatchFraming.values()) {
            Batch batch = received(framing, framed(framing, "[1]") + framed(framing, "[22]") + framed(framing, "[3]"));

            assertNull(batch.fault(MAX), framing.name());
            assertEquals(List.of("[1]", "[22]", "[3]"), rest(batch), framing.name());
        }
    }

    @Test
    void oneMessageIsFramedToo() {
        assertEquals("[1]\u001E", framed(BatchFraming.RECORD_SEPARATOR, "[1]"));
        assertEquals("[1]\u0018", framed(BatchFraming.CANCEL, "[1]"));
        assertEquals("\0\0\0\3[1]", framed(BatchFraming.LENGTH, "[1]"));
    }

    @Test
    void lengthHasFourOctets() {
        WriteBuffer message = new WriteBuffer(0x010203).put(new byte[0x010203], 0, 0x010203);

        BatchFraming.LENGTH.frame(message);

        assertArrayEquals(new byte[] {0, 1, 2, 3, 0}, Arrays.copyOf(message.toByteArray(), 5));
    }

    @Test
    void eitherSeparatorOfJsonIsReadWhicheverIsWritten() {
        for (BatchFraming framing : List.of(BatchFraming.RECORD_SEPARATOR, BatchFraming.CANCEL)) {
            Batch batch = received(framing, "[1]\u001E[2]\u0018");

            assertNull(batch.fault(MAX));
            assertEquals(List.of("[1]", "[2]"), rest(batch));
        }
    }

    @Test
    void answerHasTheSeparatorOfTheQuestion() {
        assertSame(BatchFraming.CANCEL, BatchFraming.RECORD_SEPARATOR.answering((byte) 0x18));
        assertSame(BatchFraming.RECORD_SEPARATOR, BatchFraming.CANCEL.answering((byte) 0x1E));
        assertSame(BatchFraming.LENGTH, BatchFraming.LENGTH.answering((byte) 0x18));
    }

    @Test
    void serializerSaysHowItsBatchesAreFramed() {
        SerializerType json = new SerializerType("json", "wamp.2.json", 1, "application/json", true);
        SerializerType cbor = new SerializerType("cbor", "wamp.2.cbor", 3, "application/cbor", false);

        assertSame(BatchFraming.RECORD_SEPARATOR, BatchFraming.of(json));
        assertSame(BatchFraming.LENGTH, BatchFraming.of(cbor));
        assertTrue(cbor.batched());
        assertEquals("wamp.2.cbor.batched", cbor.batchedSubprotocol());
    }

    @Test
    void emptyBatchIsAFault() {
        for (BatchFraming framing : BatchFraming.values()) {
            assertEquals("the batch is empty", received(framing, "").fault(MAX));
        }
    }

    @Test
    void emptyMessageIsAFault() {
        for (BatchFraming framing : BatchFraming.values()) {
            String octets = framed(framing, "[1]") + framed(framing, "");

            assertEquals(
                    "the batch has an empty message", received(framing, octets).fault(MAX), framing.name());
        }
    }

    @Test
    void batchThatIsCutIsAFault() {
        for (BatchFraming framing : BatchFraming.values()) {
            String whole = framed(framing, "[1]") + framed(framing, "[2]");
            int first = framed(framing, "[1]").length();

            for (int length = first + 1; length < whole.length(); length++) {
                assertNotNull(received(framing, whole.substring(0, length)).fault(MAX), framing + " cut at " + length);
            }
            assertNull(received(framing, whole).fault(MAX));
        }
    }

    @Test
    void lengthBeyondTheBatchIsAFault() {
        for (String claim :
                List.of("\u007F\u00FF\u00FF\u00FF", "\u0080\0\0\0", "\u00FF\u00FF\u00FF\u00FF", "\0\0\0\2")) {
            Batch batch = received(BatchFraming.LENGTH, claim + "x");

            assertEquals("the batch ends within a message or its length", batch.fault(MAX));
            assertFalse(batch.next());
        }
    }

    @Test
    void moreMessagesThanAllowedAreAFault() {
        for (BatchFraming framing : BatchFraming.values()) {
            String three = framed(framing, "[1]").repeat(MAX);

            assertNull(received(framing, three).fault(MAX));
            assertEquals(
                    "the batch has more than 3 messages",
                    received(framing, three + three).fault(MAX),
                    framing.name());
        }
    }

    @Test
    void whatIsLeftCanBeKept() {
        for (BatchFraming framing : BatchFraming.values()) {
            byte[] octets = latin(framed(framing, "[1]") + framed(framing, "[2]") + framed(framing, "[3]"));
            Batch batch = new Batch(framing, octets, 0, octets.length);
            assertTrue(batch.next());

            Batch kept = batch.kept();
            Arrays.fill(octets, (byte) 0);

            assertEquals(List.of("[2]", "[3]"), rest(Objects.requireNonNull(kept)), framing.name());
            assertNull(kept.kept());
        }
    }

    private static Batch received(BatchFraming framing, String octets) {
        byte[] around = latin("##" + octets + "##");
        return new Batch(framing, around, 2, around.length - 4);
    }

    private static List<String> rest(Batch batch) {
        List<String> messages = new ArrayList<>();
        while (batch.next()) {
            messages.add(new String(batch.octets(), batch.offset(), batch.length(), StandardCharsets.ISO_8859_1));
        }
        return messages;
    }

    private static String framed(BatchFraming framing, String message) {
        byte[] octets = latin(message);
        WriteBuffer out = new WriteBuffer(4).put(octets, 0, octets.length);
        framing.frame(out);
        return new String(out.toByteArray(), StandardCharsets.ISO_8859_1);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
