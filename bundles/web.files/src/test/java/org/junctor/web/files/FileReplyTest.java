package org.junctor.web.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class FileReplyTest {
    private ServedFolder folder;
    private int port;

    @BeforeEach
    void start(@TempDir Path parent) throws Exception {
        folder = new ServedFolder(parent);
        folder.write("ten.txt", "0123456789");
        port = folder.serve(Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        folder.close();
    }

    @Test
    void whatTheClientHasIsNotSentAgain() throws Exception {
        Exchange first = Exchange.get(port, "/ten.txt");
        String tag = first.header("ETag");
        String modified = first.header("Last-Modified");

        assertEquals(
                304, Exchange.get(port, "/ten.txt", "If-None-Match: " + tag).status());
        assertEquals(
                304,
                Exchange.get(port, "/ten.txt", "If-None-Match: \"x\", W/" + tag).status());
        assertEquals(
                304,
                Exchange.get(port, "/ten.txt", "If-Modified-Since: " + modified).status());
        assertEquals(
                200,
                Exchange.get(port, "/ten.txt", "If-None-Match: \"x\"", "If-Modified-Since: " + modified)
                        .status());
        assertEquals(412, Exchange.get(port, "/ten.txt", "If-Match: \"x\"").status());
        assertEquals(200, Exchange.get(port, "/ten.txt", "If-Match: " + tag).status());
        assertEquals(
                412,
                Exchange.get(port, "/ten.txt", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT")
                        .status());
    }

    @Test
    void datesAreReadInSeconds() throws Exception {
        String old = "Sun, 06 Nov 1994 08:49:37 GMT";

        assertEquals(
                200, Exchange.get(port, "/ten.txt", "If-Modified-Since: " + old).status());
        assertEquals(
                200,
                Exchange.get(port, "/ten.txt", "If-Modified-Since: yesterday").status());
        assertEquals(
                200,
                Exchange.get(port, "/ten.txt", "Range: bytes=0-1", "If-Range: " + old)
                        .status());
    }

    @Test
    void aChangedFileHasAnotherTag() throws Exception {
        String before = Exchange.get(port, "/ten.txt").header("ETag");

        folder.write("ten.txt", "0123456789x");

        assertFalse(String.valueOf(before)
                .equals(Exchange.get(port, "/ten.txt", "If-None-Match: " + before)
                        .header("ETag")));
    }

    @Test
    void aPartIsSent() throws Exception {
        Exchange answer = Exchange.get(port, "/ten.txt", "Range: bytes=2-4");

        assertEquals(206, answer.status());
        assertEquals("bytes 2-4/10", answer.header("Content-Range"));
        assertEquals("234", answer.body());
        assertEquals("89", Exchange.get(port, "/ten.txt", "Range: bytes=-2").body());
        assertEquals("789", Exchange.get(port, "/ten.txt", "Range: bytes=7-99").body());
    }

    @Test
    void partsAreSentTogether() throws Exception {
        Exchange answer = Exchange.get(port, "/ten.txt", "Range: bytes=0-0, 5-6");

        assertEquals(206, answer.status());
        assertTrue(String.valueOf(answer.header("Content-Type")).startsWith("multipart/byteranges; boundary="));
        assertTrue(answer.body().contains("Content-Range: bytes 0-0/10\r\n\r\n0\r\n--"), answer.body());
        assertTrue(answer.body().contains("Content-Range: bytes 5-6/10\r\n\r\n56\r\n--"), answer.body());
        assertEquals(
                Integer.parseInt(String.valueOf(answer.header("Content-Length"))),
                answer.body().length());
    }

    @Test
    void partsOfALargeFileArrive() throws Exception {
        folder.write("large.txt", "0123456789".repeat(100_000));

        Exchange two = Exchange.get(port, "/large.txt", "Range: bytes=0-299999,500000-799999");

        assertEquals(206, two.status());
        assertEquals(
                Integer.parseInt(String.valueOf(two.header("Content-Length"))),
                two.body().length());
        assertEquals(1_000_000, Exchange.get(port, "/large.txt").body().length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=4-2",
                "bytes=a-b",
                "bytes=--1",
                "bytes=-",
                "lines=1-2",
                "bytes=0-9,0-9",
                "bytes=0-8,2-4",
                "bytes=99999999999999999999-",
                "bytes=",
                "bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,0-0,1-1,2-2,3-3,4-4,5-5,6-6"
            })
    void rangesThatCannotBeHonouredGiveTheWholeFile(String range) throws Exception {
        Exchange answer = Exchange.get(port, "/ten.txt", "Range: " + range);

        assertEquals(200, answer.status());
        assertEquals("0123456789", answer.body());
    }

    @Test
    void sixteenPartsAreSentAndNotOneMore() throws Exception {
        folder.write("hundred.txt", "0123456789".repeat(10));
        String sixteen = "bytes=0-0" + ",0-0".repeat(15);

        assertEquals(
                206, Exchange.get(port, "/hundred.txt", "Range: " + sixteen).status());
        assertEquals(
                200,
                Exchange.get(port, "/hundred.txt", "Range: " + sixteen + ",0-0").status());
    }

    @Test
    void aThousandRangesGiveTheWholeFile() throws Exception {
        String range = "bytes=" + "0-0,".repeat(1000) + "1-1";

        assertEquals(200, Exchange.get(port, "/ten.txt", "Range: " + range).status());
    }

    @Test
    void aRangeBehindTheEndIsRefused() throws Exception {
        Exchange answer = Exchange.get(port, "/ten.txt", "Range: bytes=10-");

        assertEquals(416, answer.status());
        assertEquals("bytes */10", answer.header("Content-Range"));
        assertEquals(416, Exchange.get(port, "/ten.txt", "Range: bytes=-0").status());
    }

    @Test
    void aPartOfAnotherVersionIsNotSent() throws Exception {
        assertEquals(
                200,
                Exchange.get(port, "/ten.txt", "Range: bytes=0-1", "If-Range: \"old\"")
                        .status());
        String tag = Exchange.get(port, "/ten.txt").header("ETag");
        assertEquals(
                206,
                Exchange.get(port, "/ten.txt", "Range: bytes=0-1", "If-Range: " + tag)
                        .status());
    }
}
