package org.junctor.auth.scram;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.junctor.api.password.HmacSha256;
import org.junctor.api.password.ScramKeys;
import org.junctor.api.password.UsualShape;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.Principal;

/**
 * The accounts of those who do not exist: they look as most of the accounts do that exist, and each has the same salt whenever it is
 * asked for, as a real one has.
 */
final class Strangers {
    /** As {@code junctor user} makes them. */
    private static final Shape USUAL = new Shape(new Account.Cost(Account.Cost.PBKDF2, 100_000, 0), 16);

    private final SecureRandom random;
    private final byte[] key = new byte[ScramKeys.OCTETS];
    private final UsualShape<Shape> shapes;

    Strangers(String method, SecureRandom random) {
        this.random = random;
        this.shapes = new UsualShape<>(USUAL, principal -> Shape.of(principal, method));
        random.nextBytes(key);
    }

    /** What can be seen of an account from outside. */
    private record Shape(Account.Cost cost, int saltOctets) {
        static Optional<Shape> of(Principal principal, String method) {
            return Optional.ofNullable(Account.of(principal, method)).map(Shape::of);
        }

        static Shape of(Account account) {
            return new Shape(account.cost(), Base64.getDecoder().decode(account.salt()).length);
        }
    }

    /** Somebody who exists was challenged. */
    void seen(Account account) {
        shapes.seen(Shape.of(account));
    }

    /** The account of somebody who does not exist, and that no password fits. */
    Account account(String authid, AuthRequest request) {
        Shape shape = shapes.of(request);
        byte[] stored = new byte[ScramKeys.OCTETS];
        byte[] server = new byte[ScramKeys.OCTETS];
        random.nextBytes(stored);
        random.nextBytes(server);
        String salt = Base64.getEncoder().encodeToString(salt(authid, shape.saltOctets));
        return new Account(shape.cost, salt, new ScramKeys(stored, server));
    }

    private byte[] salt(String authid, int octets) {
        ByteBuffer salt = ByteBuffer.allocate(octets);
        for (int part = 0; salt.hasRemaining(); part++) {
            byte[] more = HmacSha256.of(key, part + " " + authid);
            salt.put(more, 0, Math.min(more.length, salt.remaining()));
        }
        return salt.array();
    }
}
