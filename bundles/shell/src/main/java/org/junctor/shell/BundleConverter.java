package org.junctor.shell;

import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Lets operators name a bundle by its id or its symbolic name wherever a command takes one, as Felix's own {@code update},
 * {@code stop} and others do.
 */
@Component(property = Converter.CONVERTER_CLASSES + "=org.osgi.framework.Bundle")
public final class BundleConverter implements Converter {
    /** Kept, since the bundles are those at the time of the command. */
    private final BundleContext context;

    /** Looks bundles up in the framework. */
    @Activate
    public BundleConverter(BundleContext context) {
        this.context = context;
    }

    @Override
    public @Nullable Object convert(Class<?> desired, Object in) {
        if (desired != Bundle.class || !(in instanceof CharSequence || in instanceof Number)) {
            return null;
        }
        String name = in.toString();
        if (name.matches("[0-9]{1,18}")) {
            Bundle bundle = context.getBundle(Long.parseLong(name));
            if (bundle == null) {
                throw new IllegalArgumentException("there is no bundle " + name + "; \"lb\" lists them");
            }
            return bundle;
        }
        List<Bundle> found = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                found.add(bundle);
            }
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException((found.isEmpty() ? "there is no bundle " : "there are several bundles ")
                    + name
                    + "; \"lb\" lists them with their ids");
        }
        return found.get(0);
    }

    @Override
    public @Nullable CharSequence format(Object target, int level, Converter escape) {
        return target instanceof Bundle bundle
                ? "%d %s %s".formatted(bundle.getBundleId(), bundle.getSymbolicName(), bundle.getVersion())
                : null;
    }
}
