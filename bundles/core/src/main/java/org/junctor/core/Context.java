package org.junctor.core;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** What every part of a running core shares. */
record Context(
        Timer timer, Executor workers, Supplier<Limits> configuration, Counters counters, Serializers serializers) {

    /** The limits that hold now. */
    Limits limits() {
        return configuration.get();
    }
}
