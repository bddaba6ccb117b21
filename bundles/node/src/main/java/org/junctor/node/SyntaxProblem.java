package org.junctor.node;

/** A file is no YAML or JSON. The message says what was found, and the mark where. */
final class SyntaxProblem extends Exception {
    private final Mark mark;

    SyntaxProblem(Mark mark, String message) {
        super(message);
        this.mark = mark;
    }

    Mark mark() {
        return mark;
    }
}
