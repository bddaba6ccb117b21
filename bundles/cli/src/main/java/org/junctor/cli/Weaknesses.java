package org.junctor.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junctor.node.KeyPath;
import org.junctor.node.NodeFile;
import org.junctor.node.Tree;

/** Collects what the lints find, but for what the file says they need not speak of. */
final class Weaknesses {
    private final NodeFile file;
    private final List<Weakness> found = new ArrayList<>();

    private Weaknesses(NodeFile file) {
        this.file = file;
    }

    /** What all lints find in a file, in its order. */
    static List<Weakness> of(NodeFile file) {
        Weaknesses weaknesses = new Weaknesses(file);
        if (file.tree() instanceof Tree.Mapping node) {
            Doors doors = new Doors(node);
            new AccessLints(node, doors, weaknesses).run();
            new DoorLints(file.file(), doors, weaknesses).run();
            new MethodLints(file.file(), doors, weaknesses).run();
        }
        return weaknesses.found.stream()
                .distinct()
                .sorted(Comparator.comparingInt(
                                (Weakness weakness) -> weakness.mark().line())
                        .thenComparingInt(weakness -> weakness.mark().column())
                        .thenComparing(Weakness::lint))
                .toList();
    }

    /** Something about a key of a mapping, or the mapping itself if it lacks the key. */
    void add(Lint lint, Tree.Mapping keys, String path, String key, String what) {
        add(lint, keys.has(key) ? KeyPath.key(path, key) : path, keys, key, what);
    }

    /** Something about a mapping as a whole. */
    void add(Lint lint, Tree.Mapping keys, String path, String what) {
        add(lint, path, keys, "", what);
    }

    private void add(Lint lint, String path, Tree.Mapping keys, String key, String what) {
        if (!file.silenced().at(path, lint.id())) {
            found.add(new Weakness(lint, file.file(), keys.markOf(key), path, what));
        }
    }
}
