package org.junctor.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junctor.api.security.Action;
import org.junctor.api.security.Match;
import org.junctor.authz.roles.Explanation;
import org.junctor.node.Json;
import org.junctor.node.Tree;

/** Looks at what roles may do, by the rules of the router itself. */
final class AccessLints {
    private static final String KILL = "wamp.session.kill_all";
    private static final String NAME = "name";

    private final Tree.Mapping node;
    private final Doors doors;
    private final Weaknesses weaknesses;

    AccessLints(Tree.Mapping node, Doors doors, Weaknesses weaknesses) {
        this.node = node;
        this.doors = doors;
        this.weaknesses = weaknesses;
    }

    void run() {
        Set<String> anonymous = anonymous();
        for (Doors.Place worker : Doors.items(node, "", "workers")) {
            if (!"strict".equals(worker.keys().mapping("limits").text("uri.check"))
                    && "router".equals(worker.keys().text("type"))) {
                weaknesses.add(Lint.URI_LOOSE, worker.keys().mapping("limits"), worker.path(), "uri.check is loose");
            }
            for (Doors.Place realm : Doors.items(worker.keys(), worker.path(), "realms")) {
                realm(realm, anonymous);
            }
        }
    }

    /** The roles of clients that prove nothing. */
    private Set<String> anonymous() {
        Set<String> roles = new TreeSet<>();
        for (Doors.Door door : doors.doors) {
            Tree.Mapping auth = door.keys().mapping("auth");
            if (door.clients() && (!door.keys().has("auth") || auth.has("anonymous"))) {
                String role = auth.mapping("anonymous").text("role");
                roles.add(role == null ? "anonymous" : role);
            }
        }
        return roles;
    }

    private void realm(Doors.Place realm, Set<String> anonymous) {
        List<Doors.Place> roles = Doors.items(realm.keys(), realm.path(), "roles");
        String text = Json.text(roles.stream().map(role -> role.keys().plain()).toList());
        Map<Doors.Place, String> open = new LinkedHashMap<>();
        for (Doors.Place role : roles) {
            role(role);
            String name = role.keys().text(NAME);
            if (name != null && anonymous.contains(name)) {
                open.put(role, name);
            }
        }
        open.forEach((role, name) -> anonymous(role, text, name));
        Set<String> deciding = new TreeSet<>(authenticators());
        roles.forEach(role -> {
            String authorizer = role.keys().text("authorizer");
            if (authorizer != null) {
                deciding.add(authorizer);
            }
        });
        for (String procedure : deciding) {
            open.forEach((role, name) -> {
                if (allows(text, name, Action.REGISTER, procedure, Match.EXACT)) {
                    weaknesses.add(
                            Lint.AUTHORIZER_REGISTRABLE,
                            role.keys(),
                            role.path(),
                            "the anonymous role " + name + " may register " + procedure);
                }
            });
        }
    }

    private Set<String> authenticators() {
        Set<String> procedures = new TreeSet<>();
        for (Doors.Door door : doors.doors) {
            door.keys().mapping("auth").members().forEach((method, settings) -> {
                String procedure = settings.value() instanceof Tree.Mapping keys ? keys.text("authenticator") : null;
                if (procedure != null) {
                    procedures.add(procedure);
                }
            });
        }
        return procedures;
    }

    private void role(Doors.Place role) {
        if (role.keys().get("allow-by-default") instanceof Tree.Scalar all && Boolean.TRUE.equals(all.plain())) {
            weaknesses.add(
                    Lint.ALLOW_BY_DEFAULT, role.keys(), role.path(), "allow-by-default", "everything else is allowed");
        }
        if (!role.keys().has("authorizer")) {
            return;
        }
        for (Doors.Place permission : Doors.items(role.keys(), role.path(), "permissions")) {
            Tree.Mapping disclose = permission.keys().mapping("disclose");
            disclose.members().forEach((who, value) -> {
                if (Boolean.FALSE.equals(value.value().plain())) {
                    String what = "the " + who + " is never disclosed, but the role has an authorizer";
                    weaknesses.add(
                            Lint.DISCLOSE_NEVER,
                            disclose,
                            permission.at("disclose").path(),
                            who,
                            what);
                }
            });
        }
    }

    private void anonymous(Doors.Place role, String roles, String name) {
        List<Action> all = new ArrayList<>();
        for (Action action : Action.values()) {
            if (allows(roles, name, action, "", Match.PREFIX)) {
                all.add(action);
            }
        }
        String who = "clients without a login (role " + name + ") may ";
        if (all.size() == Action.values().length) {
            weaknesses.add(Lint.ANONYMOUS_ALL, role.keys(), role.path(), who + "do everything");
        } else if (all.contains(Action.REGISTER)) {
            weaknesses.add(Lint.ANONYMOUS_REGISTER, role.keys(), role.path(), who + "register everything");
        }
        if (allows(roles, name, Action.CALL, KILL, Match.EXACT)) {
            weaknesses.add(Lint.ANONYMOUS_META, role.keys(), role.path(), who + "call " + KILL);
        }
    }

    /** Whether the router would allow it; false where it could not read the roles. */
    private static boolean allows(String roles, String role, Action action, String uri, Match match) {
        try {
            return Explanation.of(roles, role, action, uri, match).outcome() == Explanation.Outcome.ALLOWED;
        } catch (IllegalArgumentException unreadable) {
            return false; // which is an error of its own, and said by the check itself
        }
    }
}
