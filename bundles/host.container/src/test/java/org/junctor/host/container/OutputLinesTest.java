package org.junctor.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutputLinesTest {

    private static List<String> lines(byte[] octets) throws IOException {
        List<String> lines = new ArrayList<>();
        new OutputLines(lines::add).read(new ByteArrayInputStream(octets));
        return lines;
    }

    private static List<String> lines(String text) throws IOException {
        return lines(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void textIsCutIntoLines() throws IOException {
        assertEquals(List.of("one", "\ttwo ä", "three"), lines("one\r\n\n\ttwo ä  \n \nthree"));
    }

    @Test
    void aLineOfTheLongestLengthIsWhole() throws IOException {
        String longest = "x".repeat(OutputLines.LINE_BYTES);

        assertEquals(List.of(longest, "y"), lines(longest + "\ny"));
    }

    @Test
    void aLongerLineIsCutAndTheNextIsNot() throws IOException {
        String longest = "x".repeat(OutputLines.LINE_BYTES);

        assertEquals(
                List.of(longest + " …", "… 1 more octets of this line are left out", "y"), lines(longest + "z\ny\n"));
        assertEquals(List.of(longest + " …", "… 5 more octets of this line are left out"), lines(longest + "zzzzz"));
    }

    @Test
    void escapeSequencesAndControlsDoNotReachTheLog() throws IOException {
        assertEquals(List.of("red and plain"), lines("\u001b[1;31mred\u001b[0m and \u001b]0;title\u0007plain"));
        assertEquals(List.of("a\ufffdb\ufffdc\ufffdd"), lines("a\u0000b\rc\u202ed"));
        assertEquals(List.of("end"), lines("end\u001b"));
        assertEquals(List.of("a\ufffdb"), lines("a\u009bb"));
    }

    @Test
    void whatIsNotUtf8IsReplaced() throws IOException {
        assertEquals(List.of("a\ufffd\ufffdb"), lines(new byte[] {'a', (byte) 0xff, (byte) 0xfe, 'b', '\n'}));
    }
}
