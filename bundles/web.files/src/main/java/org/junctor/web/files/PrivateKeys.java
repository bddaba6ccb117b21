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
    /** Also what has no extension: {@code id_ed25519}, {@code server_key}. */
    private static final Set<String> SUSPECTS =
            Set.of("", "pem", "key", "priv", "crt", "cer", "der", "p8", "pk8", "ppk");

    private static final int HEAD_BYTES = 64 * 1024;

    private PrivateKeys() {}

    /** Opens a file. */
    interface Opening {
        InputStream open() throws IOException;
    }

    /** Whether a file holds a private key; true also when its name says that it may and it cannot be read. */
    static boolean in(Path file) {
        return in(String.valueOf(file.getFileName()), () -> Files.newInputStream(file));
    }

    /** The same for a file that is somewhere else. */
    static boolean in(String name, Opening opening) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        String extension = last.substring(last.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (STORES.contains(extension)) {
            return true;
        }
        if (!SUSPECTS.contains(last.indexOf('.') < 0 ? "" : extension)) {
            return false;
        }
        try (InputStream in = opening.open()) {
            byte[] head = in.readNBytes(HEAD_BYTES);
            String text = new String(head, StandardCharsets.ISO_8859_1);
            return text.contains("PRIVATE KEY-----")
                    || text.contains("private-key")
                    || text.contains("Private-Lines:")
                    || binary(head);
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether these octets begin as the DER of a private key does: a sequence, in it the version 0 or 1. */
    private static boolean binary(byte[] head) {
        if (head.length < 8 || head[0] != 0x30) {
            return false;
        }
        int longer = (head[1] & 0x80) == 0 ? 0 : head[1] & 0x7f;
        int inner = 2 + longer;
        return longer <= 3
                && head[inner] == 2
                && head[inner + 1] == 1
                && (head[inner + 2] == 0 || head[inner + 2] == 1);
    }
}
