package org.junctor.node;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes signals, so that a node can drain before the virtual machine ends: a shutdown hook could do neither that and exit with 0, nor
 * hear of a second signal. By reflection, since the JDK has this in a module that it may drop, and no bundle can import it.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /** Calls {@code handler} when the process gets a signal, such as {@code TERM}, instead of what would happen by itself. */
    static void handle(String signal, Runnable handler) {
        try {
            ClassLoader system = ClassLoader.getSystemClassLoader();
            Class<?> signalClass = Class.forName("sun.misc.Signal", true, system);
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler", true, system);
            InvocationHandler call = (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "handle" -> handler.run();
                    case "equals" -> {
                        return arguments != null && proxy == arguments[0];
                    }
                    case "hashCode" -> {
                        return System.identityHashCode(proxy);
                    }
                    default -> {
                        return "junctor's handler of " + signal;
                    }
                }
                return null;
            };
            Object proxy = Proxy.newProxyInstance(system, new Class<?>[] {handlerClass}, call);
            Object name = signalClass.getConstructor(String.class).newInstance(signal);
            signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, name, proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
            LOG.debug("No handler for signal {}", signal, unavailable);
        }
    }
}
