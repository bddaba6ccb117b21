package org.junctor.node;

import java.util.regex.Pattern;

/** How messages name a place by its keys: {@code workers[0].transports[1].paths["/"].type}. */
public final class KeyPath {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_$-]+");

    private KeyPath() {}

    /** The place of a key. */
    public static String key(String path, String key) {
        if (!PLAIN.matcher(key).matches()) {
            return path + "[\"" + key + "\"]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The place of an item of a list. */
    public static String item(String path, int index) {
        return path + "[" + index + "]";
    }

    static String twice(Mark first) {
        return "this key is there twice, first in line " + first.line() + "; remove one of them";
    }
}
