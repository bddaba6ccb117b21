package org.junctor.core;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How much memory all sessions together may use for one purpose, and an account of it for each. The less is left, the less each may
 * have beside the little that everybody has for nothing: so many sessions cannot fill the memory, and those that use little are not
 * the ones that are refused.
 */
final class Ledger {
    /** What each account has for nothing. */
    static final long FREE_BYTES = 4 << 10;

    /** Accounts take and give back so much at a time, so that those who come and go touch the sum seldom. */
    private static final long STEP_BYTES = 4 << 10;

    private final LongSupplier total;
    private final AtomicLong used = new AtomicLong();

    /** @param total how much there is in all, now */
    Ledger(LongSupplier total) {
        this.total = total;
    }

    /** What all accounts have. */
    long used() {
        return used.get();
    }

    /** A new account. */
    Account account() {
        return new Account(this);
    }

    private boolean lend(long more, long had) {
        boolean fits = had + more <= (total.getAsLong() - used.get()) / 2;
        if (fits) {
            used.addAndGet(more);
        }
        return fits;
    }

    /** One session's part. Not thread-safe: whoever has one says what guards it. */
    static final class Account {
        private final Ledger ledger;
        private long bytes;
        private long lent;
        private boolean closed;

        private Account(Ledger ledger) {
            this.ledger = ledger;
        }

        /** Uses so much; false, and nothing is changed, if that is too much. */
        boolean take(long size) {
            long lack = bytes + size - FREE_BYTES - lent;
            if (closed || (lack > 0 && !borrow(Math.max(lack, STEP_BYTES)))) {
                return false;
            }
            bytes += size;
            return true;
        }

        private boolean borrow(long more) {
            boolean lends = ledger.lend(more, lent);
            lent += lends ? more : 0;
            return lends;
        }

        /** Uses so much, as what somebody else used before. */
        void inherit(long size) {
            if (closed) {
                return;
            }
            bytes += size;
            long lack = bytes - FREE_BYTES - lent;
            if (lack > 0) {
                ledger.used.addAndGet(lack);
                lent += lack;
            }
        }

        /** Uses so much less. */
        void give(long size) {
            if (closed) {
                return;
            }
            bytes -= size;
            long spare = lent + FREE_BYTES - bytes;
            if (lent > 0 && spare >= 2 * STEP_BYTES) {
                long back = Math.min(lent, spare - STEP_BYTES);
                lent -= back;
                ledger.used.addAndGet(-back);
            }
        }

        /** Uses nothing any more, for good. */
        void close() {
            closed = true;
            ledger.used.addAndGet(-lent);
            lent = 0;
            bytes = 0;
        }
    }
}
