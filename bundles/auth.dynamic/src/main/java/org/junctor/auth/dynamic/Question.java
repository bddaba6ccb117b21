package org.junctor.auth.dynamic;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.PrincipalQuery;
import org.junctor.api.transport.Peer;

/** What the procedure is asked, as Crossbar asks it: realm, authid, details. */
final class Question {
    private static final int MARK_OCTETS = 12;

    private Question() {}

    /** The arguments of the call. */
    static List<@Nullable Object> arguments(PrincipalQuery query) {
        AuthRequest request = query.request();
        Map<String, @Nullable Object> details = new LinkedHashMap<>(query.proof());
        details.put("session", request.session());
        details.put("transport", transport(request.peer()));
        details.put("authmethod", query.method());
        details.put("authid", query.authid());
        details.put("authrole", request.hello().details().entries().get("authrole"));
        details.put("authextra", request.hello().details().entries().get("authextra"));
        List<@Nullable Object> arguments = new ArrayList<>();
        arguments.add(request.realm());
        arguments.add(query.authid());
        arguments.add(details);
        return arguments;
    }

    private static Map<String, @Nullable Object> transport(Peer peer) {
        Map<String, @Nullable Object> transport = new LinkedHashMap<>();
        transport.put("type", peer.transport());
        transport.put("peer", peer.address());
        transport.put("is_secure", peer.secure());
        transport.put("http_headers_received", peer.headers());
        transport.put("cbtid", mark(peer.mark()));
        transport.put("peer_cert", certificate(peer.certificate()));
        return transport;
    }

    /** The tracking cookie is a secret, which the procedure needs not know to tell clients apart. */
    private static @Nullable String mark(@Nullable String mark) {
        return mark == null
                ? null
                : HexFormat.of().formatHex(digest("SHA-256", mark.getBytes(StandardCharsets.UTF_8)), 0, MARK_OCTETS);
    }

    private static @Nullable Map<String, Object> certificate(@Nullable X509Certificate certificate) {
        if (certificate == null) {
            return null;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        try {
            byte[] encoded = certificate.getEncoded();
            HexFormat colons = HexFormat.ofDelimiter(":").withUpperCase();
            fields.put("sha1", colons.formatHex(digest("SHA-1", encoded)));
            fields.put("sha256", colons.formatHex(digest("SHA-256", encoded)));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that came over TLS has an encoding", e);
        }
        fields.put("subject", certificate.getSubjectX500Principal().getName());
        fields.put("issuer", certificate.getIssuerX500Principal().getName());
        fields.put("serial", certificate.getSerialNumber().toString());
        fields.put("not_before", certificate.getNotBefore().toInstant().toString());
        fields.put("not_after", certificate.getNotAfter().toInstant().toString());
        return fields;
    }

    private static byte[] digest(String algorithm, byte[] octets) {
        try {
            return MessageDigest.getInstance(algorithm).digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
