package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a folder and of a plug-in's bundle, as the distribution serves them: to browsers, and to those who look for more. */
final class StaticFilesTest {
    private static final String GOOD = "https://good.example.com";
    private static final String SECRET = "not for the web";
    private static final String BUNDLE = "com.example.ui";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    static Path folder = Path.of(".");

    private static NodeFile file = NodeFile.plain(folder);
    private static Node node = Node.NONE;
    private static int securePort;

    @BeforeAll
    static void start() throws IOException {
        securePort = NodeFile.freePort();
        file = NodeFile.plain(folder);
        Map<String, Object> options = Map.of(
                "allowed_origins",
                List.of(GOOD),
                "headers",
                Map.of("Content-Security-Policy", "default-src 'self'"),
                "cache_control",
                List.of(Map.of("files", "*.html", "value", "no-cache")));
        Map<String, Object> listed =
                Map.of("enable_directory_listing", true, "default_file", "index.html", "allow_cross_origin", false);
        Map<String, Object> paths = Map.of(
                "/", Map.of("type", "static", "directory", "web", "options", options),
                "app", Map.of("type", "static", "directory", "web", "options", listed),
                "ui", Map.of("type", "static", "bundle", BUNDLE, "resource", "web"));
        Map<String, Object> tls = new LinkedHashMap<>(NodeFile.tcp(securePort));
        file.certificate();
        tls.put("tls", Map.of("key", "server.key", "certificate", "server.pem"));
        file.transport("web", "web", NodeFile.tcp(file.webPort()), Map.of("paths", paths))
                .transport("secure", "web", tls, Map.of("paths", paths, "options", Map.of("http2", true, "hsts", true)))
                .write();
        Path web = folder.resolve("web");
        Files.writeString(web.resolve("ten.txt"), "0123456789");
        Files.writeString(web.resolve("app.js"), "plain();");
        Files.writeString(web.resolve("app.js.br"), "brotli");
        Files.writeString(Files.createDirectories(web.resolve("list")).resolve("a&b.txt"), "x");
        Files.writeString(web.resolve(".env"), SECRET);
        Files.writeString(Files.createDirectories(web.resolve(".git")).resolve("config"), SECRET);
        Files.writeString(folder.resolve("outside.txt"), SECRET);
        Files.createSymbolicLink(web.resolve("linked.txt"), folder.resolve("outside.txt"));
        Files.createSymbolicLink(web.resolve("linked"), folder);
        jar(Files.createDirectories(folder.resolve("plugins")).resolve("ui.jar"), "1.0.0", "first");
        node = Node.in(folder).start();
        Files.writeString(web.resolve("late.key"), "-----BEGIN PRIVATE KEY-----\n" + SECRET);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static void jar(Path jar, String version, String text) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", BUNDLE);
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            for (String name :
                    List.of("web/index.html", "web/deep/er/page one.txt", "web/.hidden", "other/secret.txt")) {
                entries.putNextEntry(new ZipEntry(name));
                entries.write((name.startsWith("web/index") ? text : name).getBytes(StandardCharsets.UTF_8));
                entries.closeEntry();
            }
        }
    }

    private static String get(String path, String... headers) {
        return RawHttp.get(file.webUrl("/"), path, headers);
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    private static String header(String answer, String name) {
        return answer.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../outside.txt",
                "/%2e%2e/outside.txt",
                "/%2e%2e%2foutside.txt",
                "/%252e%252e/outside.txt",
                "/..%2foutside.txt",
                "/..%5coutside.txt",
                "/..\\outside.txt",
                "/..;/outside.txt",
                "/app/..;x/../../outside.txt",
                "/app/../../outside.txt",
                "/app/%2e%2e/%2e%2e/outside.txt",
                "/ten.txt%00.html",
                "/%c0%ae%c0%ae/outside.txt",
                "/%u002e%u002e/outside.txt",
                "/C:/windows/win.ini",
                "/file:///etc/passwd",
                "//etc/passwd",
                "/\\\\host\\share",
                "/ui/../other/secret.txt",
                "/ui/..%2fother/secret.txt",
                "/.env",
                "/%2eenv",
                "/.git/config",
                "/app/.git/config",
                "/linked.txt",
                "/linked/outside.txt",
                "/linked/config.json",
                "/late.key",
                "/ui/.hidden",
                "/ten.txt/",
                "/list/"
            })
    void H3_H4_noSpellingShowsWhatIsNotServed(String path) {
        String answer = get(path);

        assertTrue(status(answer) == 400 || status(answer) == 404, () -> path + ": " + answer);
        assertFalse(answer.contains(SECRET) || answer.contains("workers"), answer);
    }

    @Test
    void H4_aFolderWithAPrivateKeyIsRefusedAtStart(@TempDir Path other) throws IOException {
        NodeFile refused = NodeFile.plain(other);
        refused.transport(
                        "web",
                        "web",
                        NodeFile.tcp(refused.webPort()),
                        Map.of("paths", Map.of("/", Map.of("type", "static", "directory", "web"))))
                .write();
        Files.writeString(other.resolve("web/id_rsa"), "-----BEGIN OPENSSH PRIVATE KEY-----\n");
        try (Node unsafe = Node.in(other).launch()) {
            assertEquals(3, unsafe.awaitExit(), unsafe.log());
            assertTrue(unsafe.log().contains("id_rsa"), unsafe.log());
        }
    }

    @Test
    void H5_oddRangesCostNoMoreThanTheFile() {
        assertEquals("0123456789", body(get("/ten.txt", "Range: bytes=" + "0-0,".repeat(999) + "1-1")));
        assertEquals("0123456789", body(get("/ten.txt", "Range: bytes=0-8,1-9")));
        assertEquals("0123456789", body(get("/ten.txt", "Range: bytes=5-2")));
        assertEquals(416, status(get("/ten.txt", "Range: bytes=10-")));
        assertEquals("89", body(get("/ten.txt", "Range: bytes=-2")));
        assertEquals(206, status(get("/ten.txt", "Range: bytes=0-0,2-2")));
    }

    @Test
    void H7_onlyListedOriginsAreEchoed() {
        String good = get("/ten.txt", "Origin: " + GOOD);
        String asked = RawHttp.send(
                file.webUrl("/"), "OPTIONS", "/ten.txt", "Origin: " + GOOD, "Access-Control-Request-Method: GET");

        assertEquals(GOOD, header(good, "Access-Control-Allow-Origin"));
        assertEquals("GET, HEAD", header(asked, "Access-Control-Allow-Methods"));
        assertEquals(204, status(asked));
        for (String origin : List.of("https://evil.example", "null", GOOD + ".evil.example")) {
            String evil = get("/ten.txt", "Origin: " + origin);
            assertEquals("", header(evil, "Access-Control-Allow-Origin"), origin);
            assertEquals("Origin", header(evil, "Vary"), origin);
        }
        assertEquals("", header(get("/app/ten.txt", "Origin: " + GOOD), "Access-Control-Allow-Origin"));
    }

    @Test
    void H14_pagesShowWhatWasSentAsText() {
        String missing = get("/%3Cimg%20src=x%20onerror=alert(1)%3E");
        String listing = get("/app/list/");

        assertEquals(404, status(missing));
        assertFalse(missing.contains("<img"), missing);
        assertTrue(header(missing, "Content-Security-Policy").startsWith("default-src 'none'"), missing);
        assertEquals("nosniff", header(missing, "X-Content-Type-Options"));
        assertTrue(listing.contains(">a&amp;b.txt</a>"), listing);
        assertEquals("./list/?a=%0d%0ab:c", header(get("/list?a=%0d%0ab:c"), "Location"));
    }

    @Test
    void methodsAndConditionsAreAnsweredAsHttpSays() {
        String head = RawHttp.send(file.webUrl("/"), "HEAD", "/ten.txt");
        String posted = RawHttp.send(file.webUrl("/"), "POST", "/ten.txt", "Content-Length: 0");

        assertEquals("10", header(head, "Content-Length"));
        assertEquals("", body(head));
        assertEquals(405, status(posted));
        assertEquals("GET, HEAD, OPTIONS", header(posted, "Allow"));
        assertEquals(304, status(get("/ten.txt", "If-None-Match: " + header(head, "ETag"))));
        assertEquals(304, status(get("/ten.txt", "If-Modified-Since: " + header(head, "Last-Modified"))));
        assertEquals(412, status(get("/ten.txt", "If-Match: \"other\"")));
        assertEquals("no-cache", header(get("/"), "Cache-Control"));
        assertEquals("default-src 'self'", header(get("/"), "Content-Security-Policy"));
        assertEquals(200, status(get("/app/some/page")));
        assertEquals(404, status(get("/app/gone.js")));
    }

    @Test
    void browsersGetCompressedFilesOverHttp2AndStayWithHttps() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(file.certificate().trusting())
                .connectTimeout(LIMIT)
                .build();

        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + securePort + "/app.js"))
                        .header("Accept-Encoding", "gzip, br")
                        .timeout(LIMIT)
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertEquals(HttpClient.Version.HTTP_2, answer.version());
        assertEquals("brotli", answer.body());
        assertEquals(List.of("br"), answer.headers().allValues("Content-Encoding"));
        assertEquals(List.of("max-age=31536000"), answer.headers().allValues("Strict-Transport-Security"));
        assertEquals("", header(get("/app.js"), "Strict-Transport-Security"));
        assertTrue(body(get("/app.js")).startsWith("plain"));
    }

    @Test
    void filesOfABundleComeAndGoWithIt() throws IOException {
        assertEquals("first", body(get("/ui/")));
        assertEquals("web/deep/er/page one.txt", body(get("/ui/deep/er/page%20one.txt")));
        assertEquals("./deep/", header(get("/ui/deep"), "Location"));
        long id = node.bundle(BUNDLE);

        node.shell("stop " + id);
        assertEquals(503, status(get("/ui/")));
        Path next = folder.resolve("next.jar");
        jar(next, "1.1.0", "second");
        node.shell("update " + id + " " + next.toUri());
        node.shell("start " + id);

        assertEquals("second", body(get("/ui/")));
        node.shell("refresh " + id);
        node.awaitBundle(id, "Active");
        assertEquals("second", body(get("/ui/")));
    }

    @Test
    void aPythonPackageIsNamedWithItsRemedy(@TempDir Path other) {
        NodeFile python = NodeFile.plain(other);
        python.transport(
                        "web",
                        "web",
                        NodeFile.tcp(python.webPort()),
                        Map.of("paths", Map.of("/", Map.of("type", "static", "package", "shop", "resource", "web"))))
                .write();

        Node.Ran checked = Node.in(other).run("check");

        assertEquals(3, checked.exit(), checked.output());
        assertTrue(checked.output().contains("package") && checked.output().contains("use bundle"), checked.output());
    }
}
