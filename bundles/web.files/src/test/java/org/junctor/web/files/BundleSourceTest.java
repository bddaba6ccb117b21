package org.junctor.web.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junctor.api.operation.PartFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;

@Timeout(30)
final class BundleSourceTest {
    private ServedFolder folder;
    private InstalledBundles.Installed shop;

    @BeforeEach
    void install(@TempDir Path parent) throws Exception {
        folder = new ServedFolder(parent);
        Path one = parent.resolve("one");
        write(one, "web/index.html", "<h1>shop</h1>");
        write(one, "web/ten.txt", "0123456789");
        write(one, "web/sub/deep/a.txt", "deep");
        write(one, "web/.hidden", "secret");
        write(one, "web/server.pem", "-----BEGIN PRIVATE KEY-----\nsecret");
        write(one, "other/x.txt", "secret");
        write(one, "META-INF/MANIFEST.MF", "secret");
        shop = folder.bundles.install("com.example.shop", one);
    }

    @AfterEach
    void stop() throws Exception {
        folder.close();
    }

    private static void write(Path root, String name, String text) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        Files.writeString(root.resolve(name), text);
    }

    private int serve() throws Exception {
        return folder.serveKeys(Map.of(
                "bundle",
                "com.example.shop",
                "resource",
                "/web/",
                "options",
                Map.of("enable_directory_listing", true, "allow_cross_origin", false)));
    }

    @Test
    void filesOfABundleAreServedLikeThoseOfAFolder() throws Exception {
        int port = serve();

        assertEquals("<h1>shop</h1>", Exchange.get(port, "/").body());
        assertEquals("deep", Exchange.get(port, "/files/sub/deep/a.txt").body());
        assertEquals("10", Exchange.get(port, "/ten.txt").header("Content-Length"));
        assertEquals("345", Exchange.get(port, "/ten.txt", "Range: bytes=3-5").body());
        assertEquals(301, Exchange.get(port, "/sub").status());
        assertTrue(Exchange.get(port, "/sub/").body().contains("<a href=\"./deep/\">deep/</a>"));
        String tag = Exchange.get(port, "/ten.txt").header("ETag");
        assertEquals(
                304, Exchange.get(port, "/ten.txt", "If-None-Match: " + tag).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.hidden",
                "/server.pem",
                "/../other/x.txt",
                "/%2e%2e/other/x.txt",
                "/..%2fother%2fx.txt",
                "/../META-INF/MANIFEST.MF",
                "/META-INF/MANIFEST.MF",
                "/sub/deep/a.txt/",
                "/nothing"
            })
    void nothingElseOfItIsServed(String path) throws Exception {
        Exchange answer = Exchange.get(serve(), path);

        assertTrue(answer.status() == 404 || answer.status() == 400, path + ": " + answer.status());
        assertTrue(!answer.body().contains("secret"), answer.body());
    }

    @Test
    void anUpdateShowsItsNewFilesAndAStopNone(@TempDir Path next) throws Exception {
        int port = serve();
        String before = Exchange.get(port, "/ten.txt").header("ETag");
        write(next, "web/ten.txt", "9876543210");

        shop.state = Bundle.RESOLVED;
        assertEquals(503, Exchange.get(port, "/ten.txt").status());
        shop.entries = next;
        shop.changed++;
        shop.state = Bundle.ACTIVE;

        Exchange after = Exchange.get(port, "/ten.txt", "If-None-Match: " + before);
        assertEquals("9876543210", after.body());
        assertNotEquals(before, after.header("ETag"));
        assertEquals(404, Exchange.get(port, "/sub/deep/a.txt").status());
    }

    @Test
    void hiddenNamesAreNotEvenRead() {
        BundleSource source = new BundleSource(folder.bundles.context(), "com.example.shop", "web");

        assertEquals(
                List.of("", "index.html", "sub", "sub/deep", "sub/deep/a.txt", "ten.txt"),
                List.copyOf(source.found().keySet()));
    }

    @Test
    void whatCannotBeServedIsNamed() {
        assertTrue(refused(Map.of("bundle", "com.example.lost", "resource", "web"))
                .contains("no bundle com.example.lost"));
        assertTrue(refused(Map.of("bundle", "com.example.shop", "resource", "nothing"))
                .contains("no folder \"nothing\""));
        assertTrue(refused(Map.of("bundle", "com.example.shop")).contains("\"resource\""));
        assertTrue(
                refused(Map.of("bundle", "com.example.shop", "resource", "/")).contains("\"resource\""));
        assertTrue(refused(Map.of("bundle", "com.example.shop", "resource", "META-INF/x"))
                .contains("\"resource\""));
        assertTrue(refused(Map.of("bundle", "com.example.shop", "resource", "web", "directory", "../web"))
                .contains("exclude each other"));
    }

    private String refused(Map<String, ?> keys) {
        PartFailure failure = assertThrows(PartFailure.class, () -> folder.handler(keys));
        assertEquals(PartFailure.Cause.CONFIGURATION, failure.kind());
        return String.valueOf(failure.getMessage());
    }
}
