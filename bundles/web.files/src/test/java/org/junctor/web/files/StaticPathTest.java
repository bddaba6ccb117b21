package org.junctor.web.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.PathConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class StaticPathTest {
    private final List<Server> servers = new ArrayList<>();
    private Path folder;
    private Path node;
    private Path web;
    private int port;

    @BeforeEach
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        node = Files.createDirectories(folder.resolve("node"));
        web = Files.createDirectories(folder.resolve("web"));
        write("index.html", "<h1>home</h1>");
        write("app.js", "let a = 1;");
        write("ten.txt", "0123456789");
        write("sub/index.html", "sub");
        write("bare/file.bin", "b");
        write("a b+c.txt", "odd");
        write(".hidden", "secret");
        write(".git/config", "secret");
        Files.writeString(node.resolve("config.json"), "secret");
        port = serve(Map.of("directory", "../web", "options", Map.of("allow_cross_origin", false)));
    }

    @AfterEach
    void stop() throws Exception {
        for (Server server : servers) {
            server.stop();
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = web.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private int serve(Map<String, ?> keys) throws Exception {
        Handler handler = new StaticPath().create(new PathConfig("t1", keys, node));
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(
                new Handler.Sequence(new ContextHandler(handler, "/files"), new ContextHandler(sameAs(keys), "/")));
        servers.add(server);
        server.start();
        return connector.getLocalPort();
    }

    private Handler sameAs(Map<String, ?> keys) throws PartFailure {
        return new StaticPath().create(new PathConfig("t1", keys, node));
    }

    private int serveWith(Map<String, ?> options) throws Exception {
        Map<String, Object> all = new HashMap<>(options);
        all.putIfAbsent("allow_cross_origin", false);
        return serve(Map.of("directory", "../web", "options", all));
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

        int other = serveWith(Map.of("mime_types", Map.of(".js", "text/x-mine")));
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
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"})
    void otherMethodsAreRefused(String method) throws Exception {
        Exchange answer = Exchange.send(port, method, "/ten.txt", "Content-Length: 0");

        assertEquals(405, answer.status());
        assertEquals("GET, HEAD", answer.header("Allow"));
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
    void aPercentSignThatAListenerLetsThroughIsDecoded() throws Exception {
        write("100%.txt", "odd");
        Site site = new Site(web.toRealPath());

        assertInstanceOf(Site.Document.class, site.find("/100%25.txt"));
        assertNull(site.find("/sub%2Findex.html"));
    }

    @Test
    void aChangedFileHasAnotherTag() throws Exception {
        String before = Exchange.get(port, "/ten.txt").header("ETag");

        write("ten.txt", "0123456789x");

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
        write("large.txt", "0123456789".repeat(100_000));

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
        Files.createSymbolicLink(web.resolve("out.json"), node.resolve("config.json"));
        Files.createSymbolicLink(web.resolve("outside"), node);
        Files.createSymbolicLink(web.resolve("shown"), web.resolve(".hidden"));
        Files.createSymbolicLink(web.resolve("inside.txt"), web.resolve("ten.txt"));

        assertEquals(404, Exchange.get(port, "/out.json").status());
        assertEquals(404, Exchange.get(port, "/outside/config.json").status());
        assertEquals(404, Exchange.get(port, "/shown").status());
        assertEquals("0123456789", Exchange.get(port, "/inside.txt").body());
    }

    @Test
    void aKeyThatIsPutThereLaterIsNotSent() throws Exception {
        write("late.pem", "-----BEGIN PRIVATE KEY-----\nsecret");
        write("public.pem", "-----BEGIN CERTIFICATE-----\n");

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
        write("bare/<b>.txt", "x");
        int listed = serveWith(Map.of("enable_directory_listing", true));

        Exchange answer = Exchange.get(listed, "/bare/");

        assertEquals(404, Exchange.get(port, "/bare/").status());
        assertEquals(200, answer.status());
        assertTrue(answer.body().contains("<a href=\"./%3Cb%3E.txt\">&lt;b&gt;.txt</a>"), answer.body());
        assertTrue(answer.body().contains("./file.bin"));
        assertFalse(Exchange.get(listed, "/sub/").body().contains("<ul>"));
    }

    @Test
    void theDefaultFileStandsForAllThatIsMissing() throws Exception {
        int fallback = serveWith(Map.of("default_file", "index.html", "cache_timeout", 0));

        Exchange answer = Exchange.get(fallback, "/some/page");

        assertEquals(200, answer.status());
        assertEquals("<h1>home</h1>", answer.body());
        assertEquals("no-cache", answer.header("Cache-Control"));
    }

    @Test
    void otherOriginsMayReadByDefaultAsInCrossbar() throws Exception {
        int open = serve(Map.of("directory", "../web"));

        Exchange answer = Exchange.get(open, "/ten.txt", "Origin: https://example.org");

        assertEquals("*", answer.header("Access-Control-Allow-Origin"));
        assertNull(answer.header("Access-Control-Allow-Credentials"));
    }

    private String refused(Map<String, ?> keys) {
        PartFailure failure =
                assertThrows(PartFailure.class, () -> new StaticPath().create(new PathConfig("t1/x", keys, node)));
        assertEquals(PartFailure.Cause.CONFIGURATION, failure.kind());
        return String.valueOf(failure.getMessage());
    }

    @Test
    void aMissingFolderIsNamedWithItsPath() {
        String message = refused(Map.of("directory", "../nowhere"));

        assertTrue(message.contains("t1/x"), message);
        assertTrue(message.contains(folder.resolve("nowhere").toString()), message);
        assertTrue(refused(Map.of()).contains("\"directory\" is missing"));
        assertTrue(refused(Map.of("directory", "../web/ten.txt")).contains("is not a folder"));
        assertTrue(refused(Map.of("directory", "a\0b")).contains("is no name of a folder"));
    }

    @Test
    void aFolderThatWouldGiveTheNodeAwayIsRefused() throws Exception {
        assertTrue(refused(Map.of("directory", ".")).contains("contains the node's folder"));
        assertTrue(refused(Map.of("directory", "..")).contains("contains the node's folder"));
        Files.createDirectories(node.resolve(".cache/x"));
        assertTrue(refused(Map.of("directory", ".cache/x")).contains("node's cache"));
        Files.createSymbolicLink(folder.resolve("link"), node);
        assertTrue(refused(Map.of("directory", "../link")).contains("contains the node's folder"));
    }

    @Test
    void aFolderWithAPrivateKeyIsRefused() throws Exception {
        Files.write(
                Files.createDirectories(web.resolve("deep")).resolve("server.key"),
                "-----BEGIN EC PRIVATE KEY-----\n".getBytes(StandardCharsets.US_ASCII));

        assertTrue(refused(Map.of("directory", "../web")).contains("server.key"));
    }
}
