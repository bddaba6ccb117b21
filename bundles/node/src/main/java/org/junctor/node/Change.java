package org.junctor.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has to happen so that the configurations of the node become other ones.
 *
 * @param removed pids that are not wanted any more
 * @param added new ones
 * @param updated those whose properties differ
 */
record Change(List<String> removed, List<Configured> added, List<Configured> updated) {

    static Change from(Map<String, Map<String, Object>> present, List<Configured> wanted) {
        List<Configured> added = new ArrayList<>();
        List<Configured> updated = new ArrayList<>();
        List<String> removed = new ArrayList<>(present.keySet());
        for (Configured configured : wanted) {
            removed.remove(configured.pid());
            Map<String, Object> before = present.get(configured.pid());
            if (before == null) {
                added.add(configured);
            } else if (!same(before, configured.properties())) {
                updated.add(configured);
            }
        }
        removed.sort(null);
        return new Change(removed, added, updated);
    }

    private static boolean same(Map<String, Object> one, Map<String, Object> other) {
        return one.keySet().equals(other.keySet())
                && one.keySet().stream().allMatch(key -> same(one.get(key), other.get(key)));
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Object[] array && other instanceof Object[] second) {
            return Arrays.equals(array, second);
        }
        return one != null && one.equals(other);
    }

    boolean empty() {
        return removed.isEmpty() && added.isEmpty() && updated.isEmpty();
    }

    void remove(Settings settings) throws IOException {
        for (String pid : removed) {
            settings.delete(pid);
        }
    }

    /** The pids of the parts of one stage that will start anew because their configuration changes. */
    List<String> restarted(Configured.Stage stage) {
        List<String> restarted = new ArrayList<>();
        updated.stream()
                .filter(configured -> configured.stage() == stage)
                .forEach(configured -> restarted.addAll(configured.awaited()));
        return restarted;
    }

    /** Makes and changes the configurations of one stage, and answers the pids of the parts to wait for. */
    List<String> apply(Configured.Stage stage, Settings settings) throws IOException {
        List<String> awaited = restarted(stage);
        for (Configured configured : updated) {
            if (configured.stage() == stage) {
                settings.put(configured.pid(), configured.properties());
            }
        }
        for (Configured configured : added) {
            if (configured.stage() == stage) {
                settings.put(configured.pid(), configured.properties());
                awaited.addAll(configured.awaited());
            }
        }
        return awaited;
    }
}
