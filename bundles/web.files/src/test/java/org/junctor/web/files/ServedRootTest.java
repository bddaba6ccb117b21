package org.junctor.web.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Map;
import org.junctor.api.operation.PartFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class ServedRootTest {
    private ServedFolder folder;

    @BeforeEach
    void start(@TempDir Path parent) throws Exception {
        folder = new ServedFolder(parent);
    }

    @AfterEach
    void stop() throws Exception {
        folder.close();
    }

    @Test
    void aMissingFolderIsNamed() throws Exception {
        folder.write("ten.txt", "x");

        String message = refused("../nowhere");

        assertTrue(message.contains(folder.web.resolveSibling("nowhere").toString()), message);
        assertTrue(refused(Map.of()).contains("\"directory\" is missing"));
        assertTrue(refused("../web/ten.txt").contains("is not a folder"));
        assertTrue(refused("a\0b").contains("is no name of a folder"));
    }

    @Test
    void aFolderThatWouldGiveTheNodeAwayIsRefused() throws Exception {
        assertTrue(refused(".").contains("contains the node's folder"));
        assertTrue(refused("..").contains("contains the node's folder"));
        Files.createDirectories(folder.node.resolve(".cache/x"));
        assertTrue(refused(".cache/x").contains("node's cache"));
        Files.createSymbolicLink(folder.web.resolveSibling("link"), folder.node);
        assertTrue(refused("../link").contains("contains the node's folder"));
    }

    @Test
    void aFolderWithAPrivateKeyIsRefused() throws Exception {
        Files.write(
                Files.createDirectories(folder.web.resolve("deep")).resolve("server.key"),
                "-----BEGIN EC PRIVATE KEY-----\n".getBytes(StandardCharsets.US_ASCII));

        assertTrue(refused("../web").contains("server.key"));
    }

    @Test
    void privateKeysAreKnownByWhatIsInThem() throws Exception {
        byte[] key = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Path file = folder.web.resolve("server.der");
        Files.write(file, key);

        assertTrue(refused("../web").contains("server.der"));

        Files.delete(file);
        folder.write("id_ed25519", "-----BEGIN OPENSSH PRIVATE KEY-----\n");
        assertTrue(refused("../web").contains("id_ed25519"));

        Files.delete(folder.web.resolve("id_ed25519"));
        folder.write("LICENSE", "Do what you like");
        folder.write("root.der", "0\u0003\u0002\u0001\u0005");
        assertEquals(
                "Do what you like",
                Exchange.get(folder.serve(Map.of()), "/LICENSE").body());
    }

    private String refused(String directory) {
        return refused(Map.of("directory", directory));
    }

    private String refused(Map<String, ?> keys) {
        PartFailure failure = assertThrows(PartFailure.class, () -> folder.handler(keys));
        assertEquals(PartFailure.Cause.CONFIGURATION, failure.kind());
        return String.valueOf(failure.getMessage());
    }
}
