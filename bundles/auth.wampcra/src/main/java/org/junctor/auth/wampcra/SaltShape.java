package org.junctor.auth.wampcra;

import java.util.Locale;
import org.junctor.api.password.HmacSha256;

/** What salts look like: their length, and whether their characters are hexadecimal, letters and digits, or Base64. */
final class SaltShape {
    private static final String HEX = "0123456789abcdef";
    private static final String ALPHANUMERIC = HEX + "ghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String BASE64 = ALPHANUMERIC + "+/";

    private SaltShape() {}

    /** A text that stands for all salts of the same shape as this one. */
    static String of(String salt) {
        String digits = salt.replace("=", "");
        String padding = "=".repeat(salt.length() - digits.length());
        String sort = digits.chars().allMatch(unit -> HEX.indexOf(unit) >= 0)
                ? "0"
                : digits.chars().allMatch(unit -> ALPHANUMERIC.indexOf(unit) >= 0) ? "A" : "/";
        return sort.repeat(digits.length()) + padding;
    }

    /** A salt of this shape that belongs to a name, and always the same one. */
    static String fill(String shape, byte[] key, String name) {
        StringBuilder salt = new StringBuilder(shape.length());
        byte[] octets = new byte[0];
        for (int i = 0; i < shape.length(); i++) {
            String alphabet = alphabet(shape.charAt(i));
            if (i % 16 == 0) {
                octets = HmacSha256.of(key, String.format(Locale.ROOT, "salt %d %s", i / 16, name));
            }
            int number = ((octets[2 * (i % 16)] & 0xff) << 8) | (octets[2 * (i % 16) + 1] & 0xff);
            salt.append(alphabet.charAt(number % alphabet.length()));
        }
        return salt.toString();
    }

    private static String alphabet(char sort) {
        return switch (sort) {
            case '0' -> HEX;
            case 'A' -> ALPHANUMERIC;
            case '=' -> "=";
            default -> BASE64;
        };
    }
}
