package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Match;
import org.junit.jupiter.api.Test;

final class UriTableTest {
    private final UriTable<String> table = new UriTable<>();

    /** A pattern as its own value: the policy and the URI. */
    private String add(Match match, String uri) {
        return table.add(match, uri, () -> match.text() + " " + uri);
    }

    private Set<String> matching(String uri) {
        List<String> found = new ArrayList<>();
        table.collect(uri, found);
        Set<String> once = new HashSet<>(found);
        assertEquals(once.size(), found.size(), "found twice");
        return once;
    }

    @Test
    void policiesAreSeparateNamespaces() {
        for (Match match : Match.values()) {
            add(match, "com.app");
        }

        assertEquals(Set.of("exact com.app", "prefix com.app", "wildcard com.app"), matching("com.app"));
        assertEquals("exact com.app", table.get(Match.EXACT, "com.app"));
        assertEquals("wildcard com.app", table.get(Match.WILDCARD, "com.app"));
    }

    @Test
    void addAnswersWhatIsThere() {
        for (Match match : Match.values()) {
            String first = add(match, "com.");

            assertSame(first, table.add(match, "com.", () -> "another"));
        }
    }

    @Test
    void onlyTheGivenValueIsRemoved() {
        for (Match match : Match.values()) {
            String value = add(match, "com.app");

            assertFalse(table.remove(match, "com.app", "another"));
            assertFalse(table.remove(match, "com.ap", value));
            assertEquals(value, table.get(match, "com.app"));
            assertTrue(table.remove(match, "com.app", value));
            assertNull(table.get(match, "com.app"));
            assertTrue(table.values(match).isEmpty());
        }
    }

    @Test
    void prefixIsOfStringsAndEmptyMatchesAll() {
        add(Match.PREFIX, "");
        add(Match.PREFIX, "com.app.object1");
        add(Match.PREFIX, "com.app.object2");

        assertEquals(Set.of("prefix ", "prefix com.app.object1"), matching("com.app.object1-sub"));
        assertEquals("prefix ", table.best("x"));
    }

    @Test
    void wildcardStandsForOneComponentThatIsNotEmpty() {
        add(Match.WILDCARD, "com..create");
        add(Match.WILDCARD, "com.");
        add(Match.WILDCARD, "");

        assertEquals(Set.of("wildcard com..create"), matching("com.app.create"));
        assertEquals(Set.of(), matching("com.app.sub.create"));
        assertEquals(Set.of(), matching("com..create"));
        assertEquals(Set.of("wildcard com."), matching("com.x"));
        assertEquals(Set.of("wildcard "), matching("com"));
        assertEquals(Set.of(), matching("com."));
    }

    /** The example of the spec, "Pattern-based Registrations", without the line that takes prefixes by component. */
    @Test
    void bestIsThatOfTheSpec() {
        add(Match.EXACT, "a1.b2.c3.d4.e55");
        add(Match.PREFIX, "a1.b2.c3");
        add(Match.PREFIX, "a1.b2.c3.d4");
        add(Match.WILDCARD, "a1.b2..d4.e5");
        add(Match.WILDCARD, "a1.b2.c33..e5");
        add(Match.WILDCARD, "a1.b2..d4.e5..g7");
        add(Match.WILDCARD, "a1.b2..d4..f6.g7");

        assertEquals("exact a1.b2.c3.d4.e55", table.best("a1.b2.c3.d4.e55"));
        assertEquals("prefix a1.b2.c3.d4", table.best("a1.b2.c3.d4.e5"));
        assertEquals("prefix a1.b2.c3", table.best("a1.b2.c3.d98.e74"));
        assertEquals("wildcard a1.b2..d4.e5", table.best("a1.b2.c88.d4.e5"));
        assertEquals("wildcard a1.b2..d4.e5..g7", table.best("a1.b2.c88.d4.e5.f6.g7"));
        assertNull(table.best("a2.b2.c2.d2.e2"));
    }

    @Test
    void theVersionFollowsPatternsOnly() {
        long before = table.version();
        String exact = add(Match.EXACT, "a");
        table.remove(Match.EXACT, "a", exact);
        assertEquals(before, table.version());

        String prefix = add(Match.PREFIX, "a");
        long added = table.version();
        table.remove(Match.PREFIX, "a", prefix);

        assertNotEquals(before, added);
        assertNotEquals(added, table.version());
    }

    @Test
    void whatIsRememberedIsBoundedAndNeverStale() {
        Patterns<String> patterns = new Patterns<>(PatternTrie.<String>empty().with("a", "x"), PatternTrie.empty(), 0);
        for (int i = 0; i < 3 * Patterns.REMEMBERED_MAX; i++) {
            patterns.matches("a" + i);
            assertTrue(patterns.remembered() <= Patterns.REMEMBERED_MAX);
        }
        int before = patterns.remembered();
        patterns.matches("a".repeat(Patterns.REMEMBERED_LENGTH_MAX + 1));
        assertEquals(before, patterns.remembered());

        String value = add(Match.PREFIX, "com.");
        assertEquals(value, table.best("com.x"));
        table.remove(Match.PREFIX, "com.", value);
        assertNull(table.best("com.x"));
    }

    @Test
    void agreesWithBruteForce() {
        Random random = new Random(42);
        for (int round = 0; round < 300; round++) {
            UriTable<String> subject = new UriTable<>();
            SortedSet<String> model = new TreeSet<>();
            for (int i = 0; i < 120; i++) {
                change(random, subject, model);
            }
            for (int i = 0; i < 120; i++) {
                compare(subject, model, text(random, 6));
            }
        }
    }

    private static void change(Random random, UriTable<String> subject, SortedSet<String> model) {
        Match match = List.of(Match.values()).get(random.nextInt(3));
        String uri = text(random, 5);
        String value = match.text() + " " + uri;
        if (random.nextInt(3) > 0) {
            assertEquals(value, subject.add(match, uri, () -> value));
            model.add(value);
        } else {
            assertEquals(model.remove(value), subject.remove(match, uri, value));
        }
        assertEquals(model.contains(value) ? value : null, subject.get(match, uri));
    }

    private static void compare(UriTable<String> subject, SortedSet<String> model, String uri) {
        List<String> expected = new ArrayList<>();
        for (String value : model) {
            if (matches(policy(value), uri(value), uri)) {
                expected.add(value);
            }
        }
        List<String> found = new ArrayList<>();
        subject.collect(uri, found);

        found.sort(null);
        assertEquals(expected, found, uri);
        assertEquals(best(expected), subject.best(uri), uri);
        for (Match match : Match.values()) {
            List<String> values = subject.values(match);
            values.sort(null);
            assertEquals(model.stream().filter(value -> policy(value) == match).toList(), values);
        }
    }

    private static @Nullable String best(List<String> candidates) {
        // Literal before wildcard at the first difference: with an empty component made the greatest, the least
        // pattern.
        return candidates.stream()
                .min(Comparator.comparing(UriTableTest::policy)
                        .thenComparingInt(value -> policy(value) == Match.PREFIX ? -value.length() : 0)
                        .thenComparing(value -> ("." + uri(value) + ".")
                                .replace("..", ".\uFFFF.")
                                .replace("..", ".\uFFFF.")))
                .orElse(null);
    }

    private static Match policy(String value) {
        return Match.valueOf(value.substring(0, value.indexOf(' ')).toUpperCase(Locale.ROOT));
    }

    private static String uri(String value) {
        return value.substring(value.indexOf(' ') + 1);
    }

    private static boolean matches(Match match, String pattern, String uri) {
        if (match == Match.EXACT) {
            return pattern.equals(uri);
        }
        if (match == Match.PREFIX) {
            return uri.startsWith(pattern);
        }
        String[] ours = pattern.split("\\.", -1);
        String[] theirs = uri.split("\\.", -1);
        boolean same = ours.length == theirs.length;
        for (int i = 0; same && i < ours.length; i++) {
            same = !theirs[i].isEmpty() && (ours[i].isEmpty() || ours[i].equals(theirs[i]));
        }
        return same;
    }

    private static String text(Random random, int max) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(max + 1); length > 0; length--) {
            text.append("ab..".charAt(random.nextInt(4)));
        }
        return text.toString();
    }

    @Test
    void visitedNodesDoNotGrowWithPatternsThatDoNotMatch() {
        assertEquals(visited(100, Match.PREFIX), visited(100_000, Match.PREFIX));
        assertEquals(visited(100, Match.WILDCARD), visited(100_000, Match.WILDCARD));
    }

    private static int visited(int others, Match match) {
        PatternTrie<String> trie =
                PatternTrie.<String>empty().with("com.app..t", "wanted").with("com.app.x", "prefix");
        for (int i = 0; i < others; i++) {
            trie = trie.with("com.app." + i + ".other", "x")
                    .with("org.o" + i + "..t", "x")
                    .with("com.." + i + ".t", "x");
        }
        List<String> found = new ArrayList<>();
        int visited =
                match == Match.PREFIX ? trie.prefixesOf("com.app.x.t", found) : trie.wildcardsOf("com.app.x.t", found);
        assertEquals(List.of(match == Match.PREFIX ? "prefix" : "wanted"), found);
        return visited;
    }

    @Test
    void longPatternsNeedNoStack() {
        String wildcard = ".".repeat(200_000);
        add(Match.WILDCARD, wildcard);
        for (int i = 1; i < 6_000; i += 2) {
            add(Match.PREFIX, "a".repeat(i));
        }

        assertEquals(1, matching(wildcard.replace(".", "b.") + "b").size());
        assertEquals(3_000, matching("a".repeat(6_000)).size());
    }

    @Test
    void concurrentWritersLoseNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int own = thread;
            done.add(threads.submit(() -> {
                start.await();
                for (int i = 0; i < 2000; i++) {
                    String mine = "t" + own + "." + i;
                    String value = add(Match.PREFIX, mine);
                    assertEquals(value, table.get(Match.PREFIX, mine));
                    assertTrue(i % 2 == 0 || table.remove(Match.PREFIX, mine, value));
                    add(Match.WILDCARD, "shared." + i + ".");
                }
                return null;
            }));
        }

        start.countDown();
        for (Future<?> each : done) {
            each.get(30, TimeUnit.SECONDS);
        }
        threads.shutdown();

        assertEquals(4 * 1000, table.values(Match.PREFIX).size());
        assertEquals(2000, table.values(Match.WILDCARD).size());
    }

    @Test
    void lookingUpWhatIsRememberedAllocatesNothing() {
        add(Match.EXACT, "com.app");
        add(Match.PREFIX, "com.");
        add(Match.WILDCARD, "com.");
        List<String> found = new ArrayList<>();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = 0; i < 20_000; i++) {
            before = i == 10_000 ? threads.getCurrentThreadAllocatedBytes() : before;
            found.clear();
            table.collect("com.app", found);
            assertSame(table.best("com.app"), found.get(0));
        }

        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertEquals(3, found.size());
        assertTrue(allocated < 10_000, () -> allocated + " octets in 10,000 rounds");
    }
}
