package org.junctor.core;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import org.jspecify.annotations.Nullable;

/** The heap of this process: of its pools the one in which what lives long ends, which is all of it with some collectors. */
final class Heap implements Memory {
    private final @Nullable MemoryPoolMXBean pool = longLived();

    /** The largest pool whose use after a collection is known: those of young objects are smaller, or have no size of their own. */
    private static @Nullable MemoryPoolMXBean longLived() {
        MemoryPoolMXBean found = null;
        for (MemoryPoolMXBean candidate : ManagementFactory.getMemoryPoolMXBeans()) {
            boolean fits = candidate.getType() == MemoryType.HEAP && candidate.getCollectionUsage() != null;
            if (fits && (found == null || size(candidate) > size(found))) {
                found = candidate;
            }
        }
        return found;
    }

    private static long size(MemoryPoolMXBean pool) {
        return pool.getUsage().getMax();
    }

    @Override
    public long usedBytes() {
        MemoryUsage usage = pool == null ? null : pool.getCollectionUsage();
        return usage == null ? 0 : usage.getUsed();
    }

    @Override
    public long maxBytes() {
        long max = pool == null ? -1 : size(pool);
        return max > 0 ? max : Runtime.getRuntime().maxMemory();
    }

    @Override
    public void collect() {
        System.gc();
    }
}
