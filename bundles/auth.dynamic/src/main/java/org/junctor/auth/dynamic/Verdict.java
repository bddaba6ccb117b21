package org.junctor.auth.dynamic;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Options;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;
import org.junctor.api.security.Refused;

/** What the procedure answers: a role, or a dict of {@code role}, {@code authid}, {@code realm}, {@code extra} and what the method needs. */
final class Verdict {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int AUTHID_OCTETS = 15;
    private static final int MOST_TEXT = 200;
    private static final int MOST_URI = 255;

    /** Methods whose proof comes after the question, so that the procedure cannot have judged it. */
    private static final Set<String> PROVED_LATER = Set.of("wampcra", "scram", "wamp-scram");

    private static final String RUNTIME_ERROR = "wamp.error.runtime_error";

    /** Errors by which the router, or the library of the procedure, says that there is no verdict. */
    private static final Set<String> NO_VERDICT = Set.of(
            "wamp.error.no_such_procedure",
            "wamp.error.no_available_callee",
            "wamp.error.unavailable",
            "wamp.error.timeout",
            "wamp.error.canceled",
            "wamp.error.invalid_argument",
            "wamp.error.authorization_failed",
            RUNTIME_ERROR,
            "wamp.error.payload_size_exceeded",
            "wamp.error.protocol_violation");

    private Verdict() {}

    /** Somebody, from the result of the call; throws if it is nonsense. */
    static Principal principal(Invoked result, PrincipalQuery query, Settings settings) {
        Object value = result.arguments().isEmpty() ? null : result.arguments().get(0);
        Map<?, ?> dict = value instanceof String role ? Map.of("role", role) : null;
        if (value instanceof Map<?, ?> map) {
            dict = map;
        } else if (value == null && result.keywords().containsKey("role")) {
            dict = result.keywords();
        }
        if (dict == null) {
            throw new IllegalStateException("it answered neither with a role nor with a dict");
        }
        String role = text(dict, "role", settings.defaultRole());
        String authid = text(dict, "authid", query.authid());
        if (role == null) {
            throw new IllegalStateException("it named no role, and there is no default-role");
        }
        boolean proved = !query.proof().isEmpty() && !PROVED_LATER.contains(query.method());
        return new Principal(
                authid == null ? random() : authid,
                role,
                text(dict, "realm", null),
                proved,
                entries(dict),
                extra(dict));
    }

    private static @Nullable String text(Map<?, ?> dict, String key, @Nullable String otherwise) {
        Object value = dict.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new IllegalStateException("it answered with a " + key + " that is no text");
    }

    private static Options extra(Map<?, ?> dict) {
        Object extra = dict.get("extra");
        if (extra == null) {
            return Options.EMPTY;
        }
        if (extra instanceof Map<?, ?> map) {
            return Options.of(entries(map));
        }
        throw new IllegalStateException("it answered with an extra that is no dict");
    }

    private static Map<String, @Nullable Object> entries(Map<?, ?> dict) {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        dict.forEach((key, value) -> entries.put(String.valueOf(key), value));
        return entries;
    }

    private static String random() {
        byte[] octets = new byte[AUTHID_OCTETS];
        RANDOM.nextBytes(octets);
        return Base64.getUrlEncoder().encodeToString(octets);
    }

    /** What the client is told if the procedure refuses it; null if the error is none of the procedure's. */
    static @Nullable Refused refusal(WampException error) {
        String uri = error.error();
        boolean foreign = uri.startsWith("wamp.") && !uri.startsWith("wamp.error.");
        if (foreign || NO_VERDICT.contains(uri) || !looksLikeUri(uri)) {
            return null;
        }
        List<? extends @Nullable Object> arguments = error.arguments();
        String text = arguments.isEmpty() || !(arguments.get(0) instanceof String said) ? "refused" : said;
        return new Refused(uri, shown(text));
    }

    /**
     * Whether the procedure threw an exception that is not for clients. So do many to refuse somebody, so it must count as a wrong guess.
     */
    static boolean thrown(WampException error) {
        return error.error().equals(RUNTIME_ERROR);
    }

    /** As if the secret were wrong: the words of the exception are not for clients. */
    static Refused denial() {
        return new Refused(AuthResult.Deny.CREDENTIALS.reason(), AuthResult.Deny.CREDENTIALS.message());
    }

    private static boolean looksLikeUri(String uri) {
        return !uri.isEmpty()
                && uri.length() <= MOST_URI
                && uri.indexOf('.') > 0
                && uri.chars().noneMatch(c -> c <= ' ' || c == '#' || Character.isISOControl(c));
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(MOST_TEXT).forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return shown.toString();
    }
}
