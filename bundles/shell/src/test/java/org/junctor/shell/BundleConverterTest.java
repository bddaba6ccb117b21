package org.junctor.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

final class BundleConverterTest {
    private final Bundle first = bundle(5, "org.x.one", "1.0.0");
    private final Bundle second = bundle(6, "org.x.two", "1.0.0");
    private final Bundle third = bundle(7, "org.x.two", "2.0.0");
    private final BundleConverter converter = new BundleConverter(context(List.of(first, second, third)));

    private static <T> T fake(Class<T> type, Map<String, ? extends @Nullable Object> answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (!answers.containsKey(method.getName())) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return answers.get(method.getName());
                }));
    }

    private static Bundle bundle(long id, String name, String version) {
        return fake(
                Bundle.class,
                Map.of("getBundleId", id, "getSymbolicName", name, "getVersion", Version.parseVersion(version)));
    }

    private static BundleContext context(List<Bundle> bundles) {
        return BundleContext.class.cast(Proxy.newProxyInstance(
                BundleContext.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getBundles" -> bundles.toArray(Bundle[]::new);
                    case "getBundle" ->
                        bundles.stream()
                                .filter(bundle -> arguments[0].equals(bundle.getBundleId()))
                                .findFirst()
                                .orElse(null);
                    default -> throw new UnsupportedOperationException(method.getName());
                }));
    }

    private String refused(Object name) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> converter.convert(Bundle.class, name))
                .getMessage());
    }

    @Test
    void aBundleIsNamedByItsIdOrItsName() {
        assertSame(first, converter.convert(Bundle.class, "5"));
        assertSame(second, converter.convert(Bundle.class, 6L));
        assertSame(first, converter.convert(Bundle.class, "org.x.one"));
    }

    @Test
    void whatNamesNoneOrSeveralIsRefused() {
        assertTrue(refused("9").contains("there is no bundle 9"));
        assertTrue(refused("org.x.none").contains("there is no bundle org.x.none"));
        assertTrue(refused("org.x.two").contains("there are several bundles org.x.two"));
    }

    @Test
    void nothingElseIsConverted() {
        assertNull(converter.convert(Bundle.class, List.of()));
        assertNull(converter.convert(Integer.class, "5"));
    }

    @Test
    void aBundleIsShownWithItsVersion() {
        assertEquals("7 org.x.two 2.0.0", String.valueOf(converter.format(third, Converter.INSPECT, converter)));
        assertNull(converter.format("text", Converter.INSPECT, converter));
    }
}
