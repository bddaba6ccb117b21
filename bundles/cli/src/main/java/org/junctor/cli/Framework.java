package org.junctor.cli;

import java.util.Map;

/** Starts the OSGi framework: what the distribution provides, found by {@link java.util.ServiceLoader}. */
public interface Framework {
    /**
     * Runs the framework in this virtual machine until it stops.
     *
     * @param properties {@code junctor.node}, {@code junctor.home}, {@code junctor.feature}
     * @return the exit code of the program
     */
    int run(Map<String, String> properties) throws Exception;
}
