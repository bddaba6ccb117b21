package org.junctor.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junctor.node.KeyPath;
import org.junctor.node.Tree;

/** Looks at the authentication methods, and at their principals. */
final class MethodLints {
    private static final Set<String> SECRETS = Set.of("ticket", "secret", "derived-key", "stored-key", "server-key");
    /** What can be guessed if it is short; the others are made by a program. */
    private static final Set<String> CHOSEN = Set.of("ticket", "secret");

    private static final Pattern FILE = Pattern.compile("\\$\\{file:([^}]*)}");
    private static final int LEAST_LENGTH = 16;
    static final int LEAST_ITERATIONS = 100_000;
    private static final int CRA_DEFAULT = 1_000;
    private static final int LEAST_PASSES = 2;
    private static final int LEAST_MEMORY = 19_456;

    private final Path file;
    private final FileModes files;
    private final Doors doors;
    private final Weaknesses weaknesses;

    MethodLints(Path file, Doors doors, Weaknesses weaknesses) {
        this.file = file;
        this.files = new FileModes(file);
        this.doors = doors;
        this.weaknesses = weaknesses;
    }

    void run() {
        for (Doors.Door door : doors.doors) {
            Tree.Mapping auth = door.keys().mapping("auth");
            auth.members().forEach((method, member) -> {
                if (member.value() instanceof Tree.Mapping settings) {
                    String path = KeyPath.key(KeyPath.key(door.path(), "auth"), method);
                    method(door, method, settings, path);
                }
            });
        }
    }

    private void method(Doors.Door door, String method, Tree.Mapping settings, String path) {
        Doors.Endpoint endpoint = door.endpoint();
        if (method.equals("ticket") && !endpoint.tls() && !endpoint.local()) {
            weaknesses.add(Lint.TICKET_IN_CLEAR, settings, path, "tickets on an endpoint without TLS");
        }
        if (method.equals("tls") && !endpoint.keys().mapping("tls").has("ca_certificates")) {
            weaknesses.add(
                    Lint.CERTIFICATES_UNVERIFIED, settings, path, "certificates on an endpoint that asks for none");
        }
        if (method.equals("jwt")) {
            token(settings, path);
        }
        String users = settings.text("file");
        if (users != null && FileModes.readableByAll(files.resolve(users))) {
            weaknesses.add(Lint.USERS_READABLE, settings, path, "file", "everybody can read " + users);
        }
        Path others = users == null ? null : files.resolve(users);
        if (users != null && others != null) {
            new UserFileLints(method)
                    .of(others)
                    .forEach((lint, who) -> weaknesses.add(lint, settings, path, "file", who + " in " + users));
        }
        for (String key : List.of("principals", "users")) {
            settings.mapping(key).members().forEach((authid, member) -> {
                if (member.value() instanceof Tree.Mapping principal) {
                    String place = KeyPath.key(KeyPath.key(path, key), authid);
                    if (principal.get(method) instanceof Tree.Mapping own) { // what it needs for this method only
                        principal(method, own, KeyPath.key(place, method));
                    } else {
                        principal(method, principal, place);
                    }
                }
            });
        }
    }

    private void token(Tree.Mapping settings, String path) {
        if (!settings.has("audience") && !settings.has("aud")) {
            weaknesses.add(Lint.JWT_AUDIENCE, settings, path, "the audience of tokens is not checked");
        }
        if (!settings.has("issuer") && !settings.has("iss")) {
            weaknesses.add(Lint.JWT_ISSUER, settings, path, "the issuer of tokens is not checked");
        }
    }

    private void principal(String method, Tree.Mapping keys, String path) {
        for (String key : SECRETS) {
            if (keys.get(key) instanceof Tree.Scalar secret) {
                secret(secret, keys, key, path);
            }
        }
        if (keys.has("certificate-sha1")) {
            weaknesses.add(Lint.CERTIFICATE_SHA1, keys, path, "certificate-sha1", "known by its SHA-1 fingerprint");
        }
        iterations(method, keys, path);
    }

    private void secret(Tree.Scalar secret, Tree.Mapping keys, String key, String path) {
        String written = secret.written();
        if (written == null) {
            weaknesses.add(Lint.SECRET_INLINE, keys, path, key, "the " + key + " stands in the file");
            if (FileModes.readableByAll(file)) {
                weaknesses.add(Lint.SECRET_READABLE, keys, path, key, "everybody can read this file");
            }
        } else {
            String name = fileOf(written);
            if (name != null && FileModes.readableByAll(files.resolve(name))) {
                weaknesses.add(Lint.SECRET_READABLE, keys, path, key, "everybody can read " + name);
            }
        }
        if (CHOSEN.contains(key) && String.valueOf(secret.plain()).length() < LEAST_LENGTH) {
            String what = "the " + key + " has less than " + LEAST_LENGTH + " characters";
            weaknesses.add(Lint.SECRET_SHORT, keys, path, key, what);
        }
    }

    private static @Nullable String fileOf(String written) {
        Matcher matcher = FILE.matcher(written);
        return matcher.find() ? matcher.group(1) : null;
    }

    private void iterations(String method, Tree.Mapping keys, String path) {
        String weak = weakness(method, keys, LEAST_ITERATIONS);
        if (weak != null) {
            String what = weak.equals("memory")
                    ? "too little memory for Argon2"
                    : "only " + number(keys.get(weak), CRA_DEFAULT) + " iterations";
            weaknesses.add(Lint.ITERATIONS_WEAK, keys, path, weak, what);
        }
    }

    /** The key by which a derivation is too fast; null if it is slow enough, or there is none. */
    static @Nullable String weakness(String method, Tree.Mapping keys, long leastIterations) {
        boolean argon = String.valueOf(keys.text("kdf")).startsWith("argon2id"); // of which there are two spellings
        boolean salted = method.equals("wampcra") && keys.has("salt");
        boolean scram = method.equals("scram") || method.equals("wamp-scram");
        long fallback = method.equals("wampcra") ? CRA_DEFAULT : Long.MAX_VALUE;
        long iterations = number(keys.get("iterations"), fallback);
        if ((salted || scram) && iterations < (argon ? LEAST_PASSES : leastIterations)) {
            return "iterations";
        }
        return argon && number(keys.get("memory"), Long.MAX_VALUE) < LEAST_MEMORY ? "memory" : null;
    }

    private static long number(@Nullable Tree value, long fallback) {
        return value != null && value.plain() instanceof Number number ? number.longValue() : fallback;
    }
}
