package org.junctor.web.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
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
final class StaticPathTest {
    private ServedFolder folder;
    private int port;

    @BeforeEach
    void start(@TempDir Path parent) throws Exception {
        folder = new ServedFolder(parent);
        folder.write("index.html", "<h1>home</h1>");
        folder.write("app.js", "let a = 1;");
        folder.write("ten.txt", "0123456789");
        folder.write("sub/index.html", "sub");
        folder.write("bare/file.bin", "b");
        folder.write("a b+c.txt", "odd");
        folder.write(".hidden", "secret");
        folder.write(".git/config", "secret");
        port = folder.serve(Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        folder.close();
    }

    @Test
    void folderGivesItsIndexPage() throws Exception {
        Exchange answer = Exchange.get(port, "/");

        assertEquals(200, answer.status());
        assertEquals("<h1>home</h1>", answer.body());
        assertEquals("text/html; charset=utf-8", answer.header("Content-Type"));
        assertEquals("nosniff", answer.header("X-Content-Type-Options"));
        assertEquals("public, max-age=43200", answer.header("Cache-Control"));
        assertNull(answer.header("Access-Control-Allow-Origin"));
    }

    @Test
    void folderWithoutItsSlashIsRedirectedWithoutNamingAHost() throws Exception {
        assertEquals("./sub/", Exchange.get(port, "/sub").header("Location"));
        assertEquals("./sub/?a=b", Exchange.get(port, "/files/sub?a=b").header("Location"));
        assertEquals("sub", Exchange.get(port, "/files/sub/").body());
    }

    @Test
    void namesThatAUrlEncodesAreFound() throws Exception {
        assertEquals("odd", Exchange.get(port, "/a%20b%2Bc.txt").body());
        assertEquals("odd", Exchange.get(port, "/files/a%20b%2Bc.txt").body());
    }

    @Test
    void typesComeFromTheNameAndTheOptions() throws Exception {
        assertEquals(
                "text/javascript; charset=utf-8", Exchange.get(port, "/app.js").header("Content-Type"));
        assertEquals(
                "application/octet-stream", Exchange.get(port, "/bare/file.bin").header("Content-Type"));

        int other = folder.serve(Map.of("mime_types", Map.of(".js", "text/x-mine")));
        assertEquals("text/x-mine", Exchange.get(other, "/app.js").header("Content-Type"));
    }

    @Test
    void headHasTheHeadOfGetAndNoBody() throws Exception {
        Exchange answer = Exchange.send(port, "HEAD", "/ten.txt");

        assertEquals(200, answer.status());
        assertEquals("10", answer.header("Content-Length"));
        assertEquals("", answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PROPFIND"})
    void otherMethodsAreRefused(String method) throws Exception {
        Exchange answer = Exchange.send(port, method, "/ten.txt", "Content-Length: 0");

        assertEquals(405, answer.status());
        assertEquals("GET, HEAD, OPTIONS", answer.header("Allow"));
    }

    @Test
    void aPercentSignThatAListenerLetsThroughIsDecoded() {
        assertEquals("100%.txt", Site.name("/100%25.txt"));
        assertNull(Site.name("/sub%2Findex.html"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../node/config.json",
                "/%2e%2e/node/config.json",
                "/%252e%252e/node/config.json",
                "/..%2fnode%2fconfig.json",
                "/..%5cnode%5cconfig.json",
                "/..\\node\\config.json",
                "/..;/node/config.json",
                "/sub/..;a=b/../node/config.json",
                "/sub/../../node/config.json",
                "/ten.txt%00.html",
                "/%c0%ae%c0%ae/node/config.json",
                "/C:/windows/win.ini",
                "/file:/etc/passwd",
                "//etc/passwd",
                "/./../../../../../../etc/passwd",
                "/.hidden",
                "/%2ehidden",
                "/.git/config",
                "/sub/.%2e/.hidden",
                "/ten.txt/",
                "/ten.txt/x",
                "/nothing",
                "/bare/",
                "/files/../../node/config.json",
                "/~root"
            })
    void whatIsNotThereOrNotToBeSeenIsNotSent(String path) throws Exception {
        Exchange answer = Exchange.get(port, path);

        assertTrue(answer.status() == 404 || answer.status() == 400, path + ": " + answer.status());
        assertFalse(answer.body().contains("secret"));
    }

    @Test
    void linksLeadNowhereOutside() throws Exception {
        Files.createSymbolicLink(folder.web.resolve("out.json"), folder.node.resolve("config.json"));
        Files.createSymbolicLink(folder.web.resolve("outside"), folder.node);
        Files.createSymbolicLink(folder.web.resolve("shown"), folder.web.resolve(".hidden"));
        Files.createSymbolicLink(folder.web.resolve("inside.txt"), folder.web.resolve("ten.txt"));

        assertEquals(404, Exchange.get(port, "/out.json").status());
        assertEquals(404, Exchange.get(port, "/outside/config.json").status());
        assertEquals(404, Exchange.get(port, "/shown").status());
        assertEquals("0123456789", Exchange.get(port, "/inside.txt").body());
    }

    @Test
    void aKeyThatIsPutThereLaterIsNotSent() throws Exception {
        folder.write("late.pem", "-----BEGIN PRIVATE KEY-----\nsecret");
        folder.write("public.pem", "-----BEGIN CERTIFICATE-----\n");

        assertEquals(404, Exchange.get(port, "/late.pem").status());
        assertEquals(200, Exchange.get(port, "/public.pem").status());
    }

    @Test
    void thePageOfAMissingFileEscapesWhatWasAskedFor() throws Exception {
        Exchange answer = Exchange.get(port, "/a%3Cscript%3Ealert(1)%3C/script%3E'%22&");

        assertEquals(404, answer.status());
        assertFalse(answer.body().contains("<script"), answer.body());
        assertTrue(answer.body().contains("/a&lt;script&gt;alert(1)&lt;/script&gt;&#39;&quot;&amp;."), answer.body());
        assertTrue(String.valueOf(answer.header("Content-Security-Policy")).contains("default-src 'none'"));
        assertEquals("text/html; charset=utf-8", answer.header("Content-Type"));
    }

    @Test
    void aListingIsShownOnlyWhereItIsAllowed() throws Exception {
        folder.write("bare/<b>.txt", "x");
        int listed = folder.serve(Map.of("enable_directory_listing", true));

        Exchange answer = Exchange.get(listed, "/bare/");

        assertEquals(404, Exchange.get(port, "/bare/").status());
        assertEquals(200, answer.status());
        assertTrue(answer.body().contains("<a href=\"./%3Cb%3E.txt\">&lt;b&gt;.txt</a>"), answer.body());
        assertTrue(answer.body().contains("./file.bin"));
        assertFalse(Exchange.get(listed, "/sub/").body().contains("<table>"));
    }

    @Test
    void aListingHidesWhatIsNotServedAndHasAnEnd() throws Exception {
        folder.write("many/.hidden", "x");
        folder.write("many/folder/x", "x");
        for (int i = 0; i < 2000; i++) {
            folder.write("many/" + i + ".txt", "x");
        }
        int listed = folder.serve(Map.of("enable_directory_listing", true));

        folder.write("many/0.p12", "x");
        String body = Exchange.get(listed, "/many/").body();

        assertFalse(body.contains("hidden") || body.contains("0.p12"));
        assertTrue(body.contains("<p>1 more are not shown.</p>"), body.substring(body.length() - 200));
        assertTrue(Exchange.get(listed, "/many/folder/").body().contains("1 B"));
        assertTrue(body.contains("Up one folder"));
    }

    @Test
    void theDefaultFileStandsForAllThatIsMissing() throws Exception {
        int fallback = folder.serve(Map.of("default_file", "index.html", "cache_timeout", 0));

        Exchange answer = Exchange.get(fallback, "/some/page");

        assertEquals(200, answer.status());
        assertEquals("<h1>home</h1>", answer.body());
        assertEquals("no-cache", answer.header("Cache-Control"));
    }

    @Test
    void otherOriginsMayReadByDefaultAsInCrossbar() throws Exception {
        int open = folder.serveKeys(Map.of("directory", "../web"));

        Exchange answer = Exchange.get(open, "/ten.txt", "Origin: https://example.org");

        assertEquals("*", answer.header("Access-Control-Allow-Origin"));
        assertNull(answer.header("Access-Control-Allow-Credentials"));
    }
}
