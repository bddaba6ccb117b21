package org.junctor.auth.cryptosign;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Principal;
import org.junctor.api.security.VerifyingKey;

/** The keys of a principal: {@code authorized_keys}, a list, as the node file has it, or {@code pubkey}, as procedures answer. */
final class AuthorizedKeys {
    private static final String METHOD = "cryptosign";
    private static final String LIST = "authorized_keys";
    private static final String ONE = "pubkey";

    private AuthorizedKeys() {}

    /** Whether the principal may log in with this key. */
    static boolean have(Principal principal, VerifyingKey key) {
        Map<String, ? extends @Nullable Object> entries = principal.entries(METHOD);
        return (entries.get(LIST) instanceof List<?> keys && keys.stream().anyMatch(one -> is(one, key)))
                || is(entries.get(ONE), key);
    }

    /** Whether there is a key at all, of whatever sort. */
    static boolean areThere(Principal principal) {
        return principal.entries(METHOD).get(LIST) instanceof List<?>
                || principal.entries(METHOD).get(ONE) instanceof String;
    }

    private static boolean is(@Nullable Object configured, VerifyingKey key) {
        return configured instanceof String text && text.strip().equalsIgnoreCase(key.toString());
    }
}
