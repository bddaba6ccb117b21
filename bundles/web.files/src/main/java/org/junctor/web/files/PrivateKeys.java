package org.junctor.web.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Tells files that hold private keys by their names and first octets. */
final class PrivateKeys {
    private static final Set<String> STORES = Set.of("p12", "pfx", "jks", "keystore");
    private static final Set<String> TEXTS = Set.of("pem", "key", "priv", "crt", "cer");
    private static final int HEAD_BYTES = 64 * 1024;

    private PrivateKeys() {}

    /** Whether a file holds a private key; true also when its name says that it may and it cannot be read. */
    static boolean in(Path file) {
        String name = String.valueOf(file.getFileName());
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (STORES.contains(extension)) {
            return true;
        }
        if (!TEXTS.contains(extension)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.ISO_8859_1);
            return head.contains("PRIVATE KEY-----") || head.contains("private-key");
        } catch (IOException e) {
            return true;
        }
    }
}
