package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junctor.api.security.Match;
import org.junit.jupiter.api.Test;

final class UrisTest {
    private static final String SPACE =
            "[\\t-\\r\\x1C-\\x20\\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]";
    private static final String LETTER = "(?!" + SPACE + ")[^.#]";

    @Test
    void acceptsWhatTheLooseRuleAccepts() {
        for (String uri : List.of("a", "com.myapp.add2", "com.Ünïcode.\uD83D\uDE00", "a-b_c:d/e.1", "wamp.error.x")) {
            assertTrue(Uris.concrete(uri), uri);
        }
    }

    @Test
    void rejectsWhatTheLooseRuleRejects() {
        for (String uri :
                List.of("", ".", "a.", ".a", "a..b", "a b", "a#", "a\n", "a\u00A0b", "a\u2028", "a\u3000", "\ta")) {
            assertFalse(Uris.concrete(uri), () -> "'" + uri + "'");
        }
    }

    @Test
    void emptyComponentsAreForPatterns() {
        assertTrue(Uris.pattern("", Match.PREFIX, TestRouter.CALL_LIMITS));
        assertTrue(Uris.pattern("com.", Match.PREFIX, TestRouter.CALL_LIMITS));
        assertFalse(Uris.pattern("com..", Match.PREFIX, TestRouter.CALL_LIMITS));
        assertFalse(Uris.pattern(".com", Match.PREFIX, TestRouter.CALL_LIMITS));
        assertTrue(Uris.pattern("", Match.WILDCARD, TestRouter.CALL_LIMITS));
        assertTrue(Uris.pattern(".com..x.", Match.WILDCARD, TestRouter.CALL_LIMITS));
        assertFalse(Uris.pattern("com..x", Match.EXACT, TestRouter.CALL_LIMITS));
        assertFalse(Uris.pattern("com. .x", Match.WILDCARD, TestRouter.CALL_LIMITS));
    }

    @Test
    void onlyTheFirstComponentReserves() {
        assertTrue(Uris.reserved("wamp"));
        assertTrue(Uris.reserved("wamp.session.count"));
        assertTrue(Uris.reserved("junctor.session.on_slow"));
        assertFalse(Uris.reserved("wampum"));
        assertFalse(Uris.reserved("com.wamp"));
        assertFalse(Uris.reserved(""));
    }

    @Test
    void agreesWithTheRegularExpressionsOfTheSpec() {
        Pattern concrete = Pattern.compile("((" + LETTER + ")+\\.)*(" + LETTER + ")+", Pattern.DOTALL);
        Pattern prefix = Pattern.compile("((" + LETTER + ")+\\.)*(" + LETTER + ")*", Pattern.DOTALL);
        Pattern wildcard = Pattern.compile("(((" + LETTER + ")+\\.)|\\.)*((" + LETTER + ")+)?", Pattern.DOTALL);
        String alphabet = "ab...#\n \u001C\u001B\u0000\u0085\u00A0\u200A\u200B\u2029\u3000é";
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(6); length > 0; length--) {
                boolean plain = random.nextInt(3) > 0;
                text.append(alphabet.charAt(random.nextInt(plain ? 5 : alphabet.length())));
            }
            String uri = text.toString();

            assertEquals(concrete.matcher(uri).matches(), Uris.concrete(uri), uri);
            assertEquals(concrete.matcher(uri).matches(), Uris.pattern(uri, Match.EXACT, TestRouter.CALL_LIMITS), uri);
            assertEquals(prefix.matcher(uri).matches(), Uris.pattern(uri, Match.PREFIX, TestRouter.CALL_LIMITS), uri);
            assertEquals(
                    wildcard.matcher(uri).matches(), Uris.pattern(uri, Match.WILDCARD, TestRouter.CALL_LIMITS), uri);
        }
    }

    @Test
    void strictRuleTakesLettersDigitsAndUnderscoresOnly() {
        CallLimits strict = new CallLimits(1000, 1 << 20, 0, 0, 10, 10, 255, 32, true, false, 10, 1000);
        for (String uri : List.of("com.example.add_2", "wamp.session.count", "_", "0.1")) {
            assertTrue(Uris.concrete(uri, strict), uri);
        }
        for (String uri : List.of("com.Example", "com.exämple", "com.my-app", "com.a/b", "", "com..add", "com.")) {
            assertFalse(Uris.concrete(uri, strict), uri);
        }
        assertTrue(Uris.pattern("com.", Match.PREFIX, strict));
        assertTrue(Uris.pattern("com..add", Match.WILDCARD, strict));
        assertFalse(Uris.pattern("com.A", Match.PREFIX, strict));
        assertFalse(Uris.pattern("com..my-app", Match.WILDCARD, strict));
    }
}
