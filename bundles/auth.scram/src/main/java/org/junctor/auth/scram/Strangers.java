package org.junctor.auth.scram;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.password.ScramKeys;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.Principal;

/**
 * The accounts of those who do not exist: they look as most of the accounts do that exist, and each has the same salt whenever it is
 * asked for, as a real one has.
 */
final class Strangers {
    private static final List<String> MAPS = List.of("principals", "users");

    /** As {@code junctor user} makes them. */
    private static final Shape USUAL = new Shape(new Account.Cost(Account.Cost.PBKDF2, 100_000, 0), 16);

    private final String method;
    private final SecureRandom random;
    private final byte[] key = new byte[ScramKeys.OCTETS];
    private volatile Shape last = USUAL;
    private volatile @Nullable Counted counted;

    Strangers(String method, SecureRandom random) {
        this.method = method;
        this.random = random;
        random.nextBytes(key);
    }

    /** What can be seen of an account from outside. */
    private record Shape(Account.Cost cost, int saltOctets) {
        static Shape of(Account account) {
            return new Shape(account.cost(), Base64.getDecoder().decode(account.salt()).length);
        }
    }

    /** What most accounts of these settings look like; settings are compared by identity, as new ones are another map. */
    private record Counted(Map<String, ? extends @Nullable Object> config, Shape shape) {}

    /** Somebody who exists was challenged. */
    void seen(Account account) {
        last = Shape.of(account);
    }

    /** The account of somebody who does not exist, and that no password fits. */
    Account account(String authid, AuthRequest request) {
        Shape shape = shape(request);
        byte[] stored = new byte[ScramKeys.OCTETS];
        byte[] server = new byte[ScramKeys.OCTETS];
        random.nextBytes(stored);
        random.nextBytes(server);
        String salt = Base64.getEncoder().encodeToString(salt(authid, shape.saltOctets));
        return new Account(shape.cost, salt, new ScramKeys(stored, server));
    }

    private byte[] salt(String authid, int octets) {
        byte[] salt = new byte[0];
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (int part = 0; salt.length < octets; part++) {
                byte[] more = mac.doFinal((part + " " + authid).getBytes(StandardCharsets.UTF_8));
                int length = salt.length;
                salt = Arrays.copyOf(salt, length + more.length);
                System.arraycopy(more, 0, salt, length, more.length);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
        }
        return Arrays.copyOf(salt, octets);
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

    private Shape mostUsual(Map<String, ? extends @Nullable Object> config) {
        Map<Shape, Integer> counts = new HashMap<>();
        Shape most = USUAL;
        for (String map : MAPS) {
            if (config.get(map) instanceof Map<?, ?> all) {
                for (Object fields : all.values()) {
                    Shape shape = fields instanceof Map<?, ?> entries ? shape(entries) : null;
                    if (shape != null && counts.merge(shape, 1, Integer::sum) > counts.getOrDefault(most, 0)) {
                        most = shape;
                    }
                }
            }
        }
        return most;
    }

    private @Nullable Shape shape(Map<?, ?> fields) {
        Map<String, @Nullable Object> entries = new HashMap<>();
        fields.forEach((name, value) -> entries.put(String.valueOf(name), value));
        Account account = Account.of(new Principal("", "", null, false, entries, Options.EMPTY), method);
        return account == null ? null : Shape.of(account);
    }
}
