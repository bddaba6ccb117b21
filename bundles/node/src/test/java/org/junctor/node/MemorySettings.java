package org.junctor.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.Part;

/** Configurations in memory; a configuration can bring a part with it, as a bundle would. */
final class MemorySettings implements Settings {
    final Map<String, Map<String, Object>> kept = new ConcurrentHashMap<>();
    final List<String> changes = new CopyOnWriteArrayList<>();
    private final Map<String, Part> running = new ConcurrentHashMap<>();
    private final Parts parts;
    private final Function<String, @Nullable Part> bundles;

    /** What brings the parts from now on, if not the bundles of the start. */
    volatile @Nullable Function<String, @Nullable Part> next;

    /** @param bundles the part that a pid brings, or null */
    MemorySettings(Parts parts, Function<String, @Nullable Part> bundles) {
        this.parts = parts;
        this.bundles = bundles;
    }

    /** Every factory configuration starts at once, but those of the authorizer. */
    static MemorySettings starting(Parts parts) {
        return new MemorySettings(
                parts, pid -> pid.contains("~") && !pid.startsWith("org.junctor.authz") ? FakePart.running(pid) : null);
    }

    @Override
    public Map<String, Map<String, Object>> owned() {
        return new LinkedHashMap<>(kept);
    }

    @Override
    public void put(String pid, Map<String, Object> properties) {
        changes.add("put " + pid);
        kept.put(pid, properties);
        Part old = running.remove(pid);
        if (old != null) {
            parts.removed(old);
        }
        Function<String, @Nullable Part> now = next;
        Part part = (now == null ? bundles : now).apply(pid);
        if (part != null) {
            running.put(pid, part);
            parts.added(part);
        }
    }

    @Override
    public void delete(String pid) {
        changes.add("delete " + pid);
        kept.remove(pid);
        Part part = running.remove(pid);
        if (part != null) {
            parts.removed(part);
        }
    }
}
