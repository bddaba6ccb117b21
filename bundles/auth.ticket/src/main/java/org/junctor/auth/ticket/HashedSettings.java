package org.junctor.auth.ticket;

import java.util.List;
import java.util.Map;
import org.junctor.api.password.PasswordHash;
import org.junctor.api.security.AuthRequest;

/** Whether principals usually have hashes, so that one who does not exist takes as long as one who does. */
final class HashedSettings {
    private static final List<String> MAPS = List.of("principals", "users");

    private final String method;
    private final String key;
    private final PasswordHash nobody = PasswordHash.ofNobody();
    private volatile boolean seen;

    HashedSettings(String method, String key) {
        this.method = method;
        this.key = key;
    }

    /** A principal had a hash. */
    void seen() {
        seen = true;
    }

    /** The hash of those who do not exist. */
    PasswordHash ofNobody() {
        return nobody;
    }

    /** Whether a principal of these settings is likely to have a hash; a file is, since {@code junctor user} writes it. */
    boolean usual(AuthRequest request) {
        return switch (request.provider()) {
            case "static" -> configured(request.config());
            case "file" -> true;
            default -> seen;
        };
    }

    private boolean configured(Map<String, ?> config) {
        return MAPS.stream()
                .map(config::get)
                .filter(Map.class::isInstance)
                .flatMap(map -> ((Map<?, ?>) map).values().stream())
                .anyMatch(this::hasHash);
    }

    private boolean hasHash(Object principal) {
        return principal instanceof Map<?, ?> entries
                && (entries.containsKey(key) || (entries.get(method) instanceof Map<?, ?> own && own.containsKey(key)));
    }
}
