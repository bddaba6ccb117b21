package org.junctor.api.password;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.Principal;

/**
 * What most accounts look like from outside, before a proof: so must those of strangers, or a client would learn who has one. For
 * methods whose CHALLENGE shows something of the account. Thread-safe.
 *
 * @param <S> what can be seen of an account; compared by {@code equals}
 */
public final class UsualShape<S> {
    private static final List<String> MAPS = List.of("principals", "users");

    private final S otherwise;
    private final Function<Principal, Optional<S>> shapes;
    private volatile S last;
    private volatile @Nullable Counted<S> counted;

    /** What most accounts of these settings look like; settings are compared by identity, as new ones are another map. */
    private record Counted<S>(Map<String, ? extends @Nullable Object> settings, S shape) {}

    /**
     * Knows no accounts yet.
     *
     * @param otherwise the shape if there are none
     * @param shapes the shape of a principal's account, whose role is empty if it has none; empty if it cannot be used
     */
    public UsualShape(S otherwise, Function<Principal, Optional<S>> shapes) {
        this.otherwise = otherwise;
        this.shapes = shapes;
        this.last = otherwise;
    }

    /** Somebody who exists was challenged. */
    public void seen(S shape) {
        last = shape;
    }

    /** The shape of most principals in the method's settings; where these are elsewhere, of the one who was seen last. */
    @SuppressWarnings("ReferenceEquality") // comparing thousands of users would cost more than counting them
    public S of(AuthRequest request) {
        if (!request.provider().equals("static")) {
            return last;
        }
        Counted<S> now = counted;
        if (now == null || now.settings != request.config()) {
            now = new Counted<>(request.config(), most(request.config()));
            counted = now;
        }
        return now.shape;
    }

    private S most(Map<String, ? extends @Nullable Object> settings) {
        Map<S, Integer> counts = new HashMap<>();
        S most = otherwise;
        for (String map : MAPS) {
            if (settings.get(map) instanceof Map<?, ?> all) {
                for (Map.Entry<?, ?> entry : all.entrySet()) {
                    Optional<S> shape = shape(entry, settings.get("default-role"));
                    if (shape.isPresent()
                            && counts.merge(shape.get(), 1, Integer::sum) > counts.getOrDefault(most, 0)) {
                        most = shape.get();
                    }
                }
            }
        }
        return most;
    }

    private Optional<S> shape(Map.Entry<?, ?> entry, @Nullable Object defaultRole) {
        if (!(entry.getValue() instanceof Map<?, ?> fields)) {
            return Optional.empty();
        }
        Object role = fields.get("role") == null ? defaultRole : fields.get("role");
        Map<String, @Nullable Object> entries = new HashMap<>();
        fields.forEach((name, value) -> entries.put(String.valueOf(name), value));
        String authid = String.valueOf(entry.getKey());
        return shapes.apply(
                new Principal(authid, role == null ? "" : role.toString(), null, false, entries, Options.EMPTY));
    }
}
