package org.junctor.web.basic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.Part;
import org.junctor.api.operation.Router;

/**
 * How the node is at one moment, as far as anybody may know it: names and numbers, no addresses of peers, no files, no settings.
 *
 * @param summary one word or two
 * @param realms null while there is no router core
 */
record NodeState(
        String version,
        long uptimeMs,
        String summary,
        @Nullable List<RealmState> realms,
        List<PartState> parts,
        Map<String, Long> counters) {

    /** Numbers that name something instead of counting it. */
    private static final Set<String> IDENTITIES = Set.of("pid", "session");

    /** A realm and how much is in it. */
    record RealmState(String name, int sessions, int registrations, int subscriptions) {}

    /** A part of the node. Of its details only those that count something. */
    record PartState(String kind, String name, String state, Map<String, Number> numbers) {
        static PartState of(Part part) {
            // of the pid, what the operator chose
            String name = part.pid().substring(part.pid().indexOf('~') + 1);
            return new PartState(part.kind(), name, part.state(), figures(part.details()));
        }
    }

    static NodeState of(String version, long uptimeMs, @Nullable Router router, List<PartState> parts) {
        List<PartState> states = new ArrayList<>(parts);
        states.sort(Comparator.comparing(PartState::kind).thenComparing(PartState::name));
        if (router == null) {
            return new NodeState(version, uptimeMs, "without router core", null, states, Map.of());
        }
        List<RealmState> realms = new ArrayList<>();
        for (String realm : router.realms()) {
            realms.add(new RealmState(
                    realm,
                    router.sessions(realm).size(),
                    router.registrations(realm).size(),
                    router.subscriptions(realm).size()));
        }
        return new NodeState(version, uptimeMs, summary(states), realms, states, new TreeMap<>(router.counters()));
    }

    private static String summary(List<PartState> parts) {
        if (parts.stream().anyMatch(part -> part.state().equals("failed"))) {
            return "running, with parts that failed";
        }
        return parts.stream().anyMatch(part -> part.state().equals("starting")) ? "starting" : "running";
    }

    private static Map<String, Number> figures(Map<String, Object> details) {
        Map<String, Number> numbers = new TreeMap<>();
        details.forEach((name, value) -> {
            if (value instanceof Number number && !IDENTITIES.contains(name)) {
                numbers.put(name, number);
            }
        });
        return numbers;
    }
}
