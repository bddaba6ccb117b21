package org.junctor.testing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values that every serializer carries as they are, made at random from a seed. */
final class RandomValues {
    private static final int MAX_DEPTH = 6;
    private static final int[] ALPHABETS = {0x80, 0x800, 0x1_0000, 0x11_0000};

    private final Random random;

    RandomValues(long seed) {
        random = new Random(seed);
    }

    /** A list of a few values. */
    List<@Nullable Object> list() {
        return list(0);
    }

    /** A dict of a few values. */
    Map<String, @Nullable Object> dict() {
        return dict(0);
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth < MAX_DEPTH ? 10 : 8)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2, 3 -> random.nextLong() >> random.nextInt(Long.SIZE);
            case 4 -> BigInteger.ONE.shiftLeft(63).add(new BigInteger(63, random));
            case 5 -> real();
            case 6 -> text();
            case 7 -> octets();
            case 8 -> list(depth + 1);
            default -> dict(depth + 1);
        };
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int size = size(); size > 0; size--) {
            list.add(value(depth));
        }
        return list;
    }

    private Map<String, @Nullable Object> dict(int depth) {
        Map<String, @Nullable Object> dict = new LinkedHashMap<>();
        for (int size = size(); size > 0; size--) {
            dict.put(text(), value(depth));
        }
        return dict;
    }

    private double real() {
        double any = Double.longBitsToDouble(random.nextLong());
        return random.nextBoolean() || !Double.isFinite(any) ? random.nextInt(1000) / 8.0 : any;
    }

    private byte[] octets() {
        byte[] octets = new byte[size() * random.nextInt(100)];
        random.nextBytes(octets);
        return octets;
    }

    /** Does not begin with U+0000, which JSON has for binary values only. */
    private String text() {
        StringBuilder text = new StringBuilder();
        int alphabet = ALPHABETS[random.nextInt(ALPHABETS.length)];
        for (int size = size() * random.nextInt(20); size > 0; size--) {
            int c = random.nextInt(alphabet);
            boolean fits = (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) && (c > 0 || !text.isEmpty());
            text.appendCodePoint(fits ? c : '-');
        }
        return text.toString();
    }

    /** Small as a rule. */
    private int size() {
        return random.nextInt(20) == 0 ? random.nextInt(40) : random.nextInt(4);
    }
}
