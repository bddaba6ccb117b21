package org.junctor.transport.http;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/**
 * What {@code endpoint.tls} of the node file says.
 *
 * @param identities what the listener shows; the first to clients that name no host, or one that none fits
 * @param authorities whose certificates clients may show; empty if they are not asked for one
 * @param certificateRequired whether clients must show one
 * @param ciphers cipher suites, as OpenSSL or Java name them; null for the usual ones
 * @param handshakeMs how long a handshake may take
 */
record TlsSettings(
        List<Identity> identities,
        List<Path> authorities,
        boolean certificateRequired,
        @Nullable String ciphers,
        int handshakeMs) {
    private static final String KEY = "endpoint.tls";
    private static final int HANDSHAKE_MS = 5000;

    /**
     * The files of one certificate.
     *
     * @param at where in the node file they are named
     */
    record Identity(String at, Path key, Path certificate, List<Path> chain) {}

    /** Reads an object {@code tls}; what relative file names are relative to is the node folder. */
    static TlsSettings of(Map<?, ? extends @Nullable Object> tls, Path nodeDirectory) throws PartFailure {
        List<Identity> identities = new ArrayList<>();
        identities.add(identity(KEY, tls, nodeDirectory));
        Object sni = tls.get("sni");
        if (sni != null && !(sni instanceof List<?>)) {
            throw wrong(KEY + ".sni", "is not a list of objects with key and certificate");
        }
        if (sni instanceof List<?> others) {
            for (Object other : others) {
                String at = KEY + ".sni[" + (identities.size() - 1) + "]";
                if (!(other instanceof Map<?, ?> members)) {
                    throw wrong(at, "is not an object with key and certificate");
                }
                identities.add(identity(at, members, nodeDirectory));
            }
        }
        List<Path> authorities = files(KEY, "ca_certificates", tls, nodeDirectory);
        Object certificate = tls.get("client_certificate");
        if (certificate != null && !List.of("required", "optional").contains(certificate)) {
            throw wrong(KEY + ".client_certificate", "is " + certificate + ": use required or optional");
        }
        if (certificate != null && authorities.isEmpty()) {
            throw wrong(KEY + ".client_certificate", "needs ca_certificates: name those who issue them");
        }
        Object ciphers = tls.get("ciphers");
        int handshakeMs = tls.get("handshake_timeout") instanceof Number number && number.intValue() > 0
                ? number.intValue()
                : HANDSHAKE_MS;
        return new TlsSettings(
                List.copyOf(identities),
                authorities,
                !authorities.isEmpty() && !"optional".equals(certificate),
                ciphers == null ? null : ciphers.toString(),
                handshakeMs);
    }

    /** All files that are named. */
    List<Path> files() {
        List<Path> files = new ArrayList<>(authorities);
        for (Identity identity : identities) {
            files.add(identity.key());
            files.add(identity.certificate());
            files.addAll(identity.chain());
        }
        return files;
    }

    private static Identity identity(String at, Map<?, ? extends @Nullable Object> members, Path nodeDirectory)
            throws PartFailure {
        return new Identity(
                at,
                file(at, "key", members.get("key"), nodeDirectory),
                file(at, "certificate", members.get("certificate"), nodeDirectory),
                files(at, "chain_certificates", members, nodeDirectory));
    }

    private static List<Path> files(
            String at, String key, Map<?, ? extends @Nullable Object> members, Path nodeDirectory) throws PartFailure {
        List<Path> files = new ArrayList<>();
        Object names = members.get(key);
        if (names instanceof List<?> list) {
            for (Object name : list) {
                files.add(file(at, key, name, nodeDirectory));
            }
        } else if (names != null) {
            files.add(file(at, key, names, nodeDirectory));
        }
        return List.copyOf(files);
    }

    private static Path file(String at, String key, @Nullable Object name, Path nodeDirectory) throws PartFailure {
        if (name == null || name.toString().isEmpty()) {
            throw wrong(at + "." + key, "is missing: name a file in PEM format");
        }
        try {
            return nodeDirectory.resolve(name.toString()).normalize();
        } catch (InvalidPathException invalid) {
            throw wrong(at + "." + key, "is no path: " + invalid.getReason());
        }
    }

    private static PartFailure wrong(String at, String text) {
        return new PartFailure(PartFailure.Cause.CONFIGURATION, at + " " + text);
    }
}
