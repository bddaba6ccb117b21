package org.junctor.auth.principals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.security.LogPace;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds principals in settings as the node file has them: under {@code principals} or {@code users}, keyed by authid. One that has no
 * role, or is written so that it cannot be used, is nobody.
 */
final class Roster {
    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);
    private static final LogPace PACE = new LogPace();
    static final List<String> MAPS = List.of("principals", "users");

    private final Map<?, ?> settings;
    private final @Nullable Object defaultRole;
    private final String place;

    /**
     * Over these settings.
     *
     * @param settings where the maps are
     * @param defaultRole role of principals that name none; null for none
     * @param place where to mend what is wrong, for the log
     */
    Roster(Map<?, ?> settings, @Nullable Object defaultRole, String place) {
        this.settings = settings;
        this.defaultRole = defaultRole;
        this.place = place;
    }

    /** Who is meant; null for nobody. */
    @Nullable
    Principal find(PrincipalQuery query) {
        String realm = query.request().realm();
        return query.authid() == null ? search(query, realm) : byName(query.authid(), realm);
    }

    private @Nullable Principal byName(String authid, String realm) {
        for (String map : MAPS) {
            if (settings.get(map) instanceof Map<?, ?> all && all.containsKey(authid)) {
                return principal(map, authid, all.get(authid), realm);
            }
        }
        return null;
    }

    private @Nullable Principal search(PrincipalQuery query, String realm) {
        for (String map : MAPS) {
            if (!(settings.get(map) instanceof Map<?, ?> all)) {
                continue;
            }
            for (Map.Entry<?, ?> entry : all.entrySet()) {
                Principal found = principal(map, String.valueOf(entry.getKey()), entry.getValue(), realm);
                if (found != null && query.fits().test(found)) {
                    return found;
                }
            }
        }
        return null;
    }

    private @Nullable Principal principal(String map, String authid, @Nullable Object value, String asked) {
        if (!(value instanceof Map<?, ?> fields)) {
            return unusable(map, authid, "", "must be an object");
        }
        Object realm = fields.get("realm");
        if (realm != null && !(realm instanceof String)) {
            return unusable(map, authid, ".realm", "must be text");
        }
        if (realm != null && !realm.equals(asked)) {
            return null; // who belongs elsewhere is not known here, and looks so
        }
        Object role = fields.get("role") == null ? defaultRole : fields.get("role");
        if (!(role instanceof String authrole) || authrole.isEmpty()) {
            return unusable(map, authid, ".role", "must name a role");
        }
        Object extra = fields.get("extra");
        if (extra != null && !(extra instanceof Map)) {
            return unusable(map, authid, ".extra", "must be an object");
        }
        return new Principal(
                authid,
                authrole,
                (String) realm,
                false,
                texts(fields),
                extra == null ? Options.EMPTY : Options.of(texts((Map<?, ?>) extra)));
    }

    private @Nullable Principal unusable(String map, String authid, String key, String what) {
        if (PACE.due()) {
            LOG.warn("{} cannot be let in: {}.{}{} {} {}", authid, map, authid, key, what, place);
        }
        return null;
    }

    private static Map<String, @Nullable Object> texts(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }
}
