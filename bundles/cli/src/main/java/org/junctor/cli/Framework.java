package org.junctor.cli;

import java.util.Map;

/** Runs an OSGi framework in this process; the distribution provides it, found by {@link java.util.ServiceLoader}. */
public interface Framework {
    /**
     * Runs until the framework stops.
     *
     * @param properties {@code junctor.home}, {@code junctor.node}, {@code junctor.feature} and what else bundles read
     * @return the exit code of the program
     * @throws Exception if the framework cannot start
     */
    int run(Map<String, String> properties) throws Exception;
}
