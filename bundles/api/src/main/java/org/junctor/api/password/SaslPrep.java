package org.junctor.api.password;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * Prepares names and passwords for comparison (RFC 4013), so that the same characters typed on two keyboards are the same octets. By
 * the platform's tables of Unicode, which are newer than the 3.2 of the RFC: characters that were unassigned then are taken as they are
 * now, those that still are unassigned are refused.
 */
public final class SaslPrep {
    private SaslPrep() {}

    /** The prepared text; null if it has characters that must not be in a name or a password. */
    public static @Nullable String prepare(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (!isMappedToNothing(point)) {
                mapped.appendCodePoint(isSpace(point) ? ' ' : point);
            }
        });
        String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        return normal.codePoints().anyMatch(SaslPrep::isProhibited) || !directionsFit(normal) ? null : normal;
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(unit -> unit >= ' ' && unit < 0x7f);
    }

    /** Table C.1.2 of RFC 3454. */
    private static boolean isSpace(int point) {
        return point != ' ' && Character.getType(point) == Character.SPACE_SEPARATOR;
    }

    /** Table B.1 of RFC 3454. */
    private static boolean isMappedToNothing(int point) {
        return switch (point) {
            case 0x00ad, 0x034f, 0x1806, 0x180b, 0x180c, 0x180d, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff -> true;
            default -> point >= 0xfe00 && point <= 0xfe0f;
        };
    }

    /** Tables C.2 to C.9 of RFC 3454, and A.1 as of the platform's Unicode. */
    private static boolean isProhibited(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.FORMAT -> isProhibitedFormat(point);
            default ->
                (point >= 0xfff9 && point <= 0xfffd)
                        || (point >= 0x2ff0 && point <= 0x2ffb)
                        || point == 0x0340
                        || point == 0x0341;
        };
    }

    /** The characters of general category Cf that the tables name; others of that category are letters' companions. */
    private static boolean isProhibitedFormat(int point) {
        return point == 0x06dd
                || point == 0x070f
                || point == 0x180e
                || (point >= 0x200e && point <= 0x200f)
                || (point >= 0x202a && point <= 0x202e)
                || (point >= 0x2061 && point <= 0x206f)
                || (point >= 0xfff9 && point <= 0xfffb)
                || (point >= 0x1d173 && point <= 0x1d17a)
                || (point >= 0xe0000 && point <= 0xe007f);
    }

    /** Section 6 of RFC 3454: text from right to left begins and ends so, and has nothing from left to right in it. */
    private static boolean directionsFit(String text) {
        if (text.codePoints().noneMatch(SaslPrep::isFromRight)) {
            return true;
        }
        boolean mixed = text.codePoints()
                .anyMatch(point -> Character.getDirectionality(point) == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
        return !mixed && isFromRight(text.codePointAt(0)) && isFromRight(text.codePointBefore(text.length()));
    }

    private static boolean isFromRight(int point) {
        byte direction = Character.getDirectionality(point);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
