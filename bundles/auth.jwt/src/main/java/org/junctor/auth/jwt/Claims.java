package org.junctor.auth.jwt;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a signed token says, checked against the settings. */
final class Claims {
    private static final int MOST_NAME = 255;
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final Map<String, ? extends @Nullable Object> claims;
    private final Settings settings;
    private final Instant now;

    Claims(Map<String, ? extends @Nullable Object> claims, Settings settings, Instant now) {
        this.claims = claims;
        this.settings = settings;
        this.now = now;
    }

    /** Checks who made it for whom, and when it is good. */
    void check(String realm) throws Refusal {
        if (!(claims.get("iss") instanceof String issuer) || !settings.issuers.contains(issuer)) {
            throw new Refusal("its issuer (iss) is not auth.jwt.issuer");
        }
        if (texts("aud").stream().noneMatch(settings.audience::contains)) {
            throw new Refusal("its audience (aud) is not auth.jwt.audience");
        }
        if (!now.isBefore(time("exp").plus(settings.skew))) {
            throw new Refusal("it has expired");
        }
        for (String key : Set.of("nbf", "iat")) {
            if (claims.get(key) != null && now.isBefore(time(key).minus(settings.skew))) {
                throw new Refusal("it is not good yet (" + key + ")");
            }
        }
        if (settings.realmClaim != null && !texts(settings.realmClaim).contains(realm)) {
            throw new Refusal("its claim " + settings.realmClaim + " does not name the realm");
        }
    }

    /** How long it is good; some years if it says longer, which timers would not know. */
    Duration lifetime() throws Refusal {
        Instant end = time("exp");
        Duration left = Duration.between(now, now.isBefore(end) ? end : end.plus(settings.skew));
        return left.compareTo(LONGEST) < 0 ? left : LONGEST;
    }

    /** Who it is for. */
    String authid() throws Refusal {
        if (claims.get(settings.authidClaim) instanceof String name
                && !name.isBlank()
                && name.length() <= MOST_NAME
                && name.chars().noneMatch(Character::isISOControl)) {
            return name;
        }
        throw new Refusal("its claim " + settings.authidClaim + " is no name");
    }

    /** In which role: the first of {@code roles} whose value the claim has; without {@code roles} the claim itself. */
    String role() throws Refusal {
        String claim = settings.roleClaim;
        List<String> values = claim == null ? List.of() : texts(claim);
        String found = settings.roles.isEmpty()
                ? (values.size() == 1 ? values.get(0) : null)
                : settings.roles.entrySet().stream()
                        .filter(entry -> values.contains(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
        if (found == null && settings.role == null) {
            throw new Refusal("its claim " + claim + " gives no role");
        }
        return Objects.requireNonNullElse(found, Objects.requireNonNullElse(settings.role, ""));
    }

    private Instant time(String key) throws Refusal {
        if (claims.get(key) instanceof Number seconds
                && Math.abs(seconds.doubleValue()) < Instant.MAX.getEpochSecond() / 2d) {
            return Instant.ofEpochSecond(seconds.longValue());
        }
        throw new Refusal("its time " + key + " is missing, or no time");
    }

    private List<String> texts(String key) {
        Object value = claims.get(key);
        if (value instanceof String one) {
            return List.of(one);
        }
        return value instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String::valueOf)
                        .toList()
                : List.of();
    }
}
