package org.junctor.core;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.security.SessionInfo;

/** Who may receive one publication: the black and white lists of PUBLISH.Options (spec: "Subscriber Black- and Whitelisting"). */
final class Audience {
    private final Lists<Long> ids;
    private final Lists<String> authids;
    private final Lists<String> authroles;

    private Audience(Lists<Long> ids, Lists<String> authids, Lists<String> authroles) {
        this.ids = ids;
        this.authids = authids;
        this.authroles = authroles;
    }

    /** The audience that PUBLISH.Options name; null if everybody. */
    static @Nullable Audience of(Options options) throws ProtocolViolation {
        if (options.isEmpty() || !restricted(options)) {
            return null;
        }
        return new Audience(
                Lists.of(options.integers("exclude"), options.integers("eligible")),
                Lists.of(options.texts("exclude_authid"), options.texts("eligible_authid")),
                Lists.of(options.texts("exclude_authrole"), options.texts("eligible_authrole")));
    }

    /** The options that say who may receive a publication, without the others. */
    static Options options(Options options) {
        if (options.isEmpty() || !restricted(options)) {
            return Options.EMPTY;
        }
        Map<String, @Nullable Object> lists = new LinkedHashMap<>();
        options.entries().forEach((key, value) -> {
            if (restricts(key)) {
                lists.put(key, value);
            }
        });
        return Options.of(lists);
    }

    /** Whether it depends on ids of sessions. */
    boolean namesSessions() {
        return !ids.excluded.isEmpty() || ids.eligible != null;
    }

    boolean includes(SessionInfo session) {
        return ids.allow(session.id()) && authids.allow(session.authid()) && authroles.allow(session.authrole());
    }

    private static boolean restricted(Options options) {
        for (String key : options.keys()) {
            if (restricts(key)) {
                return true;
            }
        }
        return false;
    }

    private static boolean restricts(String key) {
        return switch (key) {
            case "exclude", "exclude_authid", "exclude_authrole", "eligible", "eligible_authid", "eligible_authrole" ->
                true;
            default -> false;
        };
    }

    /** Those who are excluded, and the only ones who are eligible, if these are named: an empty list means nobody. */
    private record Lists<T>(Set<T> excluded, @Nullable Set<T> eligible) {
        static <T> Lists<T> of(@Nullable List<T> excluded, @Nullable List<T> eligible) {
            return new Lists<>(
                    excluded == null ? Set.of() : new HashSet<>(excluded),
                    eligible == null ? null : new HashSet<>(eligible));
        }

        boolean allow(T value) {
            return !excluded.contains(value) && (eligible == null || eligible.contains(value));
        }
    }
}
