package org.junctor.itests.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the {@link Router}, which is started for the first of them and stopped after the last. */
final class RouterExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(RouterExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Router.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return router(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        router(context).cutAll();
    }

    private static Router router(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(Router.class, key -> open(), Router.class);
    }

    private static Router open() {
        try {
            return Router.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
