package org.junctor.node;

/** Numbers as the node file writes them. */
final class Numbers {
    private Numbers() {}

    /** An {@link Integer} if it fits, else a {@link Long}. */
    static Number integer(String digits, int radix, Mark mark) throws SyntaxProblem {
        try {
            long value = Long.parseLong(digits, radix);
            if (value == (int) value) {
                return (int) value;
            }
            return value;
        } catch (NumberFormatException tooLarge) {
            throw new SyntaxProblem(mark, "the number " + digits + " is too large");
        }
    }
}
