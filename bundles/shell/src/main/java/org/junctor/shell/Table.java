package org.junctor.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows in columns of equal width. What peers have chosen is shown without control characters, so that it cannot move the cursor. */
final class Table {
    private static final int CELL_MAX = 120;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(List.of(headings));
    }

    void row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(plain(String.valueOf(cell)));
        }
        rows.add(row);
    }

    /** Prints the table, and how many rows there are of what. */
    void print(PrintStream out, String singular) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
        int count = rows.size() - 1;
        out.println(count + " " + (count == 1 ? singular : singular + "s"));
    }

    private static String plain(String text) {
        String clean = text.replaceAll("[\\p{Cc}\\p{Cf}\u2028\u2029]", "\ufffd");
        return clean.length() <= CELL_MAX ? clean : clean.substring(0, CELL_MAX - 1) + "…";
    }
}
