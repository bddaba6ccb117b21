package org.junctor.host.osgi;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes WAMP values (null, Boolean, Long, BigInteger, Double, String, byte[], List, Map) fit for Java types. */
final class Conversion {
    private Conversion() {}

    /**
     * The value as {@code type}: a primitive or its wrapper, String, {@code byte[]}, BigInteger, a List or Map of such, or Object.
     *
     * @throws IllegalArgumentException with the end of a sentence that says why not
     */
    static @Nullable Object to(Type type, @Nullable Object value) {
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        if (!(raw instanceof Class<?> target)) {
            return value; // a type variable or wildcard: whatever it is
        }
        if (value == null) {
            if (target.isPrimitive()) {
                throw new IllegalArgumentException("must not be null");
            }
            return null;
        }
        if (value instanceof List<?> list && target.isAssignableFrom(List.class)) {
            return list(list, argument(type, 0));
        }
        if (value instanceof Map<?, ?> map && target.isAssignableFrom(Map.class)) {
            return map(map, argument(type, 1));
        }
        if (value instanceof Number number && (target.isPrimitive() || Number.class.isAssignableFrom(target))) {
            return number(target, number);
        }
        if ((target == boolean.class && value instanceof Boolean) || target.isInstance(value)) {
            return value;
        }
        throw wrong(target);
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType generic && generic.getActualTypeArguments().length > index
                ? generic.getActualTypeArguments()[index]
                : Object.class;
    }

    private static List<@Nullable Object> list(List<?> items, Type type) {
        List<@Nullable Object> converted = new ArrayList<>(items.size());
        items.forEach(item -> converted.add(to(type, item)));
        return converted;
    }

    private static Map<Object, @Nullable Object> map(Map<?, ?> entries, Type type) {
        Map<Object, @Nullable Object> converted = new LinkedHashMap<>();
        entries.forEach((key, entry) -> converted.put(key, to(type, entry)));
        return converted;
    }

    private static Object number(Class<?> target, Number value) {
        if (target == double.class || target == Double.class) {
            return value.doubleValue();
        }
        if (target == float.class || target == Float.class) {
            return value.floatValue();
        }
        if (target == Number.class) {
            return value;
        }
        if (value instanceof Double) {
            throw wrong(target);
        }
        if (target == BigInteger.class) {
            return value instanceof BigInteger ? value : BigInteger.valueOf(value.longValue());
        }
        long integer = value.longValue();
        if (value instanceof Long && (target == long.class || target == Long.class)) {
            return integer;
        }
        if (value instanceof Long && (target == int.class || target == Integer.class) && integer == (int) integer) {
            return (int) integer;
        }
        if (value instanceof Long && (target == short.class || target == Short.class) && integer == (short) integer) {
            return (short) integer;
        }
        if (value instanceof Long && (target == byte.class || target == Byte.class) && integer == (byte) integer) {
            return (byte) integer;
        }
        throw wrong(target);
    }

    private static IllegalArgumentException wrong(Class<?> target) {
        return new IllegalArgumentException("must be of type " + target.getSimpleName());
    }
}
