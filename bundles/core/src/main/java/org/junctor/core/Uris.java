package org.junctor.core;

import org.junctor.api.security.Match;

/** The loose rules for URIs (spec: "URIs"), by scanning: regular expressions cost too much for each message. */
final class Uris {
    private Uris() {}

    /** Whether {@code uri} names one thing: components without white space or {@code #}, none of them empty. */
    static boolean concrete(String uri) {
        return wellFormed(uri, false, false, Integer.MAX_VALUE);
    }

    /** The same for a URI that is used again and again: it must not be too long. */
    static boolean concrete(String uri, CallLimits limits) {
        return uri.length() <= limits.uriMaxLength() && wellFormed(uri, false, false, limits.uriMaxComponents());
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
                };
    }

    /** Whether the first component is {@code wamp}, which belongs to the router. */
    static boolean reserved(String uri) {
        return uri.startsWith("wamp") && (uri.length() == 4 || uri.charAt(4) == '.');
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

    /** White space as Unicode and the clients see it: the property White_Space, and the separators U+001C to U+001F. */
    private static boolean space(char c) {
        if (c < 0x80) {
            return c <= ' ' && (c >= 0x1C || (c >= '\t' && c <= '\r'));
        }
        return c == 0x85 || Character.isSpaceChar(c);
    }
}
