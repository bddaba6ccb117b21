package org.junctor.core;

/**
 * The limits of {@code org.junctor.core} that concern sessions as such, and the memory that all of them use.
 *
 * @param sessionsMax how many sessions there may be; 0 for any number
 * @param principalSessionsMax how many of them one authid of a realm may have; 0 for any number
 * @param tablesTotalBytes how much what all sessions subscribe, register and declare, and retained events, may take; 0 for an eighth of the heap
 * @param callsTotalBytes how much the calls that all sessions wait for may take; 0 for a sixteenth of the heap
 * @param memoryHighPercent how full the memory may be before publishers are not read
 * @param memoryCriticalPercent how full it may be before nobody is let in and nothing more is kept
 */
record Quotas(
        int sessionsMax,
        int principalSessionsMax,
        long tablesTotalBytes,
        long callsTotalBytes,
        int memoryHighPercent,
        int memoryCriticalPercent) {
    private static final long HEAP_BYTES = Runtime.getRuntime().maxMemory();

    static Quotas of(CoreConfig config) {
        return new Quotas(
                config.sessions_max(),
                config.principal_sessions_max(),
                config.tables_total_bytes(),
                config.calls_total_bytes(),
                config.memory_high_percent(),
                config.memory_critical_percent());
    }

    /** The bytes behind {@code tables.total.bytes}. */
    long tablesBytes() {
        return tablesTotalBytes == 0 ? HEAP_BYTES / 8 : tablesTotalBytes;
    }

    /** The bytes behind {@code calls.total.bytes}. */
    long callsBytes() {
        return callsTotalBytes == 0 ? HEAP_BYTES / 16 : callsTotalBytes;
    }
}
