package org.junctor.core;

import java.util.function.Supplier;

/** What all sessions of a core use together, how much of it there may be, and how full the memory is. */
final class Capacity {
    /** What waits for peers. */
    final Waiting waiting;

    /** What sessions subscribe, register and declare. */
    final Ledger tables;

    /** Calls that are not answered. */
    final Ledger calls;

    /** The sessions themselves. */
    final Attendance attendance = new Attendance();

    private volatile Level level = Level.NORMAL;

    /** How full the memory is. */
    enum Level {
        NORMAL,
        /** Publishers are held back. */
        HIGH,
        /** Nor is anybody let in, and nothing more is kept for anybody than the least. */
        CRITICAL
    }

    Capacity(Supplier<Limits> limits) {
        waiting = new Waiting(limits, this);
        tables = new Ledger(() -> critical() ? 0 : limits.get().quotas().tablesBytes());
        calls = new Ledger(() -> critical() ? 0 : limits.get().quotas().callsBytes());
    }

    /** How many bytes are known to be used. */
    long bytes() {
        return waiting.bytes() + tables.used() + calls.used();
    }

    Level level() {
        return level;
    }

    void level(Level next) {
        level = next;
    }

    /** Whether publishers are held back. */
    boolean high() {
        return level != Level.NORMAL;
    }

    /** Whether as little as possible is to be kept. */
    boolean critical() {
        return level == Level.CRITICAL;
    }
}
