package org.junctor.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that someone may have meant. */
final class Nearest {
    private static final int MAX_LISTED = 16;

    private Nearest() {}

    /** The remedy for an unknown {@code name}: the one that is nearest, or all that are known. */
    static String remedy(String name, Collection<String> known) {
        String nearest = of(name, known);
        if (nearest != null) {
            return "did you mean \"" + nearest + "\"?";
        }
        if (known.isEmpty()) {
            return "there are no keys here";
        }
        List<String> listed = new ArrayList<>(known);
        boolean more = listed.size() > MAX_LISTED;
        return "known here: " + String.join(", ", more ? listed.subList(0, MAX_LISTED) : listed) + (more ? ", …" : "");
    }

    /** The name that differs from {@code name} least, or null if all differ too much. */
    static @Nullable String of(String name, Collection<String> known) {
        String best = null;
        int least = Math.max(1, name.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(normal(name), normal(candidate));
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** How many insertions, deletions, replacements and swaps of neighbours lead from one to the other. */
    private static int distance(String from, String to) {
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int replaced = steps[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                steps[i][j] = Math.min(replaced, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[from.length()][to.length()];
    }
}
