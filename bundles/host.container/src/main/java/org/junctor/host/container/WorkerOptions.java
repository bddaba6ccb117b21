package org.junctor.host.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/**
 * The {@code options} of a container worker.
 *
 * @param delayMinMs delay before the first restart, in milliseconds
 * @param delayMaxMs longest delay
 * @param failuresMax quick failures in a row after which the circuit is open
 * @param quickMs what ends sooner has failed quickly
 * @param openMs how long the circuit stays open
 * @param stopMs how long it may take to end itself when it is stopped
 * @param javaOptions options of the worker's Java, instead of a heap of 64 MiB
 * @param environment which variables it gets
 */
record WorkerOptions(
        RestartPolicy restart,
        ShutdownRule shutdown,
        long delayMinMs,
        long delayMaxMs,
        int failuresMax,
        long quickMs,
        long openMs,
        long stopMs,
        List<String> javaOptions,
        Environment environment) {

    /**
     * The environment of the worker.
     *
     * @param inherit null for all variables of the router, else their names
     * @param variables set beside these
     */
    record Environment(@Nullable List<String> inherit, Map<String, String> variables) {

        /** Makes {@code environment}, which holds the variables of the router, that of the worker. */
        void apply(Map<String, String> environment) {
            if (inherit != null) {
                environment.keySet().retainAll(inherit);
            }
            environment.putAll(variables);
        }

        static Environment of(@Nullable Object value) {
            Map<?, ?> env = value instanceof Map<?, ?> map ? map : Map.of();
            Map<String, String> variables = new TreeMap<>();
            if (env.get("vars") instanceof Map<?, ?> map) {
                map.forEach((name, text) -> variables.put(String.valueOf(name), String.valueOf(text)));
            }
            Object inherit = env.get("inherit");
            if (inherit instanceof List<?> names) {
                return new Environment(names.stream().map(String::valueOf).toList(), variables);
            }
            return new Environment(Boolean.FALSE.equals(inherit) ? List.of() : null, variables);
        }
    }

    static WorkerOptions of(String worker, Map<?, ?> options) throws PartFailure {
        long delayMin = number(worker, options, "restart_delay_min_ms", 1_000);
        return new WorkerOptions(
                restart(worker, options.get("restart")),
                shutdown(worker, options.get("shutdown")),
                delayMin,
                Math.max(delayMin, number(worker, options, "restart_delay_max_ms", 60_000)),
                (int) Math.min(number(worker, options, "restart_failures_max", 8), Integer.MAX_VALUE),
                number(worker, options, "restart_quick_ms", 10_000),
                number(worker, options, "restart_open_ms", 600_000),
                number(worker, options, "stop_timeout_ms", 5_000),
                javaOptions(worker, options.get("java_options")),
                Environment.of(options.get("env")));
    }

    private static RestartPolicy restart(String worker, @Nullable Object value) throws PartFailure {
        if (value == null) {
            return RestartPolicy.ON_FAILED;
        }
        List<String> known = new ArrayList<>();
        for (RestartPolicy policy : RestartPolicy.values()) {
            if (policy.key().equals(value)) {
                return policy;
            }
            known.add(policy.key());
        }
        throw refused(worker, "restart", "is \"" + value + "\"; it is one of " + String.join(", ", known));
    }

    private static ShutdownRule shutdown(String worker, @Nullable Object value) throws PartFailure {
        if (value == null) {
            return ShutdownRule.MANUAL;
        }
        List<String> known = new ArrayList<>();
        for (ShutdownRule rule : ShutdownRule.values()) {
            if (rule.key().equals(value)) {
                return rule;
            }
            known.add(rule.key());
        }
        throw refused(worker, "shutdown", "is \"" + value + "\"; it is one of " + String.join(", ", known));
    }

    private static long number(String worker, Map<?, ?> options, String key, long byDefault) throws PartFailure {
        Object value = options.containsKey(key) ? options.get(key) : byDefault;
        if (value instanceof Number number && number.longValue() > 0) {
            return number.longValue();
        }
        throw refused(worker, key, "must be a number above 0");
    }

    private static List<String> javaOptions(String worker, @Nullable Object value) throws PartFailure {
        if (value == null) {
            return List.of("-Xmx64m");
        }
        if (!(value instanceof List<?> list)) {
            throw refused(worker, "java_options", "must be a list such as [\"-Xmx128m\"]");
        }
        List<String> options = new ArrayList<>();
        for (Object option : list) {
            if (!(option instanceof String text) || !text.startsWith("-")) {
                throw refused(worker, "java_options", "holds \"" + option + "\", which is no option of Java");
            }
            options.add(text);
        }
        return List.copyOf(options);
    }

    private static PartFailure refused(String worker, String key, String why) {
        return new PartFailure(
                PartFailure.Cause.CONFIGURATION, "worker %s: the key options.%s %s".formatted(worker, key, why));
    }
}
