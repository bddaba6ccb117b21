package org.junctor.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which lints do not speak of which part of a node file: the key {@value #KEY}, a list of their ids, may stand in any mapping of the
 * file, for that and for all in it. It is no part of the configuration.
 *
 * @param byPath ids by the path of the mapping, which is empty for the whole file
 */
public record Silenced(Map<String, List<String>> byPath) {
    /** The key in the node file. */
    public static final String KEY = "x_lint";

    static final Silenced NOTHING = new Silenced(Map.of());

    /** Takes the keys out of a tree. */
    static Silenced takenFrom(Tree tree, Findings findings) {
        Map<String, List<String>> byPath = new HashMap<>();
        take(tree, "", byPath, findings);
        return new Silenced(byPath);
    }

    private static void take(Tree tree, String path, Map<String, List<String>> byPath, Findings findings) {
        if (tree instanceof Tree.Mapping mapping) {
            Tree.Member own = mapping.members().remove(KEY);
            if (own != null) {
                byPath.put(path, ids(own.value(), KeyPath.key(path, KEY), findings));
            }
            mapping.members().forEach((key, member) -> take(member.value(), KeyPath.key(path, key), byPath, findings));
        } else if (tree instanceof Tree.Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                take(sequence.items().get(i), KeyPath.item(path, i), byPath, findings);
            }
        }
    }

    private static List<String> ids(Tree value, String path, Findings findings) {
        List<String> ids = new ArrayList<>();
        List<Tree> items = value instanceof Tree.Sequence sequence ? sequence.items() : List.of(value);
        for (Tree item : items) {
            if (item.plain() instanceof String id) {
                ids.add(id);
            } else {
                findings.error(item.mark(), path, "must be a list of lints, each by its id, such as origins-any");
            }
        }
        return ids;
    }

    /** Whether a lint does not speak of what stands at {@code path}. */
    public boolean at(String path, String id) {
        return byPath.entrySet().stream()
                .anyMatch(entry -> entry.getValue().contains(id) && within(path, entry.getKey()));
    }

    private static boolean within(String path, String part) {
        return part.isEmpty()
                || path.equals(part)
                || (path.startsWith(part) && (path.charAt(part.length()) == '.' || path.charAt(part.length()) == '['));
    }
}
