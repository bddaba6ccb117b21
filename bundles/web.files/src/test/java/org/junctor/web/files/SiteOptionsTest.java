package org.junctor.web.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junctor.api.operation.PartFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class SiteOptionsTest {
    private static final String GOOD = "Origin: https://good.example.com";
    private ServedFolder folder;

    @BeforeEach
    void start(@TempDir Path parent) throws Exception {
        folder = new ServedFolder(parent);
        folder.write("index.html", "<h1>home</h1>");
        folder.write("assets/app.js", "plain script");
        folder.write("ten.txt", "0123456789");
    }

    @AfterEach
    void stop() throws Exception {
        folder.close();
    }

    private void compressed(String name, String text, String modified) throws IOException {
        folder.write(name, text);
        Files.setLastModifiedTime(folder.web.resolve(name), FileTime.from(Instant.parse(modified)));
    }

    private int withCompressedScript() throws Exception {
        compressed("assets/app.js", "plain script", "2026-01-01T00:00:00Z");
        compressed("assets/app.js.br", "brotli", "2026-01-01T00:00:00Z");
        compressed("assets/app.js.gz", "zipped!", "2026-01-02T00:00:00Z");
        return folder.serve(Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, deflate, br|br|brotli",
                "gzip|gzip|zipped!",
                "br;q=0, GZIP;q=0.5|gzip|zipped!",
                "br;q=0.000,gzip ; q=0|-|plain script",
                "identity|-|plain script",
                "*|-|plain script",
                "brx, xgzip|-|plain script"
            })
    void aClientGetsTheFormThatItCanRead(String accepted, String coding, String body) throws Exception {
        Exchange answer = Exchange.get(withCompressedScript(), "/assets/app.js", "Accept-Encoding: " + accepted);

        assertEquals(coding.equals("-") ? null : coding, answer.header("Content-Encoding"));
        assertEquals(body, answer.body());
        assertEquals("text/javascript; charset=utf-8", answer.header("Content-Type"));
        assertEquals("Accept-Encoding", answer.header("Vary"));
    }

    @Test
    void eachFormHasATagAndRangesOfItsOwn() throws Exception {
        int port = withCompressedScript();
        String plain = Exchange.get(port, "/assets/app.js").header("ETag");
        Exchange brotli = Exchange.get(port, "/assets/app.js", "Accept-Encoding: br");

        assertNotEquals(plain, brotli.header("ETag"));
        assertEquals("6", brotli.header("Content-Length"));
        assertEquals(
                200,
                Exchange.get(port, "/assets/app.js", "Accept-Encoding: br", "If-None-Match: " + plain)
                        .status());
        Exchange part = Exchange.get(port, "/assets/app.js", "Accept-Encoding: br", "Range: bytes=1-2");
        assertEquals("ro", part.body());
        assertEquals("bytes 1-2/6", part.header("Content-Range"));
        Exchange none = Exchange.get(port, "/assets/app.js", "Accept-Encoding: br", "Range: bytes=6-");
        assertEquals(416, none.status());
        assertNull(none.header("Content-Encoding"));
    }

    @Test
    void formsOfOneLengthAndTimeHaveDifferentTags() throws Exception {
        compressed("same.txt", "plain", "2026-01-01T00:00:00Z");
        compressed("same.txt.br", "small", "2026-01-01T00:00:00Z");
        int port = folder.serve(Map.of());

        assertNotEquals(
                Exchange.get(port, "/same.txt").header("ETag"),
                Exchange.get(port, "/same.txt", "Accept-Encoding: br").header("ETag"));
    }

    @Test
    void aCompressedFormThatIsOlderThanItsFileIsNotSent() throws Exception {
        compressed("ten.txt.br", "old", "2020-01-01T00:00:00Z");

        Exchange answer = Exchange.get(folder.serve(Map.of()), "/ten.txt", "Accept-Encoding: br");

        assertEquals("0123456789", answer.body());
        assertNull(answer.header("Vary"));
    }

    @Test
    void compressedFormsCanBeLeftOut() throws Exception {
        withCompressedScript();
        int port = folder.serve(Map.of("precompressed", false));

        assertEquals(
                "plain script",
                Exchange.get(port, "/assets/app.js", "Accept-Encoding: br").body());
    }

    @Test
    void theFirstRuleThatMatchesSaysHowLongAFileIsKept() throws Exception {
        int port = folder.serve(Map.of(
                "cache_timeout",
                60,
                "cache_control",
                List.of(
                        Map.of("files", "assets/**", "value", "public, immutable"),
                        Map.of("files", "{*,**/*}.html", "value", "no-cache"),
                        Map.of("files", "**", "value", "no-store"))));
        int other = folder.serve(
                Map.of("cache_timeout", 60, "cache_control", List.of(Map.of("files", "*.js", "value", "private"))));

        assertEquals("public, immutable", Exchange.get(port, "/assets/app.js").header("Cache-Control"));
        assertEquals("no-cache", Exchange.get(port, "/").header("Cache-Control"));
        assertEquals("no-store", Exchange.get(port, "/ten.txt").header("Cache-Control"));
        assertEquals("public, max-age=60", Exchange.get(other, "/assets/app.js").header("Cache-Control"));
    }

    @Test
    void theDefaultFileStandsForPagesAlone() throws Exception {
        int port = folder.serve(Map.of("default_file", "index.html"));

        assertEquals(200, Exchange.get(port, "/users/joe").status());
        assertEquals(200, Exchange.get(port, "/users/").status());
        assertEquals(404, Exchange.get(port, "/assets/old.js", "Accept: */*").status());
        assertEquals(
                200,
                Exchange.get(port, "/users/joe.doe", "Accept: text/html,*/*;q=0.8")
                        .status());
        assertEquals(
                404, Exchange.get(port, "/.git/config", "Accept: text/html").status());
    }

    @Test
    void onlyListedOriginsMayRead() throws Exception {
        int port = folder.serveKeys(Map.of(
                "directory",
                "../web",
                "options",
                Map.of("allowed_origins", List.of("https://good.example.com", "https://*.ok.example"))));

        Exchange good = Exchange.get(port, "/ten.txt", GOOD);

        assertEquals("https://good.example.com", good.header("Access-Control-Allow-Origin"));
        assertNull(good.header("Access-Control-Allow-Credentials"));
        assertEquals("Origin", good.header("Vary"));
        for (String evil : List.of("https://evil.example", "null", "https://good.example.com.evil.example", "x\ty")) {
            Exchange answer = Exchange.get(port, "/ten.txt", "Origin: " + evil);
            assertNull(answer.header("Access-Control-Allow-Origin"), evil);
            assertEquals("Origin", answer.header("Vary"));
        }
        assertEquals("Origin", Exchange.get(port, "/ten.txt").header("Vary"));
        assertEquals("Origin", Exchange.get(port, "/nothing").header("Vary"));
    }

    @Test
    void listedOriginsMaySendCredentialsIfItIsSaid() throws Exception {
        int port = folder.serveKeys(Map.of(
                "directory",
                "../web",
                "options",
                Map.of("allowed_origins", List.of("https://good.example.com"), "allow_credentials", true)));

        assertEquals("true", Exchange.get(port, "/ten.txt", GOOD).header("Access-Control-Allow-Credentials"));
        assertNull(Exchange.get(port, "/ten.txt", "Origin: https://evil.example")
                .header("Access-Control-Allow-Credentials"));
    }

    @Test
    void aBrowserThatAsksBeforeIsTold() throws Exception {
        int port = folder.serveKeys(Map.of(
                "directory", "../web", "options", Map.of("allowed_origins", List.of("https://good.example.com"))));
        String asks = "Access-Control-Request-Method: GET";

        Exchange good = Exchange.send(port, "OPTIONS", "/ten.txt", GOOD, asks);
        Exchange evil = Exchange.send(port, "OPTIONS", "/ten.txt", "Origin: https://evil.example", asks);
        Exchange plain = Exchange.send(port, "OPTIONS", "/ten.txt");

        assertEquals(204, good.status());
        assertEquals("GET, HEAD", good.header("Access-Control-Allow-Methods"));
        assertTrue(String.valueOf(good.header("Access-Control-Allow-Headers")).contains("Range"));
        assertEquals("600", good.header("Access-Control-Max-Age"));
        assertNull(evil.header("Access-Control-Allow-Methods"));
        assertNull(evil.header("Access-Control-Allow-Origin"));
        assertEquals(204, plain.status());
        assertEquals("GET, HEAD, OPTIONS", plain.header("Allow"));
        assertNull(plain.header("Access-Control-Allow-Methods"));
    }

    @Test
    void headersOfTheConfigurationAreOnEveryAnswer() throws Exception {
        int port = folder.serve(Map.of("headers", Map.of("Referrer-Policy", "no-referrer", "X-Frame-Options", "DENY")));

        for (String path : List.of("/", "/ten.txt", "/nothing", "/assets")) {
            assertEquals("DENY", Exchange.get(port, path).header("X-Frame-Options"), path);
            assertEquals("no-referrer", Exchange.get(port, path).header("Referrer-Policy"), path);
            assertEquals("nosniff", Exchange.get(port, path).header("X-Content-Type-Options"), path);
        }
    }

    @Test
    void aRedirectCarriesNoHeaderOfTheClient() throws Exception {
        Exchange answer = Exchange.get(folder.serve(Map.of()), "/assets?x=%0d%0aSet-Cookie:%20a=b");

        assertEquals("./assets/?x=%0d%0aSet-Cookie:%20a=b", answer.header("Location"));
        assertNull(answer.header("Set-Cookie"));
        assertFalse(Exchange.get(folder.serve(Map.of()), "/assets%0d%0aSet-Cookie:%20a=b")
                .head()
                .contains("\nSet-Cookie"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Length", "transfer-encoding", "Vary", "Cache-Control", "a b", "x\r\nSet-Cookie", ""})
    void headersThatAreNotForTheConfigurationAreRefused(String name) {
        assertTrue(refused(Map.of("headers", Map.of(name, "x"))).contains("options.headers"));
    }

    @Test
    void optionsThatCannotBeMeantAreRefused() {
        assertTrue(refused(Map.of("headers", Map.of("X-A", "b\r\nSet-Cookie: c=d")))
                .contains("on one line"));
        assertTrue(refused(Map.of("allow_credentials", true)).contains("allowed_origins"));
        assertTrue(refused(Map.of("allow_credentials", true, "allowed_origins", List.of("*")))
                .contains("name each origin"));
        assertTrue(refused(Map.of("allow_cross_origin", true, "allowed_origins", List.of("https://a.example")))
                .contains("exclude each other"));
        assertTrue(refused(Map.of("cache_control", List.of(Map.of("files", "{a", "value", "no-cache"))))
                .contains("is no pattern"));
        assertTrue(
                refused(Map.of("cache_control", List.of(Map.of("files", "a")))).contains("cache_control.value"));
        assertTrue(refused(Map.of("mime_types", Map.of(".x", "a\nb"))).contains("mime_types"));
    }

    private String refused(Map<String, ?> options) {
        PartFailure failure = assertThrows(
                PartFailure.class, () -> folder.handler(Map.of("directory", "../web", "options", options)));
        assertEquals(PartFailure.Cause.CONFIGURATION, failure.kind());
        return String.valueOf(failure.getMessage());
    }
}
