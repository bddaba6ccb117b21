package org.junctor.core;

import org.junctor.api.security.Match;

/** The loose and the strict rules for URIs (spec: "URIs"), by scanning: regular expressions cost too much for each message. */
final class Uris {
    private Uris() {}

    /** Whether {@code uri} names one thing: components without white space or {@code #}, none of them empty. */
    static boolean concrete(String uri) {
        return wellFormed(uri, false, false, Integer.MAX_VALUE);
    }

    /** The same for a URI that is used again and again: it must not be too long. */
    static boolean concrete(String uri, CallLimits limits) {
        return uri.length() <= limits.uriMaxLength()
                && wellFormed(uri, false, false, limits.uriMaxComponents())
                && (!limits.uriStrict() || strict(uri));
    }

    /**
     * Whether {@code uri} may be subscribed or registered with {@code match}: a prefix may end in an empty component, a wildcard
     * pattern may have them anywhere.
     */
    static boolean pattern(String uri, Match match, CallLimits limits) {
        int most = limits.uriMaxComponents();
        return uri.length() <= limits.uriMaxLength()
                && switch (match) {
                    case EXACT -> wellFormed(uri, false, false, most);
                    case PREFIX -> wellFormed(uri, false, true, most);
                    case WILDCARD -> wellFormed(uri, true, true, most);
                }
                && (!limits.uriStrict() || strict(uri));
    }

    /** Whether the first component is {@code wamp} or {@code junctor}, which belong to the router. */
    static boolean reserved(String uri) {
        return begins(uri, "wamp") || begins(uri, "junctor");
    }

    private static boolean begins(String uri, String component) {
        int length = component.length();
        return uri.startsWith(component) && (uri.length() == length || uri.charAt(length) == '.');
    }

    private static boolean wellFormed(String uri, boolean emptyInside, boolean emptyLast, int most) {
        int length = uri.length();
        int start = 0;
        int components = 1;
        for (int i = 0; i < length; i++) {
            char c = uri.charAt(i);
            if (c == '.') {
                components++;
                if ((i == start && !emptyInside) || components > most) {
                    return false;
                }
                start = i + 1;
            } else if (c == '#' || space(c)) {
                return false;
            }
        }
        return start < length || emptyLast;
    }

    /** Whether a well-formed URI has no characters but those of the strict rule. */
    private static boolean strict(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }

    /** White space as Unicode and the clients see it: the property White_Space, and the separators U+001C to U+001F. */
    private static boolean space(char c) {
        if (c < 0x80) {
            return c <= ' ' && (c >= 0x1C || (c >= '\t' && c <= '\r'));
        }
        return c == 0x85 || Character.isSpaceChar(c);
    }
}
