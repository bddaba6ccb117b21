package org.junctor.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junctor.node.NodeFile;
import org.junctor.node.Tree;

/** Looks at a method's users who stand in a file of their own, and tells of each weakness once, however many have it. */
final class UserFileLints {
    private static final List<String> MAPS = List.of("principals", "users");
    private static final Pattern HASH = Pattern.compile("\\$pbkdf2-sha256\\$i=(\\d{1,9})\\$.*");
    /** As {@code junctor user} makes them, since browsers need long for more. */
    private static final int CRA_ITERATIONS = 10_000;

    private static final int LEAST_LENGTH = 16;

    private final String method;
    private final Map<Lint, Affected> found = new EnumMap<>(Lint.class);

    UserFileLints(String method) {
        this.method = method;
    }

    /** Who has a weakness: the first of them, and how many there are. */
    record Affected(String first, int users) {
        Affected and(Affected other) {
            return new Affected(first, users + other.users);
        }

        @Override
        public String toString() {
            return users == 1 ? first : first + " and " + (users - 1) + " more";
        }
    }

    /** The weaknesses, each with who has it; none if the file cannot be read, of which the router speaks. */
    Map<Lint, Affected> of(Path file) {
        if (NodeFile.parsed(file) instanceof Tree.Mapping all) {
            MAPS.forEach(map -> all.mapping(map).members().forEach((authid, member) -> {
                if (member.value() instanceof Tree.Mapping user) {
                    user(authid, user.get(method) instanceof Tree.Mapping own ? own : user);
                }
            }));
        }
        return found;
    }

    private void user(String authid, Tree.Mapping keys) {
        if (method.equals("ticket")) {
            ticket(authid, keys.text("ticket-hash"), keys.text("ticket"));
        }
        if (method.equals("wampcra")) {
            isShort(authid, keys.text("secret"));
        }
        int least = method.equals("wampcra") ? CRA_ITERATIONS : MethodLints.LEAST_ITERATIONS;
        if (MethodLints.weakness(method, keys, least) != null) {
            add(Lint.ITERATIONS_WEAK, authid);
        }
        if (method.equals("tls") && keys.has("certificate-sha1")) {
            add(Lint.CERTIFICATE_SHA1, authid);
        }
    }

    private void ticket(String authid, @Nullable String hash, @Nullable String ticket) {
        Matcher parts = HASH.matcher(String.valueOf(hash));
        if (parts.matches() && Integer.parseInt(parts.group(1)) < MethodLints.LEAST_ITERATIONS) {
            add(Lint.ITERATIONS_WEAK, authid);
        }
        if (hash == null && ticket != null) {
            add(Lint.TICKET_PLAIN, authid);
            isShort(authid, ticket);
        }
    }

    private void isShort(String authid, @Nullable String secret) {
        if (secret != null && secret.length() < LEAST_LENGTH) {
            add(Lint.SECRET_SHORT, authid);
        }
    }

    private void add(Lint lint, String authid) {
        found.merge(lint, new Affected(authid, 1), Affected::and);
    }
}
