package org.junctor.authz.roles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junctor.api.security.Action;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Disclosure;
import org.junctor.api.security.Match;

/** Reads the roles of a realm from the JSON text that the configuration has. */
final class RolesReader {
    private static final Set<String> OF_ROLE = Set.of(
            "id",
            "name",
            "permissions",
            "allow-by-default",
            "authorizer",
            "authorizer_options",
            "trustlevel",
            "slow_subscriber");
    private static final String ALLOW_BY_DEFAULT = "allow-by-default";
    private static final Set<String> OF_PERMISSION = Set.of("uri", "match", "allow", "deny", "disclose", "cache");
    private static final Set<String> OF_ACTIONS = Set.of("call", "register", "subscribe", "publish");
    private static final Set<String> OF_DISCLOSE = Set.of("caller", "publisher");

    private static final String COMPONENT = "[^\\s.#]";
    private static final Map<Match, Pattern> WELL_FORMED = Map.of(
            Match.EXACT, unicode("(%1$s+\\.)*%1$s+"),
            Match.PREFIX, unicode("(%1$s+\\.)*%1$s*"),
            Match.WILDCARD, unicode("(%1$s*\\.)*%1$s*"));

    private final Map<String, Role> roles = new HashMap<>();

    private RolesReader() {}

    /** The text cannot be used; the message says where and why. */
    static final class Unreadable extends Exception {
        Unreadable(String where, String what) {
            super(where + ": " + what);
        }
    }

    /** The roles in {@code text}, a list as in the node file. */
    static Roles read(String text) throws Unreadable {
        JsonNode list;
        try {
            list = JsonTree.of(text);
        } catch (JsonProcessingException e) {
            String at = e.getLocation() == null
                    ? ""
                    : ", line " + e.getLocation().getLineNr() + " column "
                            + e.getLocation().getColumnNr();
            throw new Unreadable("roles" + at, e.getOriginalMessage());
        } catch (IOException e) {
            throw new Unreadable("roles", String.valueOf(e.getMessage()));
        }
        RolesReader reader = new RolesReader();
        for (int i = 0; i < items(list, "roles").size(); i++) {
            reader.role(list.get(i), "roles[" + i + "]");
        }
        return new Roles(Map.copyOf(reader.roles));
    }

    private void role(JsonNode role, String where) throws Unreadable {
        keys(role, OF_ROLE, where);
        String name = text(role.path("name"), where + ".name");
        if (roles.containsKey(name)) {
            throw new Unreadable(where + ".name", "there is another role '" + name + "'; merge the two");
        }
        Map<Action, Map<String, Rule>> rules = new EnumMap<>(Action.class);
        for (Action action : Action.values()) {
            rules.put(action, new LinkedHashMap<>());
        }
        JsonNode permissions = role.has("permissions") ? role.get("permissions") : JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < items(permissions, where + ".permissions").size(); i++) {
            permission(permissions.get(i), where + ".permissions[" + i + "]", rules);
        }
        String authorizer = role.has("authorizer") ? text(role.get("authorizer"), where + ".authorizer") : null;
        if (flag(role.path(ALLOW_BY_DEFAULT), where + "." + ALLOW_BY_DEFAULT)) {
            if (authorizer != null) {
                throw new Unreadable(
                        where,
                        "with allow-by-default there is nothing left to ask the authorizer for; remove one of them");
            }
            Rule rest = new Rule(
                    Match.PREFIX, "", Rule.Verdict.ALLOWED, Disclosure.AS_ASKED, where + "." + ALLOW_BY_DEFAULT);
            rules.values().forEach(byPattern -> byPattern.putIfAbsent(Match.PREFIX + " ", rest));
        }
        roles.put(
                name,
                new Role(
                        action -> new Rules(rules.getOrDefault(action, Map.of()).values()),
                        trustlevel(role.path("trustlevel"), where + ".trustlevel"),
                        authorizer));
    }

    private static long trustlevel(JsonNode value, String where) throws Unreadable {
        if (value.isMissingNode()) {
            return Decision.NO_TRUSTLEVEL;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
            throw new Unreadable(where, "must be an integer of 0 or more");
        }
        return value.intValue();
    }

    private static void permission(JsonNode permission, String where, Map<Action, Map<String, Rule>> rules)
            throws Unreadable {
        keys(permission, OF_PERMISSION, where);
        Target target = target(permission, where);
        Set<String> allowed = flags(permission.path("allow"), OF_ACTIONS, where + ".allow");
        Set<String> denied = flags(permission.path("deny"), OF_ACTIONS, where + ".deny");
        JsonNode disclose = permission.path("disclose");
        flags(disclose, OF_DISCLOSE, where + ".disclose");
        boolean denyOnly = permission.has("deny") && !permission.has("allow");
        for (Map.Entry<Action, Map<String, Rule>> entry : rules.entrySet()) {
            String action = entry.getKey().name().toLowerCase(Locale.ROOT);
            boolean deny = denied.contains(action);
            if (denyOnly && !deny) {
                continue; // it leaves what it does not name to other rules
            }
            Rule.Verdict verdict = deny
                    ? Rule.Verdict.DENIED
                    : allowed.contains(action) ? Rule.Verdict.ALLOWED : Rule.Verdict.NOT_ALLOWED;
            Rule rule = new Rule(target.match, target.uri, verdict, disclosure(disclose, entry.getKey()), where);
            entry.getValue().merge(target.match + " " + target.uri, rule, Rule::merge);
        }
    }

    private static Disclosure disclosure(JsonNode disclose, Action action) {
        String who = action == Action.CALL ? "caller" : "publisher";
        if ((action != Action.CALL && action != Action.PUBLISH) || !disclose.has(who)) {
            return Disclosure.AS_ASKED;
        }
        return disclose.get(who).booleanValue() ? Disclosure.ALWAYS : Disclosure.NEVER;
    }

    /** What a permission is about. */
    private record Target(Match match, String uri) {}

    private static Target target(JsonNode permission, String where) throws Unreadable {
        String written = permission.path("uri").isTextual()
                        && permission.get("uri").textValue().isEmpty()
                ? ""
                : text(permission.path("uri"), where + ".uri");
        Target target = permission.has("match")
                ? new Target(match(permission.get("match"), where + ".match"), written)
                : starred(written, where + ".uri");
        Pattern wellFormed = WELL_FORMED.get(target.match);
        if (wellFormed == null || !wellFormed.matcher(target.uri).matches()) {
            throw new Unreadable(
                    where + ".uri",
                    "'" + written + "' is no " + target.match.text() + " URI: components must not be empty"
                            + " (but in a wildcard, or last in a prefix) nor have white space or '#'");
        }
        return target;
    }

    /** The short forms: {@code com.app.*} for a prefix, {@code com.*.create} for a wildcard pattern. */
    private static Target starred(String uri, String where) throws Unreadable {
        int star = uri.indexOf('*');
        if (star < 0) {
            return new Target(Match.EXACT, uri);
        }
        if (star == uri.length() - 1) {
            return new Target(Match.PREFIX, uri.substring(0, star));
        }
        for (String component : Shape.components(uri)) {
            if (component.contains("*") && component.length() > 1) {
                throw new Unreadable(where, "'" + uri + "': a '*' that is not last must be a component of its own");
            }
        }
        return new Target(Match.WILDCARD, uri.replace("*", ""));
    }

    private static Match match(JsonNode value, String where) throws Unreadable {
        for (Match match : Match.values()) {
            if (match.text().equals(value.textValue())) {
                return match;
            }
        }
        throw new Unreadable(where, "must be exact, prefix or wildcard");
    }

    private static JsonNode items(JsonNode value, String where) throws Unreadable {
        if (!value.isArray()) {
            throw new Unreadable(where, "must be a list");
        }
        return value;
    }

    private static void keys(JsonNode value, Set<String> known, String where) throws Unreadable {
        if (!value.isObject()) {
            throw new Unreadable(where, "must be an object");
        }
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            if (!known.contains(entry.getKey())) {
                List<String> sorted = known.stream().sorted().toList();
                throw new Unreadable(where + "." + entry.getKey(), "no such key; use one of " + sorted);
            }
        }
    }

    private static String text(JsonNode value, String where) throws Unreadable {
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new Unreadable(where, "must be a text that is not empty");
        }
        return value.textValue();
    }

    private static boolean flag(JsonNode value, String where) throws Unreadable {
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new Unreadable(where, "must be true or false");
        }
        return value.booleanValue();
    }

    /** Which of the keys are true. */
    private static Set<String> flags(JsonNode value, Set<String> known, String where) throws Unreadable {
        Set<String> set = new HashSet<>();
        if (!value.isMissingNode()) {
            keys(value, known, where);
            for (String key : known) {
                if (flag(value.path(key), where + "." + key)) {
                    set.add(key);
                }
            }
        }
        return set;
    }

    private static Pattern unicode(String rule) {
        return Pattern.compile(String.format(rule, COMPONENT), Pattern.UNICODE_CHARACTER_CLASS);
    }
}
