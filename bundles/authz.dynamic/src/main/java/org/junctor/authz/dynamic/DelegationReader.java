package org.junctor.authz.dynamic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junctor.api.security.Decision;

/** Reads from the roles of a realm which of them have an authorizer. */
final class DelegationReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String TIMEOUT = "timeout";
    private static final String CACHE_TTL = "cache_ttl";
    private static final String CACHE_MAX = "cache_max";
    private static final Set<String> OPTIONS = Set.of(TIMEOUT, CACHE_TTL, CACHE_MAX);

    private DelegationReader() {}

    /** The text cannot be used; the message says where and why. */
    static final class Unreadable extends Exception {
        Unreadable(String where, String what) {
            super(where + ": " + what);
        }
    }

    /** Who decides, by the name of the role, in the order of the text. */
    static Map<String, Delegation> read(String text) throws Unreadable {
        JsonNode roles;
        try {
            roles = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Unreadable("roles", e.getOriginalMessage());
        }
        if (!roles.isArray()) {
            throw new Unreadable("roles", "must be a list");
        }
        Map<String, Delegation> delegations = new LinkedHashMap<>();
        for (int i = 0; i < roles.size(); i++) {
            JsonNode role = roles.get(i);
            String where = "roles[" + i + "]";
            if (role.has("authorizer")) {
                delegations.put(text(role.path("name"), where + ".name"), delegation(role, where));
            }
        }
        return delegations;
    }

    private static Delegation delegation(JsonNode role, String where) throws Unreadable {
        JsonNode options = role.path("authorizer_options");
        String within = where + ".authorizer_options";
        if (!options.isMissingNode() && !options.isObject()) {
            throw new Unreadable(within, "must be an object");
        }
        for (Map.Entry<String, JsonNode> entry : options.properties()) {
            if (!OPTIONS.contains(entry.getKey())) {
                List<String> known = OPTIONS.stream().sorted().toList();
                throw new Unreadable(within + "." + entry.getKey(), "no such key; use one of " + known);
            }
        }
        return new Delegation(
                text(role.get("authorizer"), where + ".authorizer"),
                number(role, "trustlevel", 0, Decision.NO_TRUSTLEVEL, where),
                number(options, TIMEOUT, 1, Delegation.TIMEOUT_MS, within),
                number(options, CACHE_TTL, 0, Delegation.CACHE_TTL_MS, within),
                (int) number(options, CACHE_MAX, 0, Delegation.CACHE_MAX, within));
    }

    private static String text(JsonNode value, String where) throws Unreadable {
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new Unreadable(where, "must be a text that is not empty");
        }
        return value.textValue();
    }

    private static long number(JsonNode keys, String key, int least, long fallback, String where) throws Unreadable {
        JsonNode value = keys.path(key);
        if (value.isMissingNode()) {
            return fallback;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least) {
            throw new Unreadable(where + "." + key, "must be an integer of " + least + " or more");
        }
        return value.intValue();
    }
}
