package org.junctor.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is found in one file, so that all of it can be told at once. */
final class Findings {
    private final Path file;
    private final List<Finding> found = new ArrayList<>();

    Findings(Path file) {
        this.file = file;
    }

    void error(Mark mark, String path, String message) {
        found.add(new Finding(file, mark, Finding.Severity.ERROR, path, message));
    }

    void warning(Mark mark, String path, String message) {
        found.add(new Finding(file, mark, Finding.Severity.WARNING, path, message));
    }

    /** A collector for the same file, for a trial whose findings may be thrown away. */
    Findings trial() {
        return new Findings(file);
    }

    void addAll(Findings others) {
        found.addAll(others.found);
    }

    int errors() {
        return (int) found.stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .count();
    }

    /** In the order of the file, each once. */
    List<Finding> sorted() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparingInt(
                                (Finding finding) -> finding.mark().line())
                        .thenComparingInt(finding -> finding.mark().column())
                        .thenComparing(Finding::path))
                .toList();
    }
}
