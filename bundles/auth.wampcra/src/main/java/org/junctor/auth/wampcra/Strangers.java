package org.junctor.auth.wampcra;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.Principal;

/**
 * The accounts of those who do not exist: they look as most of the accounts do that exist, and each has the same salt whenever it is
 * asked for, as a real one has.
 */
final class Strangers {
    private static final List<String> MAPS = List.of("users", "principals");

    /** As {@code junctor user} makes them. */
    private static final Shape USUAL = new Shape("user", new Salting("0".repeat(32), 10_000, 32), true);

    private final byte[] key = new byte[32];
    private volatile Shape last = USUAL;
    private volatile @Nullable Counted counted;

    Strangers(SecureRandom random) {
        random.nextBytes(key);
    }

    /** What can be seen of an account from outside; of the salt, only what it is made of counts. */
    private record Shape(String role, @Nullable Salting salting, boolean derived) {
        static Shape of(String role, Account account) {
            Salting salting = account.salting();
            return new Shape(
                    role,
                    salting == null
                            ? null
                            : new Salting(SaltShape.of(salting.salt()), salting.iterations(), salting.octets()),
                    account.derived());
        }
    }

    /** What most accounts of these settings look like; settings are compared by identity, as new ones are another map. */
    private record Counted(Map<String, ? extends @Nullable Object> config, Shape shape) {}

    /** Somebody who exists was challenged. */
    void seen(String role, Account account) {
        last = Shape.of(role, account);
    }

    /** The account of somebody who does not exist. Its secret is one that nobody knows. */
    Account.Named account(String authid, AuthRequest request) {
        Shape shape = shape(request);
        String secret = HexFormat.of().formatHex(Salting.hmac(key, "secret " + authid));
        Salting like = shape.salting();
        Salting salting = like == null
                ? null
                : new Salting(SaltShape.fill(like.salt(), key, authid), like.iterations(), like.octets());
        return new Account.Named(shape.role(), new Account(secret, salting, shape.derived()));
    }

    @SuppressWarnings("ReferenceEquality") // comparing thousands of users would cost more than counting them
    private Shape shape(AuthRequest request) {
        if (!request.provider().equals("static")) {
            return last;
        }
        Counted now = counted;
        if (now == null || now.config != request.config()) {
            now = new Counted(request.config(), mostUsual(request.config()));
            counted = now;
        }
        return now.shape;
    }

    private static Shape mostUsual(Map<String, ? extends @Nullable Object> config) {
        Map<Shape, Integer> counts = new HashMap<>();
        Shape most = null;
        for (String map : MAPS) {
            if (config.get(map) instanceof Map<?, ?> all) {
                for (Map.Entry<?, ?> entry : all.entrySet()) {
                    Shape shape = entry.getValue() instanceof Map<?, ?> fields ? shape(fields, config) : null;
                    if (shape != null && counts.merge(shape, 1, Integer::sum) > counts.getOrDefault(most, 0)) {
                        most = shape;
                    }
                }
            }
        }
        return most == null ? USUAL : most;
    }

    private static @Nullable Shape shape(Map<?, ?> fields, Map<String, ? extends @Nullable Object> config) {
        Object role = fields.get("role") == null ? config.get("default-role") : fields.get("role");
        Map<String, @Nullable Object> entries = new HashMap<>();
        fields.forEach((name, value) -> entries.put(String.valueOf(name), value));
        Account account = role == null
                ? null
                : Account.of(new Principal("", role.toString(), null, false, entries, Options.EMPTY));
        return account == null ? null : Shape.of(String.valueOf(role), account);
    }
}
