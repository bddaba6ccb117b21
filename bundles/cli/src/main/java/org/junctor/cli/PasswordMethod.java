package org.junctor.cli;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junctor.api.password.KeyDerivation;
import org.junctor.api.password.PasswordHash;
import org.junctor.api.password.Pbkdf2;
import org.junctor.api.password.SaslPrep;
import org.junctor.api.password.ScramKeys;
import org.junctor.api.password.WampCra;
import org.junctor.node.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The authentication methods with a password, and what a file keeps of it for each. */
enum PasswordMethod {
    TICKET("ticket") {
        @Override
        Map<String, Object> entries(char[] password, String kdf) {
            return Map.of("ticket-hash", PasswordHash.of(password).text());
        }
    },
    WAMPCRA("wampcra") {
        @Override
        Map<String, Object> entries(char[] password, String kdf) {
            String salt = HexFormat.of().formatHex(salt());
            byte[] key = WampCra.key(password, salt, CRA_ITERATIONS, KEY_OCTETS);
            Map<String, Object> entries = new LinkedHashMap<>();
            entries.put("salt", salt);
            entries.put("iterations", CRA_ITERATIONS);
            entries.put("keylen", KEY_OCTETS);
            entries.put("derived-key", new String(key, StandardCharsets.US_ASCII));
            return entries;
        }
    },
    WAMP_SCRAM("wamp-scram") {
        @Override
        Map<String, Object> entries(char[] password, String kdf) throws Failure {
            byte[] salt = salt();
            char[] prepared = prepared(password);
            boolean argon = kdf.equals(KeyDerivation.ARGON2ID);
            byte[] salted = argon ? argon2id(prepared, salt) : Pbkdf2.derive(prepared, salt, ITERATIONS, KEY_OCTETS);
            return scram(kdf, salt, ScramKeys.of(salted));
        }
    },
    SCRAM("scram") {
        /** Of the text of the hash, as autobahn does it, and by Argon2id, which is all that it can. */
        @Override
        Map<String, Object> entries(char[] password, String kdf) throws Failure {
            byte[] salt = salt();
            byte[] hash = argon2id(password, salt);
            return scram(
                    "argon2id-13",
                    salt,
                    ScramKeys.of(Base64.getEncoder().withoutPadding().encode(hash)));
        }
    };

    /** Browsers' libraries need a second for some ten thousands, and the router waits five. */
    private static final int CRA_ITERATIONS = 10_000;

    private static final int ITERATIONS = 100_000;
    private static final int ARGON_ITERATIONS = 2;
    private static final int ARGON_MEMORY = 19_456; // KiB
    private static final int KEY_OCTETS = 32;
    private static final int SALT_OCTETS = 16;

    private final String text;

    PasswordMethod(String text) {
        this.text = text;
    }

    /** What the file keeps of a password. */
    abstract Map<String, Object> entries(char[] password, String kdf) throws Failure;

    /** Its name as in the node file. */
    String text() {
        return text;
    }

    /** The methods for which a user has entries of their own. */
    static List<PasswordMethod> of(Map<String, Object> user) {
        return Stream.of(values())
                .filter(method -> user.get(method.text) instanceof Map)
                .toList();
    }

    private static byte[] salt() {
        byte[] salt = new byte[SALT_OCTETS];
        new SecureRandom().nextBytes(salt);
        return salt;
    }

    private static char[] prepared(char[] password) throws Failure {
        String prepared = SaslPrep.prepare(new String(password));
        if (prepared == null || prepared.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "the password has characters that SCRAM forbids (RFC 4013)");
        }
        return prepared.toCharArray();
    }

    private static byte[] argon2id(char[] password, byte[] salt) throws Failure {
        KeyDerivation derivation = ServiceLoader.load(KeyDerivation.class, PasswordMethod.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new Failure(
                        ExitCode.INTERNAL,
                        "this installation cannot do Argon2id: org.junctor.kdf.argon2 is not in lib/"));
        return derivation.derive(password, salt, ARGON_ITERATIONS, ARGON_MEMORY);
    }

    private static Map<String, Object> scram(String kdf, byte[] salt, ScramKeys keys) {
        boolean argon = !kdf.equals(PasswordOption.PBKDF2);
        Map<String, Object> entries = new LinkedHashMap<>();
        entries.put("kdf", kdf);
        entries.put("iterations", argon ? ARGON_ITERATIONS : ITERATIONS);
        if (argon) {
            entries.put("memory", ARGON_MEMORY);
        }
        Base64.Encoder base64 = Base64.getEncoder();
        entries.put("salt", base64.encodeToString(salt));
        entries.put("stored-key", base64.encodeToString(keys.storedKey()));
        entries.put("server-key", base64.encodeToString(keys.serverKey()));
        return entries;
    }

    /** From the command line. */
    static final class Converter implements ITypeConverter<PasswordMethod> {
        @Override
        public PasswordMethod convert(String value) {
            return Stream.of(values())
                    .filter(method -> method.text.equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("no method with a password is called " + value));
        }
    }

    /** For the help. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            List<String> names = new ArrayList<>();
            Stream.of(values()).forEach(method -> names.add(method.text));
            return names.iterator();
        }
    }
}
