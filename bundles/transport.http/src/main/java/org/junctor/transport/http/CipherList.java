package org.junctor.transport.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/**
 * Turns a list of ciphers as OpenSSL has it ({@code ECDH+AESGCM:!MD5}) into cipher suites of Java. What has no forward secrecy, or is
 * broken, stays left out even if it is named.
 */
final class CipherList {
    /** Words for what is not offered anyway, so that leaving it out once more is no mistake. */
    private static final Set<String> NOTHING = Set.of(
            "NULL",
            "eNULL",
            "aNULL",
            "ADH",
            "AH",
            "AECDH",
            "MD5",
            "DSS",
            "aDSS",
            "RC4",
            "RC2",
            "DES",
            "3DES",
            "kRSA",
            "PSK",
            "kPSK",
            "aPSK",
            "SRP",
            "kSRP",
            "SEED",
            "IDEA",
            "CAMELLIA",
            "CAMELLIA128",
            "CAMELLIA256",
            "ARIA",
            "ARIA128",
            "ARIA256",
            "EXP",
            "EXPORT",
            "EXPORT40",
            "LOW",
            "MEDIUM",
            "SSLv2",
            "SSLv3",
            "TLSv1",
            "TLSv1.0",
            "AESCCM",
            "AESCCM8",
            "kECDHr",
            "kECDHe",
            "kECDH",
            "kDH",
            "kDHr",
            "kDHd",
            "aECDH",
            "aDH",
            "GOST94",
            "KRB5");

    private static final Map<String, Predicate<String>> WORDS = Map.ofEntries(
            Map.entry("ALL", suite -> true),
            Map.entry("DEFAULT", suite -> true),
            Map.entry("COMPLEMENTOFDEFAULT", suite -> false),
            Map.entry("HIGH", suite -> true),
            Map.entry("TLSv1.2", suite -> true),
            Map.entry("ECDH", suite -> suite.startsWith("TLS_ECDHE_")),
            Map.entry("ECDHE", suite -> suite.startsWith("TLS_ECDHE_")),
            Map.entry("EECDH", suite -> suite.startsWith("TLS_ECDHE_")),
            Map.entry("kECDHE", suite -> suite.startsWith("TLS_ECDHE_")),
            Map.entry("kEECDH", suite -> suite.startsWith("TLS_ECDHE_")),
            Map.entry("DH", suite -> suite.startsWith("TLS_DHE_")),
            Map.entry("DHE", suite -> suite.startsWith("TLS_DHE_")),
            Map.entry("EDH", suite -> suite.startsWith("TLS_DHE_")),
            Map.entry("kDHE", suite -> suite.startsWith("TLS_DHE_")),
            Map.entry("kEDH", suite -> suite.startsWith("TLS_DHE_")),
            Map.entry("RSA", suite -> suite.contains("_RSA_")),
            Map.entry("aRSA", suite -> suite.contains("_RSA_")),
            Map.entry("ECDSA", suite -> suite.contains("_ECDSA_")),
            Map.entry("aECDSA", suite -> suite.contains("_ECDSA_")),
            Map.entry("AES", suite -> suite.contains("_AES_")),
            Map.entry("AES128", suite -> suite.contains("_AES_128_")),
            Map.entry("AES256", suite -> suite.contains("_AES_256_")),
            Map.entry("AESGCM", suite -> suite.contains("_AES_") && suite.contains("_GCM_")),
            Map.entry("CHACHA20", suite -> suite.contains("_CHACHA20_")),
            Map.entry("SHA", suite -> suite.endsWith("_SHA")),
            Map.entry("SHA1", suite -> suite.endsWith("_SHA")),
            Map.entry("SHA256", suite -> suite.endsWith("_CBC_SHA256")),
            Map.entry("SHA384", suite -> suite.endsWith("_CBC_SHA384")));

    private CipherList() {}

    /**
     * The suites to offer, the preferred first.
     *
     * @param list as in the node file; null for all that are sound
     * @param supported those that this Java has
     */
    static String[] suites(@Nullable String list, String[] supported) throws PartFailure {
        List<String> sound = sound(supported);
        if (list == null) {
            return sound.toArray(String[]::new);
        }
        Set<String> chosen = new LinkedHashSet<>();
        Set<String> never = new LinkedHashSet<>();
        List<String> elements = new ArrayList<>(List.of(list.trim().split("[:, ]+", -1)));
        for (String element : elements) {
            if (element.isEmpty() || element.startsWith("@")) {
                continue; // @STRENGTH and @SECLEVEL: the order is that of the list, the level that of Java
            }
            char sign = element.charAt(0);
            List<String> meant = meant("!-+".indexOf(sign) < 0 ? element : element.substring(1), sound);
            switch (sign) {
                case '!' -> never.addAll(meant);
                case '-' -> chosen.removeAll(Set.copyOf(meant));
                case '+' -> {
                    meant.retainAll(chosen);
                    chosen.removeAll(Set.copyOf(meant));
                    chosen.addAll(meant);
                }
                default -> chosen.addAll(meant);
            }
        }
        chosen.removeAll(never);
        if (chosen.isEmpty()) {
            throw wrong("leave no suite with forward secrecy: leave the key out, or name some such as ECDHE+AESGCM");
        }
        if (chosen.stream().noneMatch(CipherList::ofTls13)) {
            sound.stream().filter(CipherList::ofTls13).forEach(chosen::add); // such lists are for TLS 1.2 only
        }
        return chosen.toArray(String[]::new);
    }

    private static List<String> sound(String[] supported) {
        List<String> sound = new ArrayList<>();
        for (String suite : supported) {
            boolean ephemeral = suite.startsWith("TLS_ECDHE_") || suite.startsWith("TLS_DHE_RSA_");
            boolean broken = suite.contains("_NULL_") || suite.contains("_RC4_") || suite.contains("DES_");
            if (ofTls13(suite) || (ephemeral && !broken)) {
                sound.add(suite);
            }
        }
        return sound;
    }

    private static boolean ofTls13(String suite) {
        return suite.startsWith("TLS_") && !suite.contains("_WITH_") && !suite.endsWith("_SCSV");
    }

    private static List<String> meant(String element, List<String> sound) throws PartFailure {
        for (String suite : sound) {
            if (suite.equals(element) || openSslName(suite).equals(element)) {
                return new ArrayList<>(List.of(suite));
            }
        }
        List<String> meant = new ArrayList<>(sound);
        meant.removeIf(CipherList::ofTls13);
        for (String word : element.split("\\+", -1)) {
            Predicate<String> fits = WORDS.get(word);
            if (fits == null && !NOTHING.contains(word) && !unsound(element)) {
                throw wrong(
                        "have " + element + ", which is not known: use names of OpenSSL or Java, such as ECDHE+AESGCM");
            }
            meant.removeIf(suite -> fits == null || !fits.test(suite));
        }
        return meant;
    }

    /** Whether it looks like the name of a suite that is not offered. */
    private static boolean unsound(String element) {
        return element.startsWith("TLS_") || element.matches("[A-Z0-9]+(-[A-Z0-9]+)+");
    }

    private static String openSslName(String suite) {
        return suite.replace("TLS_", "")
                .replace("_WITH_", "_")
                .replace("AES_", "AES")
                .replace("_CBC_", "_")
                .replace("POLY1305_SHA256", "POLY1305")
                .replace('_', '-');
    }

    private static PartFailure wrong(String text) {
        return new PartFailure(PartFailure.Cause.CONFIGURATION, "endpoint.tls.ciphers " + text);
    }
}
