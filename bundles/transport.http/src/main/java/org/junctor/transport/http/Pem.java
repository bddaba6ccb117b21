package org.junctor.transport.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junctor.api.operation.PartFailure;

/**
 * A file in PEM format, as {@code endpoint.tls} names it. Failures begin with the key that names the file.
 *
 * @param key where the file is named, such as {@code endpoint.tls.key}
 */
record Pem(String key, Path file) {
    private static final long MAX_BYTES = 1 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([^-]*)-----END \\1-----", Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private record Block(String label, String body) {
        byte[] octets() {
            return Base64.getMimeDecoder().decode(body);
        }
    }

    /** All certificates of the file, at least one. */
    List<X509Certificate> certificates() throws PartFailure {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks()) {
                if (block.label().equals("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.octets())));
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            throw wrong("has a certificate that cannot be read (" + damaged.getMessage() + ")");
        }
        if (certificates.isEmpty()) {
            throw wrong("has no certificate: it must have a block BEGIN CERTIFICATE (PEM)");
        }
        return certificates;
    }

    /** The private key of the file: PKCS#8, or the older forms of RSA (PKCS#1) and EC (SEC 1). */
    PrivateKey privateKey() throws PartFailure {
        for (Block block : blocks()) {
            if (block.label().equals("ENCRYPTED PRIVATE KEY") || block.body().contains("ENCRYPTED")) {
                throw wrong("is encrypted: take its passphrase off (openssl pkey -in … -out …)");
            }
            try {
                byte[] pkcs8 =
                        switch (block.label()) {
                            case "PRIVATE KEY" -> block.octets();
                            case "RSA PRIVATE KEY" -> Der.pkcs8OfRsa(block.octets());
                            case "EC PRIVATE KEY" -> Der.pkcs8OfEc(block.octets());
                            default -> new byte[0]; // certificates and parameters may lie beside the key
                        };
                if (pkcs8.length > 0) {
                    return decoded(pkcs8);
                }
            } catch (GeneralSecurityException | IllegalArgumentException damaged) {
                throw wrong("has a private key that cannot be read (" + damaged.getMessage() + ")");
            }
        }
        throw wrong("has no private key: it must have a block BEGIN PRIVATE KEY (PEM)");
    }

    private static PrivateKey decoded(byte[] pkcs8) throws GeneralSecurityException {
        InvalidKeySpecException unknown = new InvalidKeySpecException("it is no key of RSA, EC or Ed25519");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException other) {
                unknown.addSuppressed(other);
            }
        }
        throw unknown;
    }

    private List<Block> blocks() throws PartFailure {
        String text;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw wrong("is larger than a certificate can be");
            }
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException missing) {
            throw wrong("does not exist");
        } catch (IOException unreadable) {
            throw wrong("cannot be read (" + unreadable.getMessage() + ")");
        }
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    private PartFailure wrong(String text) {
        return new PartFailure(PartFailure.Cause.CONFIGURATION, key + " " + file + " " + text);
    }
}
