package org.junctor.core;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Runs random operations of a class on two threads at once, and fails if their results are explained by no order of them, or if what
 * the class validates does not hold. A longer run: {@code -Dinterleavings=50 -Dinterleavings.each=1000 -Dinterleavings.by.chance=10000}.
 */
final class Interleavings {
    /** How many sequences of operations. */
    private static final int SEQUENCES = Integer.getInteger("interleavings", 4);

    /** In how many interleavings each is run. */
    private static final int EACH = Integer.getInteger("interleavings.each", 40);

    /** How often each is run without a plan, at full speed; never unless asked for. */
    private static final int BY_CHANCE = Integer.getInteger("interleavings.by.chance", 0);

    /** How long one may take before it counts as a deadlock: the first one also has to load and change all classes, maybe under load. */
    private static final long HOPELESS_MS = 120_000;

    private Interleavings() {}

    /** Tries all that; the class has public operations that Lincheck's annotations mark. */
    static void check(Class<?> subject, int operations) {
        new ModelCheckingOptions()
                .addGuarantee(forClasses("java.util.concurrent.ConcurrentHashMap")
                        .allMethods()
                        .treatAsAtomic())
                .addGuarantee(forClasses(Interleavings::beside).allMethods().ignore())
                .iterations(SEQUENCES)
                .invocationsPerIteration(EACH)
                .threads(2)
                .actorsPerThread(operations)
                .actorsBefore(1)
                .actorsAfter(1)
                .minimizeFailedScenario(false)
                .invocationTimeout$lincheck(HOPELESS_MS)
                .check(subject);
        if (BY_CHANCE > 0) {
            byChance(subject, operations);
        }
    }

    private static void byChance(Class<?> subject, int operations) {
        new StressOptions()
                .iterations(SEQUENCES)
                .invocationsPerIteration(BY_CHANCE)
                .threads(2)
                .actorsPerThread(operations)
                .minimizeFailedScenario(false)
                .check(subject);
    }

    /** Whether a class has no part in what is tried: each switch of threads inside costs one elsewhere. */
    private static boolean beside(String name) {
        return name.startsWith("org.junctor.serializer.")
                || name.startsWith("com.fasterxml.")
                || name.startsWith("org.slf4j.")
                || name.equals("java.util.concurrent.atomic.LongAdder")
                || name.equals(Counters.class.getName());
    }
}
