package org.junctor.auth.cookie;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings {@code cookie} of a path. What cannot be used is as if it were not there: the node's checker has said so.
 *
 * @param name the cookie's name
 * @param length how many characters it has, 6 bits in each
 * @param maxAgeMs how long a login is remembered
 * @param secure whether it is for encrypted connections only; null for if it was set on one
 * @param httpOnly whether scripts of pages cannot read it
 * @param sameSite {@code Strict}, {@code Lax} or {@code None}
 * @param file where logins are stored; null for in memory
 * @param purge whether that is emptied at the start
 */
record CookieSettings(
        String name,
        int length,
        long maxAgeMs,
        @Nullable Boolean secure,
        boolean httpOnly,
        String sameSite,
        @Nullable String file,
        boolean purge) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_|~-]{1,64}");
    /** 128 bits at least, or it could be guessed. */
    private static final int LEAST_LENGTH = 22;

    private static final int LENGTH = 24;
    private static final int MOST_LENGTH = 64;
    private static final long MAX_AGE_SECONDS = 604_800;
    private static final long SECOND_MS = 1000;

    static CookieSettings of(Map<?, ? extends @Nullable Object> keys) {
        String name =
                keys.get("name") instanceof String text && NAME.matcher(text).matches() ? text : "cbtid";
        long length = keys.get("length") instanceof Number number ? number.longValue() : LENGTH;
        long seconds = keys.get("max_age") instanceof Number number ? number.longValue() : MAX_AGE_SECONDS;
        Map<?, ?> store = keys.get("store") instanceof Map<?, ?> map ? map : Map.of();
        boolean inFile = "file".equals(store.get("type")) && store.get("filename") instanceof String;
        return new CookieSettings(
                name,
                (int) Math.max(LEAST_LENGTH, Math.min(MOST_LENGTH, length)),
                Math.max(1, seconds) * SECOND_MS,
                keys.get("secure") instanceof Boolean flag ? flag : null,
                !Boolean.FALSE.equals(keys.get("http_strict")),
                sameSite(keys.get("same_site")),
                inFile ? (String) store.get("filename") : null,
                Boolean.TRUE.equals(store.get("purge_on_startup")));
    }

    private static String sameSite(@Nullable Object value) {
        return switch (String.valueOf(value).toLowerCase(Locale.ROOT)) {
            case "strict" -> "Strict";
            case "none" -> "None";
            default -> "Lax";
        };
    }

    /** Value of {@code Set-Cookie}. */
    String header(String value, boolean encrypted) {
        boolean only = secure == null ? encrypted || sameSite.equals("None") : secure;
        return name + "=" + value + "; Path=/; Max-Age=" + maxAgeMs / SECOND_MS + "; SameSite=" + sameSite
                + (httpOnly ? "; HttpOnly" : "") + (only ? "; Secure" : "");
    }
}
