package org.junctor.auth.jwt;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The method's settings on one listener, as the node file has them. */
final class Settings {
    /** Signatures that anybody can check and only the issuer can make: neither {@code none} nor those with a shared secret. */
    static final List<String> ALGORITHMS =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    private static final int TOKEN_BYTES = 8192;
    private static final int SKEW_S = 30;

    final @Nullable String file;
    final @Nullable String url;
    final Set<String> issuers;
    final Set<String> audience;
    final Set<String> algorithms;
    final String authidClaim;
    final @Nullable String roleClaim;
    final Map<String, String> roles;
    final @Nullable String role;
    final @Nullable String realmClaim;
    final Duration skew;
    final int maxTokenBytes;
    final boolean closeAtExpiry;
    /** Whether the role is that of a principal with this authid, rather than what the token says. */
    final boolean principals;

    private final Map<String, ? extends @Nullable Object> keys;

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if they cannot be used; the message begins with the key
     */
    Settings(Map<String, ? extends @Nullable Object> keys) {
        this.keys = keys;
        file = text("jwks");
        url = text("jwks_url");
        if ((file == null) == (url == null)) {
            throw new IllegalArgumentException("jwks or jwks_url must say where the issuer's keys are, one of the two");
        }
        issuers = required("issuer");
        audience = required("audience");
        algorithms = keys.get("algorithms") == null ? Set.copyOf(ALGORITHMS) : required("algorithms");
        if (!ALGORITHMS.containsAll(algorithms)) {
            throw new IllegalArgumentException("algorithms must be among " + ALGORITHMS);
        }
        String claim = text("authid_claim");
        authidClaim = claim == null ? "sub" : claim;
        roleClaim = text("role_claim");
        roles = roles();
        role = text("role");
        realmClaim = text("realm_claim");
        skew = Duration.ofSeconds(number("clock_skew", SKEW_S));
        maxTokenBytes = (int) Math.min(Integer.MAX_VALUE, number("max_token_bytes", TOKEN_BYTES));
        closeAtExpiry = Boolean.TRUE.equals(keys.get("close_at_expiry"));
        principals = keys.get("type") != null || keys.get("principals") != null || keys.get("users") != null;
        if (!principals && role == null && roleClaim == null) {
            throw new IllegalArgumentException("role or role_claim must say which role clients have");
        }
    }

    private @Nullable String text(String key) {
        Object value = keys.get(key);
        if (value != null && (!(value instanceof String text) || text.isEmpty())) {
            throw new IllegalArgumentException(key + " must be text");
        }
        return (String) value;
    }

    private Set<String> required(String key) {
        Object value = keys.get(key);
        List<?> list = value instanceof List<?> many ? many : value == null ? List.of() : List.of(value);
        if (list.isEmpty() || !list.stream().allMatch(String.class::isInstance)) {
            throw new IllegalArgumentException(key + " must be text, or a list of texts");
        }
        return Set.copyOf(list.stream().map(String::valueOf).toList());
    }

    private Map<String, String> roles() {
        Object value = keys.get("roles");
        Map<String, String> map = new LinkedHashMap<>();
        if (value != null && !(value instanceof Map)) {
            throw new IllegalArgumentException("roles must be an object: value of the claim, and role");
        }
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((from, to) -> map.put(String.valueOf(from), String.valueOf(to)));
        }
        return map;
    }

    private long number(String key, long absent) {
        Object value = keys.get(key);
        if (value != null && (!(value instanceof Number number) || number.longValue() < 0)) {
            throw new IllegalArgumentException(key + " must be a number of 0 or more");
        }
        return value == null ? absent : ((Number) value).longValue();
    }
}
