package org.junctor.auth.wampcra;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junctor.api.password.HmacSha256;
import org.junctor.api.password.UsualShape;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.Principal;

/**
 * The accounts of those who do not exist: they look as most of the accounts do that exist, and each has the same salt whenever it is
 * asked for, as a real one has.
 */
final class Strangers {
    /** As {@code junctor user} makes them. */
    private static final Shape USUAL = new Shape("user", new Salting("0".repeat(32), 10_000, 32), true);

    private final byte[] key = new byte[32];
    private final UsualShape<Shape> shapes = new UsualShape<>(USUAL, Shape::of);

    Strangers(SecureRandom random) {
        random.nextBytes(key);
    }

    /** What can be seen of an account from outside; of the salt, only what it is made of counts. */
    private record Shape(String role, @Nullable Salting salting, boolean derived) {
        static Optional<Shape> of(Principal principal) {
            Account account = principal.authrole().isEmpty() ? null : Account.of(principal);
            return Optional.ofNullable(account).map(found -> of(principal.authrole(), found));
        }

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

    /** Somebody who exists was challenged. */
    void seen(String role, Account account) {
        shapes.seen(Shape.of(role, account));
    }

    /** The account of somebody who does not exist. Its secret is one that nobody knows. */
    Account.Named account(String authid, AuthRequest request) {
        Shape shape = shapes.of(request);
        String secret = HexFormat.of().formatHex(HmacSha256.of(key, "secret " + authid));
        Salting like = shape.salting();
        Salting salting = like == null
                ? null
                : new Salting(SaltShape.fill(like.salt(), key, authid), like.iterations(), like.octets());
        return new Account.Named(shape.role(), new Account(secret, salting, shape.derived()));
    }
}
