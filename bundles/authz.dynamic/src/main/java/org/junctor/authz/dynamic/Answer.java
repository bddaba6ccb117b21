package org.junctor.authz.dynamic;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Disclosure;

/**
 * What an authorizer answered.
 *
 * @param cache whether it may be kept
 * @param ignored whether it asks for what is not done here: to validate payloads
 */
record Answer(Decision decision, boolean cache, boolean ignored) {
    private static final Set<String> KEYS = Set.of("allow", "disclose", "cache", "validate");

    /** The answer is none. */
    static final class Nonsense extends Exception {
        Nonsense(String what) {
            super("its answer " + what);
        }
    }

    /** Reads a bool, or a dict of {@code allow}, {@code disclose}, {@code cache} and {@code validate}. */
    static Answer of(ClientSession.Invoked result, long trustlevel) throws Nonsense {
        List<?> arguments = result.arguments();
        if (arguments.size() != 1 || !result.keywords().isEmpty()) {
            throw new Nonsense("has " + arguments.size() + " arguments and "
                    + result.keywords().size() + " keyword arguments, instead of one argument");
        }
        if (arguments.get(0) instanceof Boolean allow) {
            return new Answer(decision(allow, Disclosure.AS_ASKED, trustlevel), false, false);
        }
        if (!(arguments.get(0) instanceof Map<?, ?> dict)) {
            throw new Nonsense("is neither a bool nor a dict");
        }
        for (Object key : dict.keySet()) {
            if (!(key instanceof String name) || !KEYS.contains(name)) {
                throw new Nonsense("has a key that means nothing; only allow, disclose, cache and validate do");
            }
        }
        Boolean allow = flag(dict, "allow");
        if (allow == null) {
            throw new Nonsense("does not say 'allow'");
        }
        Boolean disclose = flag(dict, "disclose");
        Disclosure disclosure =
                disclose == null ? Disclosure.AS_ASKED : disclose ? Disclosure.ALWAYS : Disclosure.NEVER;
        return new Answer(
                decision(allow, disclosure, trustlevel),
                Boolean.TRUE.equals(flag(dict, "cache")),
                dict.get("validate") != null);
    }

    private static Decision decision(boolean allow, Disclosure disclosure, long trustlevel) {
        return allow ? new Decision(Decision.Verdict.ALLOW, disclosure, trustlevel) : Decision.DENY;
    }

    /** Null if it is absent, or null. */
    private static @Nullable Boolean flag(Map<?, ?> dict, String key) throws Nonsense {
        Object value = dict.get(key);
        if (value != null && !(value instanceof Boolean)) {
            throw new Nonsense("has a '" + key + "' that is no bool");
        }
        return (Boolean) value;
    }
}
