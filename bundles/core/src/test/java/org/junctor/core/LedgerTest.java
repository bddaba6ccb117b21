package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Memory that many use. */
final class LedgerTest {
    private static final long TOTAL = 100_000;

    private final Ledger ledger = new Ledger(() -> TOTAL);

    @Test
    void oneGetsAThirdAndWhatIsFreeAndNothingMore() {
        Ledger.Account greedy = ledger.account();
        long had = 0;
        while (greedy.take(100)) {
            had += 100;
        }

        assertTrue(had > TOTAL / 3 && had <= TOTAL / 3 + Ledger.FREE_BYTES, () -> "not a third: " + ledger.used());
    }

    @Test
    void manyNeverHaveMoreThanAllAndWhatIsFree() {
        for (int i = 0; i < 50; i++) {
            Ledger.Account greedy = ledger.account();
            for (int j = 0; j < 2000; j++) {
                greedy.take(100);
            }
        }
        Ledger.Account modest = ledger.account();

        assertTrue(ledger.used() <= TOTAL, () -> "more than all: " + ledger.used());
        assertTrue(modest.take(Ledger.FREE_BYTES));
        assertFalse(modest.take(Ledger.FREE_BYTES));
    }

    @Test
    void whatIsGivenBackIsThereForOthers() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            Ledger.Account account = ledger.account();
            List<Long> taken = new ArrayList<>();
            for (int j = 0; j < 50; j++) {
                long size = random.nextInt(2000);
                if (account.take(size)) {
                    taken.add(size);
                }
            }
            account.inherit(30_000);
            taken.forEach(account::give);
            account.give(30_000);
            account.close();
        }

        assertEquals(0, ledger.used());
    }

    @Test
    void whatIsInheritedCountsThoughItIsTooMuch() {
        Ledger.Account heir = ledger.account();

        heir.inherit(TOTAL);

        assertTrue(ledger.used() >= TOTAL - Ledger.FREE_BYTES);
        assertFalse(heir.take(1));
    }

    @Test
    void accountThatIsClosedTakesNothing() {
        Ledger.Account account = ledger.account();
        account.close();

        assertFalse(account.take(1));
        account.inherit(10_000);
        account.give(10_000);

        assertEquals(0, ledger.used());
    }
}
