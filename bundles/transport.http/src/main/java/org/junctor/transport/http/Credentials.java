package org.junctor.transport.http;

import java.net.IDN;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junctor.api.operation.PartFailure;

/**
 * A private key with its certificate, and who issued that.
 *
 * @param names host names that the certificate is for, in lower case; {@code *.} before one stands for one label
 */
record Credentials(PrivateKey key, List<X509Certificate> chain, Set<String> names) {
    private static final int DNS_NAME = 2;
    private static final byte[] PROBE = new byte[32];

    /** Reads the files, and tells what is wrong with them. */
    static Credentials load(TlsSettings.Identity identity) throws PartFailure {
        List<X509Certificate> chain =
                new ArrayList<>(new Pem(identity.at() + ".certificate", identity.certificate()).certificates());
        for (var file : identity.chain()) {
            chain.addAll(new Pem(identity.at() + ".chain_certificates", file).certificates());
        }
        PrivateKey key = new Pem(identity.at() + ".key", identity.key()).privateKey();
        if (!belong(key, chain.get(0).getPublicKey())) {
            throw new PartFailure(
                    PartFailure.Cause.CONFIGURATION,
                    "%s.key %s is not the key of the certificate %s: name the two files that were made together"
                            .formatted(identity.at(), identity.key(), identity.certificate()));
        }
        return new Credentials(key, List.copyOf(chain), names(chain.get(0)));
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    private static boolean belong(PrivateKey key, PublicKey certified) {
        try {
            Signature signature = Signature.getInstance(
                    switch (key.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> key.getAlgorithm();
                    });
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException ofAnotherKind) {
            return false;
        }
    }

    private static Set<String> names(X509Certificate certificate) {
        Set<String> names = new TreeSet<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (name.get(0).equals(DNS_NAME)) {
                    names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException damaged) {
            return Set.of(); // then it is shown only where no other fits
        }
        return names;
    }

    /** Whether the certificate is for a host that a client named. */
    boolean fits(String host) {
        String name = IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return names.contains(name) || (dot > 0 && names.contains("*" + name.substring(dot)));
    }
}
