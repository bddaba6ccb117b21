package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import org.junctor.api.operation.PartFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PemTest {
    /** What stands before the key of PKCS#1 in PKCS#8, for keys of 2048 bits. */
    private static final int RSA_HEADER = 26;

    private static final byte[] P256 = {
        (byte) 0xA0, 0x0A, 0x06, 0x08, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x03, 0x01, 0x07
    };

    private final Path folder;

    PemTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Pem file(String text) throws Exception {
        return new Pem("endpoint.tls.key", Files.writeString(folder.resolve("f"), text));
    }

    private Pem file(String label, byte[] octets) throws Exception {
        TestIdentity.write(folder.resolve("f"), label, octets);
        return new Pem("endpoint.tls.key", folder.resolve("f"));
    }

    private static byte[] sec1(ECPrivateKey key, byte[] curve) {
        byte[] secret = key.getS().toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, secret.length);
        System.arraycopy(secret, secret.length - length, fixed, 32 - length, length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x30);
        out.write(3 + 2 + fixed.length + curve.length);
        out.writeBytes(new byte[] {2, 1, 1, 4, 32});
        out.writeBytes(fixed);
        out.writeBytes(curve);
        return out.toByteArray();
    }

    @Test
    void keysOfAllFormsAreRead() throws Exception {
        var rsa = TestIdentity.of("localhost").key();
        var ec = (ECPrivateKey) TestIdentity.of("ec.example.org").key();
        byte[] pkcs1 = Arrays.copyOfRange(rsa.getEncoded(), RSA_HEADER, rsa.getEncoded().length);

        assertEquals(rsa, file("PRIVATE KEY", rsa.getEncoded()).privateKey());
        assertEquals(rsa, file("RSA PRIVATE KEY", pkcs1).privateKey());
        assertEquals(
                ec.getS(),
                ((ECPrivateKey) file("EC PRIVATE KEY", sec1(ec, P256)).privateKey()).getS());
    }

    private static String told(Pem pem) {
        String text =
                String.valueOf(assertThrows(PartFailure.class, pem::privateKey).getMessage());
        return text.substring(text.indexOf("f ") + 2);
    }

    @Test
    void whatIsWrongWithAKeyIsTold() throws Exception {
        var ec = (ECPrivateKey) TestIdentity.of("ec.example.org").key();

        assertEquals(
                "is encrypted: take its passphrase off (openssl pkey -in … -out …)",
                told(file("ENCRYPTED PRIVATE KEY", new byte[10])));
        assertEquals("has no private key: it must have a block BEGIN PRIVATE KEY (PEM)", told(file("nothing")));
        assertEquals(
                "has a private key that cannot be read (it is no key of RSA, EC or Ed25519)",
                told(file("PRIVATE KEY", new byte[10])));
        assertEquals(
                "has a private key that cannot be read (its DER is cut off)",
                told(file("EC PRIVATE KEY", new byte[] {0x30, (byte) 0x84, 0x7F, 0x7F, 0x7F, 0x7F})));
        assertEquals(
                "has a private key that cannot be read (it does not name its curve: convert it with openssl pkcs8 -topk8 -nocrypt)",
                told(file("EC PRIVATE KEY", sec1(ec, new byte[0]))));
    }
}
