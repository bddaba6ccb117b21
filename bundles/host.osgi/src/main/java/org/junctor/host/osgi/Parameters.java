package org.junctor.host.osgi;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession.EventMessage;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Reason;

/**
 * The parameters of an annotated method, and how a call's or event's arguments become them.
 *
 * @param method for error texts: class and name
 * @param types the parameters' types
 * @param whole whether the only parameter is the call or event itself
 */
record Parameters(String method, List<Type> types, boolean whole) {
    static Parameters of(Method method) {
        List<Class<?>> classes = List.of(method.getParameterTypes());
        return new Parameters(
                method.getDeclaringClass().getSimpleName() + "." + method.getName(),
                List.of(method.getGenericParameterTypes()),
                classes.equals(List.of(Invoked.class)) || classes.equals(List.of(EventMessage.class)));
    }

    /**
     * The method's arguments.
     *
     * @param message the call or event
     * @param given its positional arguments
     * @throws WampException {@code wamp.error.invalid_argument} if there are too few, too many, or one has a wrong type
     */
    @Nullable
    Object[] of(Object message, List<? extends @Nullable Object> given) throws WampException {
        if (whole) {
            return new Object[] {message};
        }
        if (given.size() != types.size()) {
            throw new WampException(
                    Reason.INVALID_ARGUMENT, method + " takes " + types.size() + " arguments, not " + given.size());
        }
        @Nullable Object[] arguments = new @Nullable Object[types.size()];
        for (int i = 0; i < arguments.length; i++) {
            try {
                arguments[i] = Conversion.to(types.get(i), given.get(i));
            } catch (IllegalArgumentException e) {
                throw new WampException(
                        Reason.INVALID_ARGUMENT, "argument " + (i + 1) + " of " + method + " " + e.getMessage());
            }
        }
        return arguments;
    }
}
