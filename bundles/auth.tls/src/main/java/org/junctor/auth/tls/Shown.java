package org.junctor.auth.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Principal;

/**
 * The certificate that a client has shown, and whose it is.
 *
 * @param sha256 its fingerprint, in lower-case hexadecimal digits
 * @param sha1 the same of the older sort
 * @param subject the name of its subject; null if that cannot be compared with anything
 */
record Shown(String sha256, String sha1, @Nullable Subject subject) {
    private static final String SHA256 = "certificate-sha256";
    private static final String SHA1 = "certificate-sha1";
    private static final String SUBJECT = "subject";

    /** Reads a certificate, which the handshake has proved to be the client's. */
    static Shown of(X509Certificate certificate) {
        return new Shown(
                digest("SHA-256", certificate),
                digest("SHA-1", certificate),
                Subject.of(certificate.getSubjectX500Principal()));
    }

    /** For a source that looks at it itself. */
    Map<String, Object> proof() {
        return Map.of(SHA256, sha256, SHA1, sha1);
    }

    /** Whether this is a certificate of that principal. */
    boolean is(Principal principal) {
        return anyOf(principal, SHA256, text -> digits(text).equals(sha256))
                || anyOf(principal, SHA1, text -> digits(text).equals(sha1))
                || anyOf(principal, SUBJECT, this::means);
    }

    /** Whether the principal says which certificates are its own. */
    static boolean known(Principal principal) {
        return List.of(SHA256, SHA1, SUBJECT).stream()
                .anyMatch(key -> principal.entries("tls").get(key) != null);
    }

    private boolean means(String rule) {
        Subject wanted = Subject.rule(rule);
        return wanted != null && subject != null && wanted.fits(subject);
    }

    private static boolean anyOf(Principal principal, String key, Predicate<String> fits) {
        Object value = principal.entries("tls").get(key);
        List<?> values = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        return values.stream().anyMatch(one -> one instanceof String text && fits.test(text));
    }

    /** As OpenSSL and Crossbar write them: with colons or without, in any case. */
    private static String digits(String text) {
        return text.replace(":", "").strip().toLowerCase(Locale.ROOT);
    }

    private static String digest(String algorithm, X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("a certificate without a fingerprint", e);
        }
    }
}
